// A map of an argument on a canvas (vis-network). Python says what is drawn and where; here it
// is drawn, moved and clicked. Nothing from the data becomes markup: labels are painted, and
// what is read out is set as an attribute or as text.
import { explained } from "./legend.js";
import { DataSet, Network } from "./vis-network.min.js";

const MANY = 600; // from here on edges hide while the map moves, and signs are left out
const READABLE = 0.5; // the scale below which labels cannot be read
const LARGEST = 6000; // pixels of a side of a picture at most
const TWICE = 260; // milliseconds within which a second click makes a double one
const maps = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  let map = maps.get(parentElement);
  if (!map) maps.set(parentElement, (map = new ArgumentMap(parentElement)));
  map.tell = setTriggerValue;
  map.show(data);
  return () => setTimeout(() => map.leave(), 1000);
}

class ArgumentMap {
  constructor(parent) {
    this.host = parent.host ?? parent;
    this.parent = parent;
    this.place = make("div", "map");
    this.bar = make("div", "bar");
    this.bar.setAttribute("role", "toolbar");
    this.bar.setAttribute("aria-label", "Map view");
    for (const [label, name, act] of [
      ["+", "Nearer", () => this.zoom(1.4)],
      ["−", "Further away", () => this.zoom(1 / 1.4)],
      ["⊙", "Back to the middle", () => this.middle(true)],
      ["⤢", "Show all of it", () => this.network.fit({ animation: this.glide() })],
      ["PNG", "Download the drawing as a PNG picture", () => this.save()],
    ]) {
      const button = make("button");
      button.type = "button";
      button.textContent = label;
      button.title = name;
      button.setAttribute("aria-label", name);
      button.addEventListener("click", act);
      this.bar.append(button);
    }
    const whole = make("div", "whole");
    whole.append(this.bar, this.place);
    parent.append(whole);
    // A page must scroll past a map: the wheel only zooms in one that was clicked into.
    const wheel = (event) => {
      if (!this.place.contains(this.root().activeElement) && !event.ctrlKey) event.stopPropagation();
    };
    this.place.addEventListener("wheel", wheel, { capture: true });
    this.place.addEventListener("pointerdown", () => this.frame?.focus({ preventScroll: true }));
  }

  root() {
    return this.place.getRootNode();
  }

  show(data) {
    const colours = this.colours();
    const themed = JSON.stringify(colours) !== JSON.stringify(this.palette);
    this.palette = colours;
    const before = this.data;
    this.data = data;
    this.place.setAttribute("aria-label", data.alt);
    if (!this.network) this.begin();
    else if (before.stamp !== data.stamp) this.walk(data);
    else if (themed) this.restyle();
    this.canvas?.setAttribute("aria-label", data.alt);
    this.select(data.selected);
  }

  begin() {
    this.place.dataset.drawn = "";
    this.network = new Network(this.place, this.drawn(this.data), this.options());
    this.place.network = this.network;
    this.frame = this.place.querySelector(".vis-network");
    this.frame.tabIndex = 0;
    this.frame.setAttribute("role", "application");
    this.frame.setAttribute("aria-label", "Map: arrow keys move it, + and - zoom");
    this.canvas = this.frame.querySelector("canvas");
    this.canvas.setAttribute("role", "img");
    this.network.on("click", (event) => {
      clearTimeout(this.waiting);
      const found = event.nodes[0] ?? event.edges[0] ?? "";
      this.waiting = setTimeout(() => this.chosen(found), TWICE);
    });
    this.network.on("doubleClick", (event) => {
      clearTimeout(this.waiting);
      const node = event.nodes[0];
      if (node && !node.startsWith("relation-")) this.tell("walk", node);
    });
    this.network.on("hoverNode", (event) => this.name(event.node));
    this.network.on("blurNode", () => this.name(this.selected));
    this.network.on("afterDrawing", () => (this.place.dataset.drawn = this.data.stamp));
    this.middle(false);
  }

