// What was typed and has not been run: answers below are to the query before, and say so at once.
// A link that asks the same elsewhere takes along what was typed and has not been run.
const box = document.querySelector("textarea#query");
if (box) {
  for (const link of document.querySelectorAll("[data-asks] a")) {
    link.addEventListener("click", () => {
      if (box.value === box.defaultValue) return;
      const address = new URL(link.href);
      address.searchParams.set("query", box.value);
      link.href = address;
    });
  }
  const answers = document.querySelectorAll(".answer");
  const notice = document.createElement("p");
  notice.className = "notice";
  notice.setAttribute("role", "status");
  if (answers.length) answers[0].before(notice);
  const compare = () => {
    const isBefore = box.value.trim() !== box.defaultValue.trim();
    notice.textContent = isBefore ? box.dataset.before : "";
    for (const one of answers) one.classList.toggle("before", isBefore);
  };
  // The editor hands on what was typed a moment later; what comes out of it is told by its host.
  for (const kind of ["input", "keyup", "pointerup"]) box.form.addEventListener(kind, () => setTimeout(compare, 30));
}
