// A field that leaves only the examples with all of its words.
const examples = document.querySelector("#examples");
if (examples) {
  const items = [...examples.querySelectorAll("li")];
  const label = document.createElement("label");
  label.textContent = `${examples.dataset.filter} `;
  const field = document.createElement("input");
  field.type = "search";
  label.append(field);
  const count = document.createElement("span");
  count.className = "count";
  count.setAttribute("role", "status");
  field.addEventListener("input", () => {
    const words = field.value.toLowerCase().split(/\s+/);
    for (const group of examples.querySelectorAll("details")) group.open = Boolean(field.value);
    for (const item of items) item.hidden = !words.every((word) => item.textContent.toLowerCase().includes(word));
    count.textContent = field.value ? ` ${items.filter((item) => !item.hidden).length} / ${items.length}` : "";
  });
  const line = document.createElement("p");
  line.append(label, count);
  examples.querySelector("summary").after(line);
  if (location.hash === "#examples") examples.open = true;
}
