// The reading room without a jump: what a link or a filter leads to takes the place of what is there.
const room = () => document.getElementById("room");
let shown = location.search;

async function show(address, isNew, keep) {
  const place = keep?.getBoundingClientRect().top;
  const id = keep?.id;
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  if (!answer.ok) { location.assign(address); return; }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  room().replaceWith(page.getElementById("room"));
  if (isNew) history.pushState(null, "", address);
  shown = location.search;
  const kept = id && document.getElementById(id);
  if (kept) scrollBy(0, kept.getBoundingClientRect().top - place);
  document.getElementById("panel")?.focus({ preventScroll: true });
}

// A filter opens its form and so moves the text: what it marks must not be left out of sight.
function showFirstMark() {
  const marks = [...document.querySelectorAll("#room .paragraph mark")];
  const inSight = marks.some((mark) => {
    const { top, bottom } = mark.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  });
  if (!inSight) marks[0]?.scrollIntoView({ block: "center" });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest('#room a:is([href^="?"], [rel="up"])');
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  const anchor = document.getElementById(link.hash.slice(1));
  const isStep = link.closest(".panel") && anchor;  // to other words, which may be far away
  show(link.href, true, isStep ? null : link.closest(".paragraph")).then(() => {
    if (isStep) document.getElementById(anchor.id).scrollIntoView({ block: "nearest" });
    else if (link.matches(".toggle, .chips a")) showFirstMark();
  });
});

document.addEventListener("change", (event) => {
  const form = event.target.closest("#room form");
  if (!form) return;
  const filled = [...new FormData(form)].filter(([, value]) => value);
  show(`${form.action}?${new URLSearchParams(filled)}`, true, null).then(showFirstMark);
});

addEventListener("popstate", () => {
  if (location.search !== shown) show(location.href, false, null);
});
