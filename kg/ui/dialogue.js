// Puts the cursor into the field of the dialogue that opens, once it is there.
(function focus(left) {
  const text = '[data-testid="stTextInput"] input, [data-testid="stTextArea"] textarea';
  const field = document.querySelector('[role="dialog"]')?.querySelector(text);
  if (!field && left) return setTimeout(focus, 50, left - 1);
  field?.focus();
  window.claimgraphWaits = 0;
})(60);