  // What was in view stays there: the new focus first stands where it stood, then glides.
  walk(data) {
    const network = this.network;
    const focus = data.nodes[0].id;
    const [view, scale] = [network.getViewPosition(), network.getScale()];
    const old = network.body.nodes[focus] ? network.getPosition(focus) : null;
    network.setOptions(this.options());
    network.setData(this.drawn(data));
    this.selected = undefined;
    if (old) {
      const position = { x: view.x - old.x, y: view.y - old.y };
      network.moveTo({ position, scale, animation: false });
    }
    this.middle(Boolean(old));
  }

  restyle() {
    this.network.setOptions(this.options());
    this.nodes.update(this.data.nodes.map((node) => this.node(node)));
    this.edges.update(this.data.edges.map((edge) => this.edge(edge)));
  }

  chosen(id) {
    this.selected = id;
    this.name(id);
    this.tell("select", id);
  }

  select(id) {
    if (id === (this.selected ?? "")) return;
    this.selected = id;
    this.network.unselectAll();
    if (this.nodes.get(id)) {
      this.network.selectNodes([id], false);
      const at = this.network.canvasToDOM(this.network.getPosition(id));
      const { clientWidth: width, clientHeight: height } = this.place;
      if (at.x < 0 || at.y < 0 || at.x > width || at.y > height)
        this.network.focus(id, { scale: this.network.getScale(), animation: this.glide() });
    } else if (this.edges.get(id)) this.network.selectEdges([id]);
    this.name(id);
  }

  // Dots have no room for words; one of them at a time says what it is.
  name(id) {
    if (this.named && this.named !== id && this.nodes.get(this.named))
      this.nodes.update({ id: this.named, label: undefined });
    this.named = undefined;
    const node = this.nodes.get(id)?.dot ? this.data.nodes.find((one) => one.id === id) : null;
    if (!node) return;
    this.named = id;
    this.nodes.update({ id, label: node.label || node.name });
  }

  zoom(by) {
    this.network.moveTo({ scale: this.network.getScale() * by, animation: this.glide() });
  }

  // All of it, where it can be read then; else what is around the focus.
  middle(moving) {
    const { clientWidth: width, clientHeight: height } = this.place;
    const { left, right, top, bottom } = this.extent();
    const fits = Math.min(width / (right - left), height / (bottom - top), 1);
    const all = fits >= READABLE;
    const position = all ? { x: (left + right) / 2, y: (top + bottom) / 2 } : { x: 0, y: 0 };
    const scale = Math.max(fits, READABLE);
    this.network.moveTo({ position, scale, animation: moving && this.glide() });
  }

  extent() {
    const [xs, ys] = ["x", "y"].map((axis) => this.data.nodes.map((node) => node[axis]));
    return { left: least(xs) - 110, right: most(xs) + 110, top: least(ys) - 60, bottom: most(ys) + 60 };
  }

  glide() {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (still || this.data.nodes.length > MANY) return false;
    return { duration: 350, easingFunction: "easeInOutQuad" };
  }

