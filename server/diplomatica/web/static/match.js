// What somebody chooses for a name is told at once: the row is asked for by itself.
// Without this file a button takes all choices over.

const form = document.querySelector("form.match");
const takeover = form?.querySelector(".takeover");
const counts = document.getElementById("counts");

if (takeover) {
  takeover.hidden = true;
  form.addEventListener("change", ({ target }) => {
    const row = target.closest(".matched tbody tr");
    if (row) renew(row).catch(() => { takeover.hidden = false; });
  });
}

async function renew(row) {
  const asked = question(row);
  row.dataset.asked = asked;
  const answer = await fetch(form.action, { method: "POST", body: asked });
  if (!answer.ok) throw new Error(answer.statusText);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  // whoever chooses again meanwhile is told of that
  if (row.dataset.asked === String(asked)) show(row, page.querySelector(".matched tbody tr"));
}

function question(row) {
  const place = row.sectionRowIndex;
  const heading = row.cells[0];
  const name = "empty" in heading.dataset ? "" : heading.textContent;
  const kind = [...form.elements.kind.options].find((one) => one.defaultSelected);
  return new URLSearchParams({
    table: `row\tname\n-\t"${name.replaceAll('"', '""')}"`,
    column: "name",
    kind: kind?.value ?? "",
    "thing-0": form.elements[`thing-${place}`]?.value ?? "",
    "other-0": form.elements[`other-${place}`].value,
  });
}

function show(row, fresh) {
  const place = row.sectionRowIndex;
  const focused = document.activeElement.id;
  for (const one of fresh.querySelectorAll("[id], [for]")) {
    for (const name of ["id", "name", "for"]) {
      const value = one.getAttribute(name);
      if (value) one.setAttribute(name, value.replace(/-0$/, `-${place}`));
    }
  }
  const wikidata = fresh.cells[4].querySelector("a")?.textContent ?? "";
  row.className = fresh.className;
  [...fresh.cells].slice(1).forEach((cell, at) => row.cells[at + 1].replaceChildren(...cell.childNodes));
  if (document.activeElement.id !== focused) document.getElementById(focused)?.focus();
  count();
  tell(place, wikidata);
}

function count() {
  const rows = [...form.querySelectorAll(".matched tbody tr")];
  const told = JSON.parse(counts.dataset.how)
    .map(([how, words]) => [rows.filter((row) => row.className === how).length, words])
    .filter(([number]) => number);
  const [begun] = counts.textContent.split(":");
  counts.textContent = `${begun}: ${told.map((one) => one.join(" ")).join(", ")}`;
}

function tell(place, wikidata) {
  const items = document.getElementById("items");
  const lines = items.value.split("\n");
  lines[place] = wikidata;
  items.value = lines.join("\n");
  const isOpen = form.querySelectorAll(".matched tbody tr")[place].className === "to-choose";
  form.querySelector(`.open a[href="#thing-${place}"]`)?.classList.toggle("done", !isOpen);
}
