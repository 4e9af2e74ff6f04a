// Names of things, offered while somebody types into a search field (the combobox of WAI-ARIA).
// Without this file the form does what it did.

const WAIT = 150; // milliseconds after the last key

for (const input of document.querySelectorAll('form[role="search"] input[name="q"]')) {
  suggest(input);
}

function suggest(input) {
  const list = document.createElement("ul");
  list.id = `${input.id}-found`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Things found");
  list.hidden = true;
  input.after(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  let timer, asking, active = -1;

  const close = () => {
    clearTimeout(timer);
    asking?.abort();
    choose(-1);
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
  };

  const choose = (number) => {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = number;
    const option = list.children[active];
    if (option) {
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", option.id);
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  };

  const show = (things) => {
    choose(-1);
    list.replaceChildren(...things.map(option));
    list.hidden = things.length === 0;
    list.classList.remove("leftward");
    const edge = document.documentElement.clientWidth;
    list.classList.toggle("leftward", list.getBoundingClientRect().right > edge);
    input.setAttribute("aria-expanded", String(!list.hidden));
  };

  const option = (thing, number) => {
    const item = document.createElement("li");
    item.id = `${list.id}-${number}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.dataset.href = thing.href;
    const kind = document.createElement("small");
    kind.textContent = thing.kind;
    item.append(thing.label, " ", kind);
    item.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
    item.addEventListener("click", () => location.assign(thing.href));
    return item;
  };

  const ask = async () => {
    asking?.abort();
    asking = new AbortController();
    const address = new URL(input.form.action);
    address.search = new URLSearchParams({ q: input.value, format: "json" });
    try {
      const answer = await fetch(address, { signal: asking.signal });
      show(answer.ok ? await answer.json() : []);
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    if (input.value.trim().length < 2) close();
    else timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const count = list.hidden ? 0 : list.children.length;
    if (event.key === "Escape" && count) close();
    else if (event.key === "ArrowDown" && count) choose(active + 1 < count ? active + 1 : -1);
    else if (event.key === "ArrowDown" && input.value.trim().length > 1) ask();
    else if (event.key === "ArrowUp" && count) choose(active < 0 ? count - 1 : active - 1);
    else if (event.key === "Enter" && list.children[active]) location.assign(list.children[active].dataset.href);
    else return;
    event.preventDefault();
  });
}