  // All of it at twice its size, or what a picture may have, drawn once more out of sight.
  save() {
    const { left, right, top, bottom } = this.extent();
    const scale = Math.min(2, LARGEST / (right - left), LARGEST / (bottom - top));
    const place = make("div");
    const [width, height] = [(right - left) * scale, (bottom - top) * scale].map(Math.round);
    place.style.cssText = `position:fixed;left:-99999px;top:0;width:${width}px;height:${height}px`;
    this.parent.append(place);
    const options = { ...this.options(), interaction: { keyboard: false } };
    const network = new Network(place, { nodes: this.nodes, edges: this.edges }, options);
    network.on("beforeDrawing", (context) => {
      context.save();
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.fillStyle = this.palette.background;
      context.fillRect(0, 0, context.canvas.width, context.canvas.height);
      context.restore();
    });
    network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale });
    network.once("afterDrawing", () => {
      const { title, legend } = this.data;
      const whole = explained(place.querySelector("canvas"), title, legend, this.palette);
      whole.toBlob((picture) => {
        const link = make("a");
        link.href = URL.createObjectURL(picture);
        link.download = "map.png";
        link.click();
        setTimeout(() => URL.revokeObjectURL(link.href), 1000);
        network.destroy();
        place.remove();
      });
    });
    network.redraw();
  }

  leave() {
    if (this.host.isConnected) return;
    clearTimeout(this.waiting);
    this.network?.destroy();
    this.network = null;
  }

  colours() {
    const style = getComputedStyle(this.host);
    const read = (name, otherwise) => style.getPropertyValue(`--st-${name}`).trim() || otherwise;
    const background = read("background-color", "#ffffff");
    const mark = read("primary-color", "#0072B2");
    return {
      text: read("text-color", "#1a1a1a"),
      background,
      mark,
      fill: solid(read("secondary-background-color", "#f1f4f8"), this.place),
      fillOfFocus: solid(`color-mix(in srgb, ${mark} 25%, ${background})`, this.place),
      font: read("font", "sans-serif"),
    };
  }

  drawn(data) {
    this.nodes = new DataSet(data.nodes.map((node) => this.node(node)));
    this.edges = new DataSet(data.edges.map((edge) => this.edge(edge)));
    return { nodes: this.nodes, edges: this.edges };
  }

  node({ id, x, y, label, kind, focus, dot }) {
    const { text, mark, fill, fillOfFocus } = this.palette;
    const heavy = focus || kind === "document" || kind === "question";
    const background = focus ? fillOfFocus : fill;
    const chosen = { background, border: mark };
    const colour = { background, border: text, highlight: chosen, hover: chosen };
    const shared = { id, x, y, dot, color: colour, borderWidthSelected: 4 };
    if (dot) return { ...shared, shape: DOTS[kind] ?? "dot", size: 6 };
    return {
      ...shared,
      label,
      shape: "box",
      margin: 10,
      widthConstraint: { minimum: 170, maximum: 170 },
      borderWidth: heavy ? 3 : 1,
      shapeProperties: {
        borderRadius: { claim: 8, concept: 36 }[kind] ?? 0,
        borderDashes: kind === "evidence" ? [6, 4] : false,
      },
    };
  }

  edge({ id, from, to, colour, dash, words, arrow, width, bend }) {
    const { background, font } = this.palette;
    const label = this.data.nodes.length > MANY ? undefined : words;
    return {
      id,
      from,
      to,
      width,
      label,
      arrows: arrow ? { to: { enabled: true, scaleFactor: 0.6 } } : undefined,
      dashes: dash.length ? dash : false,
      color: { color: colour, highlight: colour, hover: colour },
      font: label && { color: colour, size: 16, face: font, strokeWidth: 5, strokeColor: background, align: "horizontal" },
      smooth: bend ? { enabled: true, type: "curvedCW", roundness: bend } : false,
      selectionWidth: 3,
    };
  }

  options() {
    const many = this.data.nodes.length > MANY;
    const { text, font } = this.palette;
    return {
      autoResize: true,
      nodes: { font: { color: text, size: 14, face: font } },
      physics: { enabled: false },
      layout: { improvedLayout: false },
      interaction: {
        dragNodes: false,
        hover: true,
        hoverConnectedEdges: false,
        selectConnectedEdges: false,
        hideEdgesOnDrag: many,
        hideEdgesOnZoom: many,
        keyboard: { enabled: true, bindToWindow: false },
      },
    };
  }
}

const DOTS = { document: "square", concept: "diamond", evidence: "triangle", question: "star" };

function make(name, className) {
  const element = document.createElement(name);
  if (className) element.className = className;
  return element;
}

// A canvas takes no color-mix() in every browser: let the page work it out.
function solid(colour, element) {
  const before = element.style.color;
  element.style.color = colour;
  const found = getComputedStyle(element).color;
  element.style.color = before;
  return found;
}

function least(values) {
  return values.reduce((one, other) => Math.min(one, other));
}

function most(values) {
  return values.reduce((one, other) => Math.max(one, other));
}
