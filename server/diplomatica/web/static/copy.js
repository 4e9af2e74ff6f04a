// Beside each thing that one may want to take along, a button that copies it.
const { copyWord = "Copy", copiedWord = "Copied" } = document.body.dataset;
for (const source of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet";
  button.textContent = copyWord;
  button.setAttribute("aria-label", `${copyWord} ${source.dataset.copy || source.closest("div, details")?.querySelector("dt, summary")?.textContent || ""}`.trim());
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText((source.dataset.text ?? source.value ?? source.textContent).trim());
    button.textContent = copiedWord;
    setTimeout(() => { button.textContent = copyWord; }, 2000);
  });
  source.after(" ", button);
}
