// The editor of the query page, in place of its text box: colours, completion, and the fault at its place.
// It lives in a shadow root, where its style sheets are constructed: the page's policy allows no inline style.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { HighlightStyle, StreamLanguage, bracketMatching, syntaxHighlighting } from "@codemirror/language";
import { sparql } from "@codemirror/legacy-modes/mode/sparql";
import { EditorState, StateField } from "@codemirror/state";
import { Decoration, EditorView, drawSelection, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const box = document.querySelector("textarea#query");
const KEYWORDS = ["SELECT", "DISTINCT", "WHERE", "GRAPH", "OPTIONAL", "FILTER", "FILTER NOT EXISTS", "UNION", "MINUS",
  "BIND", "VALUES", "ORDER BY", "GROUP BY", "HAVING", "LIMIT", "OFFSET", "ASK", "CONSTRUCT", "DESCRIBE", "COUNT"];
const SHOWN = 100;

// Completion: the terms that the dataset uses, by their names or labels, the prefixes, keywords and variables.
// What is typed to its end is not completed any more, so that Enter then begins a line.
let known;
const nothing = { prefixes: {}, terms: [] };
const terms = () => (known ??= fetch(box.dataset.terms).then((answer) => (answer.ok ? answer.json() : nothing), () => nothing));

function optionsOf({ prefixes, terms }) {
  return [
    ...terms.map(({ name, label, kind, count }) => ({
      label: name, type: kind, count, sought: `${name} ${label}`,
      detail: [label, count.toLocaleString("en")].filter(Boolean).join(" · "),
    })),
    ...Object.entries(prefixes).map(([prefix, space]) => ({ label: `${prefix}:`, type: "namespace", count: 0, detail: space })),
    ...KEYWORDS.map((label) => ({ label, type: "keyword", count: 0 })),
  ];
}

// Things are looked for by their names: a dataset may have any number of them.
async function things(word, prefixes) {
  const name = word.replace(/^:/, "");
  if (name.length < 3 || name.includes(":") || !prefixes[""]?.endsWith("/id/")) return [];
  const address = `${box.dataset.things}?format=json&q=${encodeURIComponent(name)}`;
  const answer = await fetch(address).catch(() => null);
  if (!answer?.ok) return [];
  return (await answer.json()).flatMap(({ href, label, kind }) => {
    const slug = href.match(/\/id\/([\w-]+)$/)?.[1];
    return slug ? [{ label: `:${slug}`, type: "thing", count: 0, detail: [label, kind].join(" · ") }] : [];
  });
}

function rank({ label, type }, typed, isClass) {
  const starts = [label, label.slice(label.indexOf(":") + 1)].some((name) => name.toLowerCase().startsWith(typed));
  return 4 * (isClass && type === "class") + 2 * starts;
}

async function complete({ state, pos, explicit }) {
  const line = state.sliceDoc(state.doc.lineAt(pos).from, pos);
  const word = line.match(/[?$]?[\w:.-]*$/)[0];
  const typed = word.toLowerCase();
  const from = pos - word.length;
  if ((!explicit && word.length < 2) || /(^|\s)#/.test(line)) return null;
  if (/^[?$]/.test(word)) {
    const names = state.doc.toString().match(/[?$]\w+/g).filter((name) => name.startsWith(word));
    const others = [...new Set(names)].filter((name) => name !== word);
    const isWhole = names.filter((name) => name === word).length > 1;
    return isWhole || !others.length ? null : { from, options: others.map((label) => ({ label, type: "variable" })) };
  }
  const isClass = /(^|\s)a\s+$/.test(state.sliceDoc(Math.max(0, from - 10), from));
  const all = await terms();
  const named = await things(word, all.prefixes);
  const found = optionsOf(all).filter(({ label, sought }) => (sought ?? label).toLowerCase().includes(typed));
  if (!explicit && [...found, ...named].some(({ label, type }) => label.toLowerCase() === typed && type !== "namespace")) return null;
  found.sort((one, other) => rank(other, typed, isClass) - rank(one, typed, isClass) || other.count - one.count);
  const options = [...found.slice(0, SHOWN), ...named];
  return options.length ? { from, options, filter: false } : null;
}

// The fault: its line is marked until somebody types, as the server told it.
function fault(state) {
  const line = Number(box.dataset.line);
  if (!line || line > state.doc.lines) return Decoration.none;
  const { from, to } = state.doc.line(line);
  // The server counts characters; this counts UTF-16 units, as JavaScript does.
  const before = [...state.sliceDoc(from, to)].slice(0, Number(box.dataset.column) - 1).join("").length;
  const marks = [Decoration.line({ class: "cm-fault" }).range(from)];
  if (from < to) marks.push(Decoration.mark({ class: "cm-fault-here" }).range(Math.min(from + before, to - 1), to));
  return Decoration.set(marks);
}
const faults = StateField.define({
  create: fault,
  update: (marks, change) => (change.docChanged ? Decoration.none : marks),
  provide: (field) => EditorView.decorations.from(field),
});

const look = EditorView.theme({
  "&": { font: ".875rem/1.5 var(--code)", background: "var(--panel)", color: "var(--ink)", border: "1px solid var(--faint)", borderRadius: "6px" },
  "&.cm-focused": { outline: "3px solid var(--mark)", outlineOffset: "2px" },
  ".cm-scroller": { font: "inherit", minHeight: `calc(${box.rows} * 1.3125rem + 1.2rem)`, maxHeight: "36rem" },
  ".cm-content": { caretColor: "var(--ink)", padding: ".6rem 0" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { background: "none", color: "var(--faint)", border: "0" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { background: "var(--cited)" },
  "&.cm-focused .cm-matchingBracket": { background: "var(--cited)" },
  ".cm-fault": { boxShadow: "inset 3px 0 var(--error)" },
  ".cm-fault-here": { textDecoration: "underline wavy var(--error)", textUnderlineOffset: ".25em" },
  ".cm-tooltip": { background: "var(--panel)", color: "var(--ink)", border: "1px solid var(--faint)", borderRadius: "6px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--code)", maxWidth: "min(34rem, 90vw)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: ".2rem .6rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { background: "var(--cited)", color: "var(--ink)" },
  ".cm-completionDetail": { color: "var(--faint)", fontFamily: "var(--text)", fontStyle: "normal" },
  "li[aria-selected] .cm-completionDetail": { color: "var(--ink)" },
});
const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--link)", fontWeight: "600" },
  { tag: tags.variableName, color: "var(--remark)" },
  { tag: tags.atom, color: "var(--plan)" },
  { tag: tags.string, color: "var(--mark)" },
  { tag: [tags.comment, tags.meta], color: "var(--faint)" },
]);

// A bracket that was closed when it was opened is typed over, also where lines or spaces stand
// before it: whoever types it on a line of their own would have it twice. Brackets in texts, IRIs
// and comments do not count.
const OPENS = { "}": "{", ")": "(", "]": "[" };
const IN_WORDS = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|<[^<>"{}|^`\s]*>|#.*/g;
const typeOver = EditorView.inputHandler.of((view, from, to, text) => {
  const doc = view.state.doc.toString();
  if (!OPENS[text] || from !== to) return false;
  const gap = /^\s*/.exec(doc.slice(from))[0];
  const counted = doc.replace(IN_WORDS, "");
  const count = (sign) => counted.split(sign).length - 1;
  if (doc[from + gap.length] !== text || count(OPENS[text]) !== count(text)) return false;
  const line = view.state.doc.lineAt(from), isBlank = !line.text.slice(0, from - line.from).trim();
  const start = isBlank && gap.includes("\n") ? line.from : from;
  const indent = isBlank ? gap.slice(gap.lastIndexOf("\n") + 1) : "";
  const insert = gap.includes("\n") ? indent : gap;
  view.dispatch({ changes: { from: start, to: from + gap.length, insert }, selection: { anchor: start + insert.length + 1 }, userEvent: "input.type" });
  return true;
});

const host = document.createElement("div");
host.className = "editor";
box.before(host);
const root = host.attachShadow({ mode: "open" });
const error = document.querySelector("#error");
const wrong = error ? { "aria-invalid": "true", "aria-description": error.textContent } : {};
const run = () => { box.form.requestSubmit(); return true; };
const view = new EditorView({
  root,
  parent: root,
  state: EditorState.create({
    doc: box.value,
    extensions: [
      // Tab is left to the browser: it leads out of the editor, as everywhere.
      keymap.of([{ key: "Mod-Enter", run }, ...closeBracketsKeymap, ...completionKeymap, ...defaultKeymap.filter(({ key }) => key !== "Mod-Enter"), ...historyKeymap]),
      lineNumbers(), history(), drawSelection(), bracketMatching(), typeOver, closeBrackets(), EditorView.lineWrapping,
      StreamLanguage.define(sparql), syntaxHighlighting(colours), look, faults,
      autocompletion({ override: [complete], icons: false }),
      EditorView.contentAttributes.of({ "aria-label": document.querySelector("label[for=query]").textContent, spellcheck: "false", ...wrong }),
      EditorView.updateListener.of((update) => { if (update.docChanged) box.value = update.state.doc.toString(); }),
    ],
  }),
});
box.hidden = true;
document.querySelector("label[for=query]").addEventListener("click", () => view.focus());
const told = document.createElement("small");
told.textContent = box.dataset.keys;
box.form.querySelector("button").after(told);
