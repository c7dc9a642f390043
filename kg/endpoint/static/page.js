"use strict";

// Shows answers as a table. What the database holds is only ever set as text.

const SHOWN = 1000;
const find = (id) => document.getElementById(id);
const [form, query, state, answer, stop] = ["form", "query", "state", "answer", "stop"].map(find);
let running = null;

function say(text, failed) {
  state.textContent = text;
  state.className = failed ? "failed" : "";
}

async function ask(accept) {
  if (running) running.abort();
  const mine = (running = new AbortController());
  stop.disabled = false;
  answer.replaceChildren();
  say("Running …");
  const headers = { Accept: accept, "Content-Type": "application/sparql-query" };
  const token = find("token").value;
  if (token) headers.Authorization = `Bearer ${token}`;
  try {
    const response = await fetch("sparql", {
      method: "POST", headers, body: query.value, signal: mine.signal,
    });
    const text = await response.text();
    if (!response.ok) throw new Error(text.trim() || `The endpoint answered ${response.status}.`);
    return { kind: response.headers.get("Content-Type"), text };
  } catch (error) {
    if (running === mine) say(error.name === "AbortError" ? "Stopped." : error.message, true);
    return null;
  } finally {
    if (running === mine) { running = null; stop.disabled = true; }
  }
}

function cell(kind, text) {
  const made = document.createElement(kind);
  made.textContent = text;
  return made;
}

function row(kind, texts) {
  const made = document.createElement("tr");
  made.append(...texts.map((text) => cell(kind, text)));
  return made;
}

function value(term) {
  if (!term) return "";
  return term.type === "triple"
    ? ["subject", "predicate", "object"].map((part) => value(term.value[part])).join(" ")
    : term.value;
}

function show(found) {
  if (!found.kind.startsWith("application/sparql-results+json")) {
    answer.replaceChildren(cell("pre", found.text));
    say("Done.");
    return;
  }
  const { head, results, boolean } = JSON.parse(found.text);
  if (!results) { say(boolean ? "Yes." : "No."); return; }
  const rows = results.bindings;
  const table = document.createElement("table");
  table.append(row("th", head.vars));
  for (const one of rows.slice(0, SHOWN)) {
    table.append(row("td", head.vars.map((name) => value(one[name]))));
  }
  answer.replaceChildren(table);
  say(`${rows.length} rows` + (rows.length > SHOWN ? `, ${SHOWN} shown.` : "."));
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const found = await ask("application/sparql-results+json, text/turtle;q=0.9");
  if (found) show(found);
});
query.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
});
stop.addEventListener("click", () => running && running.abort());
find("download").addEventListener("click", async () => {
  const found = await ask(find("format").value);
  if (!found) return;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([found.text], { type: found.kind }));
  link.download = "answer";
  link.click();
  URL.revokeObjectURL(link.href);
  say("Downloaded.");
});
find("examples").addEventListener("click", (event) => {
  const chosen = event.target.dataset.query;
  if (!chosen) return;
  query.value = chosen;
  form.requestSubmit();
});
