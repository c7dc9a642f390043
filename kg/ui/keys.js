// Keys judge only what is seen: after N or E none does until the dialogue is there, nor while it
// is open. The script of the dialogue ends the waiting.
if (window.claimgraphWaits === undefined) {
  window.claimgraphWaits = 0;
  window.addEventListener("keydown", (event) => {
    const plain = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!plain || event.target.closest("input, textarea, [contenteditable]")) return;
    if (document.querySelector('[role="dialog"]') || performance.now() < window.claimgraphWaits) {
      event.stopImmediatePropagation();
      return;
    }
    const opener = { n: ".st-key-note", e: ".st-key-edit" }[event.key.toLowerCase()];
    if (opener && document.querySelector(opener)) window.claimgraphWaits = performance.now() + 4000;
  }, true);
}
