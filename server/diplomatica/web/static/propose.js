// What a proposal changes is tried on the data, which may take a second: the button says so.
const form = document.querySelector("form[data-wait]");
const button = form.querySelector("button"), words = button.textContent;
form.addEventListener("submit", (event) => {
  if (event.submitter && event.submitter !== button) return tell();
  button.textContent = form.dataset.wait;
  button.setAttribute("aria-busy", "true");
});
// A file that is taken leaves the page as it was: it says that it is there, and what comes next.
function tell() {
  const taken = document.querySelector("#downloaded");
  if (taken) taken.hidden = false;
}
addEventListener("pageshow", () => {
  button.textContent = words;
  button.removeAttribute("aria-busy");
  compare();
});
// The file has what is filled in when it is taken, but whoever changes more than who says
// so, and why, has not seen yet what that changes; a letter has what was shown.
const send = document.querySelector(".send");
const filled = (names) => JSON.stringify(names.map((name) => new FormData(form).getAll(name)));
const changed = ["change", "part", "value"], told = ["why", "reason", "source", "by"];
const shown = [filled(changed), filled(told)];
function compare() {
  if (!send) return;
  const isOther = filled(changed) !== shown[0], isOlder = isOther || filled(told) !== shown[1];
  // what was shown is of what was filled in then, and so is what was found wanting in it
  for (const part of send.parentElement.children) {
    if (part !== send && part.tagName !== "H2") part.hidden = isOther;
  }
  const letters = [...send.querySelectorAll("a.button")];
  send.querySelector("button").disabled = isOther;
  for (const letter of letters) letter.hidden = isOlder;
  send.querySelector("[role=status]").hidden = !(isOther || (isOlder && letters.length));
}
// A pointer that chooses what is wrong is led on to what would be right; arrow keys go on choosing.
form.addEventListener("click", (event) => {
  const part = event.target;
  if (part.name === "part" && event.detail && part.value !== "withdraw") form.value.focus();
});
for (const event of ["input", "change"]) form.addEventListener(event, compare);
form.addEventListener("input", () => {
  for (const fault of document.querySelectorAll("main > [role=alert]")) fault.hidden = true;
});
