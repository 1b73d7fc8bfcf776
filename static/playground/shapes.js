/* The grammar's shapes as small bitmaps, made once for each palette and screen: to draw one is then a single copy. */

const SIZE = 24;
const TURN = 2 * Math.PI;
const INKS = ["request", "answer", "error", "lost", "double", "unknown", "card", "ink", "ink-2", "ink-3", "line"];

export function palette(element) {
	const style = getComputedStyle(element);
	return Object.fromEntries(INKS.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
}

export function sprites(colours, scale) {
	const { request, answer, error, lost, double, unknown, card } = colours;
	const drawings = {
		request: (pen) => disc(pen, request, 5.5),
		retry: (pen) => ring(pen, request, [3, 2.4]),
		hedge: (pen) => ring(pen, request, []),
		duplicate: (pen) => [[-2.5, request, 4.5], [3.5, card, 5.5], [3.5, request, 4.5]].forEach(([x, ink, r]) => disc(pen, ink, r, x)),
		answer: (pen) => square(pen, answer),
		error: (pen) => [square(pen, error), strokes(pen, card, 2, [[-3, 0], [3, 0]])],
		lost: (pen) => [[card, 6], [lost, 3]].forEach(([ink, width]) => strokes(pen, ink, width, [[-6, -6], [6, 6]], [[6, -6], [-6, 6]])),
		charged: (pen) => diamond(pen, answer, 5, card),
		charged_again: (pen) => diamond(pen, double, 7.5, card),
		recognised: (pen) => [diamond(pen, answer, 7, card), diamond(pen, card, 3.6, card)],
		timed_out: (pen) => [disc(pen, unknown, 8), disc(pen, card, 6), strokes(pen, unknown, 2, [[0, -4], [0, 0.5], [3, 2]])],
	};
	return Object.fromEntries(Object.entries(drawings).map(([name, draw]) => [name, bitmap(draw, scale)]));
}

export function stamp(pen, image, x, y, zoom = 1) {
	const size = SIZE * zoom;
	pen.drawImage(image, x - size / 2, y - size / 2, size, size);
}

/** Many of one kind, with their number: requests are round, answers square, errors framed. */
export function badge(pen, kind, count, x, y, colours) {
	const [words, answer] = [String(count), kind === "answer" || kind === "error"];
	const [width, height] = [8 + 7 * words.length, 16];
	pen.save();
	pen.fillStyle = pen.strokeStyle = answer ? colours[kind] : colours.request;
	pen.lineWidth = 1.5;
	pen.setLineDash(kind === "retry" ? [3, 2.4] : []);
	for (const by of [0, 2.5]) {
		pen.beginPath();
		pen.roundRect(x - width / 2 - by, y - height / 2 - by, width + 2 * by, height + 2 * by, answer ? 3 : height);
		if (!by) pen.fill();
		else if (kind !== "request" && kind !== "answer") pen.stroke();
	}
	pen.fillStyle = colours.card;
	pen.fillText(words, x, y + 0.5);
	pen.restore();
}

function bitmap(draw, scale) {
	const canvas = document.createElement("canvas");
	canvas.width = canvas.height = SIZE * scale;
	const pen = canvas.getContext("2d");
	pen.scale(scale, scale);
	pen.translate(SIZE / 2, SIZE / 2);
	draw(pen);
	return canvas;
}

function disc(pen, ink, radius, x = 0) {
	pen.fillStyle = ink;
	pen.beginPath();
	pen.arc(x, 0, radius, 0, TURN);
	pen.fill();
}

function ring(pen, ink, dash) {
	disc(pen, ink, 5);
	Object.assign(pen, { strokeStyle: ink, lineWidth: 1.6 });
	pen.setLineDash(dash);
	pen.beginPath();
	pen.arc(0, 0, 9, 0, TURN);
	pen.stroke();
}

function square(pen, ink) {
	pen.fillStyle = ink;
	pen.beginPath();
	pen.roundRect(-5, -5, 10, 10, 2);
	pen.fill();
}

function strokes(pen, ink, width, ...lines) {
	Object.assign(pen, { strokeStyle: ink, lineWidth: width, lineCap: "round" });
	for (const points of lines) {
		pen.beginPath();
		for (const [x, y] of points) pen.lineTo(x, y);
		pen.stroke();
	}
}

function diamond(pen, ink, radius, halo) {
	pen.rotate(TURN / 8);
	for (const [colour, half] of [[halo, radius * 0.7 + 1], [ink, radius * 0.7]]) {
		pen.fillStyle = colour;
		pen.fillRect(-half, -half, 2 * half, 2 * half);
	}
	pen.rotate(-TURN / 8);
}
