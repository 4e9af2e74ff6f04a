// What a proposal changes is tried on the data, which may take a second: the button says so.
for (const form of document.querySelectorAll("form[data-wait]")) {
  const button = form.querySelector("button"), words = button.textContent;
  form.addEventListener("submit", () => {
    button.textContent = form.dataset.wait;
    button.setAttribute("aria-busy", "true");
  });
  addEventListener("pageshow", () => {
    button.textContent = words;
    button.removeAttribute("aria-busy");
  });
}
