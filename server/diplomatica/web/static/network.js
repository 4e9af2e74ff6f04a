// Of a picture of a network, what is not linked with the name under the pointer fades.
function choose(picture, mark) {
  const node = mark?.dataset.node;
  const near = new Set([node]);
  picture.classList.toggle("choosing", Boolean(mark));
  for (const line of picture.querySelectorAll("path[data-ends]")) {
    const ends = line.dataset.ends.split(" ");
    const isNear = ends.includes(node);
    line.classList.toggle("near", isNear);
    if (isNear) ends.forEach((end) => near.add(end));
  }
  for (const other of picture.querySelectorAll("a[data-node]")) {
    other.classList.toggle("near", near.has(other.dataset.node));
  }
}

for (const picture of document.querySelectorAll("svg.network")) {
  const marked = (event) => choose(picture, event.target.closest("a[data-node]"));
  picture.addEventListener("pointerover", marked);
  picture.addEventListener("focusin", marked);
  picture.addEventListener("pointerleave", () => choose(picture, null));
  picture.addEventListener("focusout", () => choose(picture, null));
}
