// A picture of a map to take away: what it is about above it, what its lines and boxes mean below.

const WIDE = 1200; // what a picture is wide in pixels of its words
const LEAST = 640; // what it must be wide for them
const MARGIN = 24;
const ROW = 30;
const SHAPE = 48;

// Returns a new canvas. A legend has of each key its words, and the line or box that they explain.
export function explained(picture, title, legend, palette) {
  const unit = Math.max(2, picture.width / WIDE); // pixels of the picture for one of the words
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d");
  const font = (size) => `${size}px ${palette.font}`;
  const width = Math.max(picture.width / unit, LEAST);
  context.font = `bold ${font(18)}`;
  const heading = wrapped(context, title, width - 2 * MARGIN);
  context.font = font(14);
  const keys = flowed(context, legend, width - 2 * MARGIN);
  const above = MARGIN + heading.length * 24;
  const below = above + picture.height / unit + MARGIN;
  canvas.width = Math.round(width * unit);
  canvas.height = Math.round((below + (keys.rows + 1) * ROW) * unit);
  context.fillStyle = palette.background;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture, (canvas.width - picture.width) / 2, Math.round(above * unit));
  context.scale(unit, unit);
  context.fillStyle = palette.text;
  context.font = `bold ${font(18)}`;
  heading.forEach((line, row) => context.fillText(line, MARGIN, MARGIN + 12 + row * 24));
  context.font = font(14);
  context.textBaseline = "middle";
  for (const { key, x, row } of keys.placed) draw(context, key, MARGIN + x, below + row * ROW, palette);
  return canvas;
}

function draw(context, { words, colour, dash, kind }, x, y, palette) {
  context.save();
  context.beginPath();
  context.strokeStyle = colour ?? palette.text;
  context.fillStyle = palette.fill;
  if (colour) {
    context.lineWidth = 2;
    context.setLineDash(dash);
    context.moveTo(x, y);
    context.lineTo(x + SHAPE, y);
  } else if (kind === "relation") {
    context.arc(x + SHAPE / 2, y, 6, 0, 2 * Math.PI);
    context.fill();
  } else if (kind) {
    context.lineWidth = kind === "document" || kind === "question" ? 3 : 1;
    context.setLineDash(kind === "evidence" ? [6, 4] : []);
    context.roundRect(x + 4, y - 8, SHAPE - 8, 16, { claim: 4, concept: 8 }[kind] ?? 0);
    context.fill();
  }
  context.stroke();
  context.restore();
  context.fillText(words, x + shape({ colour, kind }), y);
}

// What the line or box of a key takes before its words.
function shape({ colour, kind }) {
  return colour || kind ? SHAPE + 8 : 0;
}

function flowed(context, legend, width) {
  const placed = [];
  let [x, row] = [0, 0];
  for (const key of legend) {
    const wide = shape(key) + context.measureText(key.words).width + 28;
    if (x && x + wide > width) [x, row] = [0, row + 1];
    placed.push({ key, x, row });
    x += wide;
  }
  return { placed, rows: row + 1 };
}

function wrapped(context, text, width) {
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (lines.at(-1) && context.measureText(longer).width > width) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}
