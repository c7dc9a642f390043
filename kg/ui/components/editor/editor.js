// The query editor: CodeMirror with our vocabulary. What it is given is only ever set as text.
import {
  EditorState, EditorView, HighlightStyle, Prec, StreamLanguage, autocompletion, bracketMatching,
  closeBrackets, closeBracketsKeymap, completionKeymap, defaultKeymap, drawSelection,
  highlightActiveLine, history, historyKeymap, indentOnInput, keymap, lineNumbers, lintGutter,
  placeholder, setDiagnostics, sparql, syntaxHighlighting, syntaxTree, tags,
} from "./codemirror.min.js";

const COLOURS = HighlightStyle.define([
  { tag: tags.keyword, color: "light-dark(#7b1fa2, #d7a6ff)", fontWeight: "600" },
  { tag: tags.standard(tags.variableName), color: "light-dark(#9c2c00, #ffab8a)" },
  { tag: tags.local(tags.variableName), color: "light-dark(#0b5c8a, #7cc7ff)" },
  { tag: tags.atom, color: "light-dark(#7a4a00, #f0c674)" },
  { tag: tags.string, color: "light-dark(#1a6b2d, #98d89e)" },
  { tag: tags.comment, color: "light-dark(#5f6368, #a8aeb5)", fontStyle: "italic" },
]);

const LOOK = EditorView.theme({
  "&": { border: "1px solid color-mix(in srgb, currentColor 55%, transparent)",
    borderRadius: "0.4rem", fontSize: "0.9rem", maxHeight: "28rem",
    color: "var(--st-text-color)", backgroundColor: "var(--st-background-color)" },
  "&.cm-focused": { outline: "3px solid var(--st-primary-color)", outlineOffset: "1px" },
  ".cm-scroller": { fontFamily: "var(--st-code-font, monospace)", minHeight: "9rem" },
  ".cm-content": { caretColor: "var(--st-text-color)" },
  "&.cm-focused .cm-cursor": { borderLeftColor: "var(--st-text-color)" },
  ".cm-gutters": { color: "inherit", border: "none",
    backgroundColor: "color-mix(in srgb, currentColor 6%, transparent)" },
  ".cm-activeLine, .cm-activeLineGutter": {
    backgroundColor: "color-mix(in srgb, currentColor 6%, transparent)" },
  ".cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": {
    backgroundColor: "color-mix(in srgb, var(--st-primary-color) 30%, transparent)" },
  ".cm-placeholder": { color: "inherit", opacity: "0.75" },
  ".cm-tooltip": { color: "var(--st-text-color)", maxWidth: "min(30rem, 90vw)",
    backgroundColor: "var(--st-secondary-background-color)",
    border: "1px solid color-mix(in srgb, currentColor 40%, transparent)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    color: "var(--st-background-color)", backgroundColor: "var(--st-primary-color)" },
  ".cm-completionDetail": { fontStyle: "normal", opacity: "0.85" },
});

const STYLE = `
.bar { display: flex; flex-wrap: wrap; align-items: center; gap: 0.4rem 1rem; margin-top: 0.6rem; }
.bar button { font: inherit; font-weight: 600; padding: 0.4rem 1.1rem; cursor: pointer;
  border: 1px solid var(--st-primary-color); border-radius: 0.5rem;
  background: var(--st-primary-color); color: light-dark(#fff, #14181c); }
.bar button:focus-visible { outline: 3px solid var(--st-text-color); outline-offset: 2px; }
.bar p { margin: 0; font-size: 0.85rem; opacity: 0.85; font-family: var(--st-font); }`;

const HINT = "Ctrl+Enter runs the query. Ctrl+Space offers words that fit. Tab leaves the editor.";

const editors = new WeakMap();

export default function editor({ data, parentElement, setTriggerValue }) {
  const own = editors.get(parentElement) ?? create(parentElement);
  own.run = () => setTriggerValue("run", own.view.state.doc.toString());
  own.offered = offered(data);
  if (own.given !== data.query) {
    own.given = data.query;
    put(own.view, data.query);
  }
  mark(own.view, own.view.state.doc.toString() === data.query ? data.error : null);
  return () => {
    editors.delete(parentElement);
    own.view.destroy();
    own.frame.remove();
  };
}

function create(parentElement) {
  const frame = document.createElement("div");
  const own = { frame, offered: [], given: null, run: () => {} };
  const style = made("style", STYLE);
  const hint = made("p", HINT);
  hint.id = "hint";
  const button = made("button", "Run");
  button.type = "button";
  button.title = "Run the query (Ctrl+Enter)";
  button.addEventListener("click", () => own.run());
  const bar = document.createElement("div");
  bar.className = "bar";
  bar.append(button, hint);
  frame.append(style);
  parentElement.append(frame);
  own.view = new EditorView({
    parent: frame, root: parentElement instanceof ShadowRoot ? parentElement : document,
    state: EditorState.create({ extensions: extensions(own) }),
  });
  frame.append(bar);
  // Streamlit has keys of its own for the page, such as R, and takes us for no text field.
  frame.addEventListener("keydown", (event) => event.stopPropagation());
  editors.set(parentElement, own);
  return own;
}

function made(name, text) {
  const element = document.createElement(name);
  element.textContent = text;
  return element;
}

function extensions(own) {
  const run = () => { own.run(); return true; };
  return [
    Prec.highest(keymap.of([{ key: "Ctrl-Enter", run }, { key: "Mod-Enter", run }])),
    lineNumbers(), lintGutter(), history(), drawSelection(), indentOnInput(), bracketMatching(),
    closeBrackets(), highlightActiveLine(), EditorView.lineWrapping,
    StreamLanguage.define(sparql), syntaxHighlighting(COLOURS),
    autocompletion({ override: [(context) => complete(context, own.offered)], icons: false }),
    placeholder("SELECT * WHERE { ?claim a schema:Claim ; schema:text ?text } LIMIT 10"),
    // Tab is bound to nothing, so that it leads on to the next control.
    keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap]),
    EditorView.contentAttributes.of({
      "aria-label": "SPARQL query", "aria-describedby": "hint", spellcheck: "false",
    }),
    LOOK,
  ];
}

