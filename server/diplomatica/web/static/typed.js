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
}
