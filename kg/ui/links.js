// Follows links to our own pages without reloading the app: what Back does, forwards.
// While the app still draws it may miss that, so that a link is then followed as any link is.
if (!window.claimgraphLinks) {
  window.claimgraphLinks = true;
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a.kg");
    const plain = !event.button && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    const app = document.querySelector('[data-testid="stApp"]');
    const idle = app?.dataset.testScriptState === "notRunning";
    if (!link || !plain || !idle || event.altKey) return;
    event.preventDefault();
    history.pushState({}, "", link.href);
    window.dispatchEvent(new PopStateEvent("popstate"));
    document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
  });
}
