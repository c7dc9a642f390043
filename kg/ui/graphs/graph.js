// Runs after pyvis has made `network`; `addresses` holds the page of each node.
network.on("click", (event) => {
  const address = addresses[event.nodes[0]];
  if (!address || window.parent === window) return;
  window.parent.history.pushState({}, "", address);
  window.parent.dispatchEvent(new PopStateEvent("popstate"));
});
network.fit();
network.once("afterDrawing", () => { document.body.dataset.drawn = "yes"; });
network.redraw();
