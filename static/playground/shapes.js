/* The grammar's shapes as small bitmaps, made once for each palette and screen: drawing one is then a single copy.
   request: disc · retry: disc in a dashed ring · hedge: disc in a ring · answer: square · error: barred square ·
   lost: cross · charged: diamond · charged again: larger diamond. */

const SIZE = 24;
const HALF = SIZE / 2;

export function palette(element) {
  const style = getComputedStyle(element);
  const read = (name) => style.getPropertyValue(`--${name}`).trim();
  const names = ["request", "answer", "error", "lost", "double", "unknown", "card", "ink", "ink-2", "ink-3", "line", "line-2"];
  return Object.fromEntries(names.map((name) => [name, read(name)]));
}

export function sprites(colours, scale) {
  const make = (draw) => sprite(draw, colours, scale);
  const request = make((pen) => disc(pen, colours.request));
  return {
    request,
    retry: make((pen) => ring(pen, colours.request, [3, 2.4])),
    hedge: make((pen) => ring(pen, colours.request, [])),
    duplicate: make((pen) => twin(pen, colours)),
    answer: make((pen) => square(pen, colours.answer)),
    error: make((pen) => barred(pen, colours)),
    lost: make((pen) => cross(pen, colours)),
    charged: make((pen) => diamond(pen, colours.answer, 5, colours)),
    charged_again: make((pen) => diamond(pen, colours.double, 7.5, colours)),
  };
}

function sprite(draw, colours, scale) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIZE * scale;
  const pen = canvas.getContext("2d");
  pen.scale(scale, scale);
  pen.translate(HALF, HALF);
  draw(pen);
  return canvas;
}

/** Copies a sprite onto `pen` with its middle at (x, y). */
export function stamp(pen, image, x, y, zoom = 1) {
  const size = SIZE * zoom;
  pen.drawImage(image, x - size / 2, y - size / 2, size, size);
}

function disc(pen, colour, radius = 5.5) {
  pen.fillStyle = colour;
  pen.beginPath();
  pen.arc(0, 0, radius, 0, 2 * Math.PI);
  pen.fill();
}

function ring(pen, colour, dash) {
  disc(pen, colour, 5);
  pen.strokeStyle = colour;
  pen.lineWidth = 1.6;
  pen.setLineDash(dash);
  pen.beginPath();
  pen.arc(0, 0, 9, 0, 2 * Math.PI);
  pen.stroke();
}

function twin(pen, colours) {
  pen.translate(-2.5, 0);
  disc(pen, colours.request, 4.5);
  pen.translate(6, 0);
  disc(pen, colours.card, 5.5);
  disc(pen, colours.request, 4.5);
}

function square(pen, colour) {
  pen.fillStyle = colour;
  pen.beginPath();
  pen.roundRect(-5, -5, 10, 10, 2);
  pen.fill();
}

function barred(pen, colours) {
  square(pen, colours.error);
  pen.fillStyle = colours.card;
  pen.fillRect(-3, -1, 6, 2);
}

function cross(pen, colours) {
  pen.lineCap = "round";
  for (const [colour, width] of [[colours.card, 6], [colours.lost, 3]]) {
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    pen.beginPath();
    for (const [x, y] of [[-6, -6], [6, -6]]) {
      pen.moveTo(x, y);
      pen.lineTo(-x, -y);
    }
    pen.stroke();
  }
}

function diamond(pen, colour, radius, colours) {
  pen.fillStyle = colour;
  pen.strokeStyle = colours.card;
  pen.lineWidth = 1.5;
  pen.beginPath();
  for (const [x, y] of [[0, -radius], [radius, 0], [0, radius], [-radius, 0]]) pen.lineTo(x, y);
  pen.closePath();
  pen.stroke();
  pen.fill();
}
