// Runs after pyvis has made `network`; `addresses` holds the page of each node.
network.on("click", (event) => {
  const address = addresses[event.nodes[0]];
  if (!address || window.parent === window) return;
  window.parent.history.pushState({}, "", address);
  window.parent.dispatchEvent(new PopStateEvent("popstate"));
});
network.fit();
// On a narrow screen boxes that can be read matter more than all of them: one drags to the rest.
const readable = 0.62;
if (window.innerWidth < 640 && network.getScale() < readable) {
  const places = Object.values(network.getPositions());
  const within = (values, size) => {
    const [least, most] = [Math.min(...values) - 110, Math.max(...values) + 110];
    const half = size / readable / 2;
    if (most - least < 2 * half) return (least + most) / 2;
    return Math.min(Math.max(0, least + half), most - half);
  };
  const x = within(places.map((one) => one.x), window.innerWidth);
  const y = within(places.map((one) => one.y), window.innerHeight);
  network.moveTo({ position: { x, y }, scale: readable });
}
network.once("afterDrawing", () => { document.body.dataset.drawn = "yes"; });
network.redraw();