function offered({ terms, keywords, functions }) {
  return [
    ...terms.map(([label, detail, info]) => ({ label, detail, info, type: "type" })),
    ...keywords.map((label) => ({ label, type: "keyword" })),
    ...functions.map((label) => ({ label, type: "function", apply: `${label}(` })),
  ];
}

/** Offer variables after a question mark, else terms of the vocabulary and words of SPARQL. */
function complete(context, options) {
  const inside = syntaxTree(context.state).resolveInner(context.pos, -1).name;
  if (/comment|string/.test(inside) || context.matchBefore(/<[^\s>]*/)) return null;
  const variable = context.matchBefore(/[?$]\w*/);
  if (variable) {
    const text = context.state.doc.toString();
    const others = text.slice(0, variable.from) + text.slice(context.pos);
    const names = new Set(others.match(/[?$]\w+/g));
    return { from: variable.from, validFor: /^[?$]\w*$/,
      options: [...names].map((label) => ({ label, type: "variable" })) };
  }
  const word = context.matchBefore(/[A-Za-z_][\w.-]*(:[\w.-]*)?/);
  if (!word && !context.explicit) return null;
  return { from: word ? word.from : context.pos, validFor: /^[\w:.-]*$/, options };
}

function put(view, text) {
  const whole = { from: 0, to: view.state.doc.length, insert: text };
  view.dispatch({ changes: whole, selection: { anchor: 0 } });
}

/** Mark the word at an error's place, or the last one before it. */
function mark(view, error) {
  const found = [];
  if (error) {
    const line = view.state.doc.line(Math.min(error.line, view.state.doc.lines));
    const before = Array.from(line.text).slice(0, error.column - 1).join("");
    const rest = line.text.slice(before.length).match(/^\S*/)[0];
    const start = before.replace(rest ? /\S+$/ : /\S+\s*$/, "").length;
    found.push({ from: line.from + start, to: line.from + before.length + rest.length,
      severity: "error", message: error.message });
  }
  view.dispatch(setDiagnostics(view.state, found));
}
