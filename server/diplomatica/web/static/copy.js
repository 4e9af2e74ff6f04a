// Beside each thing that one may want to take along, a button that copies it.
for (const source of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet";
  button.textContent = "Copy";
  button.setAttribute("aria-label", `Copy ${source.dataset.copy || source.closest("div, details")?.querySelector("dt, summary")?.textContent || ""}`.trim());
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText((source.dataset.text ?? source.value ?? source.textContent).trim());
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  });
  source.after(" ", button);
}
