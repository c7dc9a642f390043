// Follows links to our own pages, and the search, without reloading the app: what Back does,
// forwards. While the app still draws it may miss that: then the browser goes there itself.
if (!window.claimgraphLinks) {
  window.claimgraphLinks = true;
  const go = (event, address) => {
    const app = document.querySelector('[data-testid="stApp"]');
    const idle = app?.dataset.testScriptState === "notRunning";
    if (event.type === "click" && !idle) return;
    event.preventDefault();
    if (!idle) return location.assign(address);
    history.pushState({}, "", address);
    window.dispatchEvent(new PopStateEvent("popstate"));
    document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a.kg");
    const plain = !event.button && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (link && plain && !event.altKey) go(event, link.href);
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches?.("form.kg-search")) return;
    const address = new URL(event.target.action);
    // On the page of results its filters stay.
    if (address.pathname === location.pathname) address.search = location.search;
    address.searchParams.delete("page");
    address.searchParams.set("q", event.target.elements.q.value);
    if (!event.target.elements.q.value.trim()) address.searchParams.delete("q");
    go(event, address.href);
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    const box = document.querySelector("form.kg-search input");
    if (event.key !== "/" || !box || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
}
