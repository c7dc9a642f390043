// Follows links to our own pages without reloading the app: what Back does, forwards.
if (!window.claimgraphLinks) {
  window.claimgraphLinks = true;
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a.kg");
    const plain = !event.button && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (!link || !plain || event.altKey) return;
    event.preventDefault();
    history.pushState({}, "", link.href);
    window.dispatchEvent(new PopStateEvent("popstate"));
    document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
  });
}
