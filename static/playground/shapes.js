/* The grammar's shapes, as data, and as small bitmaps made once for each palette and screen: to draw one is a single copy. */

const SIZE = 24;
const INKS = ["request", "answer", "error", "lost", "double", "unknown", "card", "ink", "ink-2", "ink-3", "line"];

const disc = (r, x = 0) => `M${x - r} 0a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;
const diamond = (r) => `M0 ${-r}L${r} 0 0 ${r} ${-r} 0z`;
const SQUARE = "M-3-5h6a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2h-6a2 2 0 0 1-2-2v-6a2 2 0 0 1 2-2";
const CROSS = "M-6-6L6 6M6-6L-6 6";

/** Each a list of [ink, path] to fill, or [ink, path, width, dash] to stroke. */
const SHAPES = {
	request: [["request", disc(5.5)]],
	retry: [["request", disc(5)], ["request", disc(9), 1.6, [3, 2.4]]],
	hedge: [["request", disc(5)], ["request", disc(9), 1.6]],
	duplicate: [["request", disc(4.5, -2.5)], ["card", disc(5.5, 3.5)], ["request", disc(4.5, 3.5)]],
	answer: [["answer", SQUARE]],
	error: [["error", SQUARE], ["card", "M-3 0H3", 2]],
	lost: [["card", CROSS, 6], ["lost", CROSS, 3]],
	charged: [["card", diamond(6.4)], ["answer", diamond(5)]],
	charged_again: [["card", diamond(8.8)], ["double", diamond(7.4)]],
	recognised: [["card", diamond(8.4)], ["answer", diamond(7)], ["card", diamond(3.6)]],
	timed_out: [["unknown", disc(8)], ["card", disc(6)], ["unknown", "M0-4V.5L3 2", 2]],
};

export function palette(element) {
	const computed = getComputedStyle(element);
	return Object.fromEntries(INKS.map((name) => [name, computed.getPropertyValue(`--${name}`)]));
}

export function sprites(colours, scale) {
	return Object.fromEntries(Object.entries(SHAPES).map(([name, strokes]) => [name, bitmap(strokes, colours, scale)]));
}

function bitmap(strokes, colours, scale) {
	const canvas = document.createElement("canvas");
	canvas.width = canvas.height = SIZE * scale;
	const pen = canvas.getContext("2d");
	pen.setTransform(scale, 0, 0, scale, canvas.width / 2, canvas.width / 2);
	for (const [ink, path, width, dash] of strokes) {
		Object.assign(pen, { fillStyle: colours[ink], strokeStyle: colours[ink], lineWidth: width, lineCap: dash ? "butt" : "round" });
		pen.setLineDash(dash ?? []);
		pen[width ? "stroke" : "fill"](new Path2D(path));
	}
	return canvas;
}

export function stamp(pen, image, x, y) {
	pen.drawImage(image, x - SIZE / 2, y - SIZE / 2, SIZE, SIZE);
}

/** Many of one kind, with their number: requests are round, answers square; retries and errors are framed. */
export function badge(pen, kind, count, x, y, colours) {
	const [ink, corner] = kind === "answer" || kind === "error" ? [colours[kind], 3] : [colours.request, 16];
	const width = 8 + 7 * String(count).length;
	const box = (by) => {
		pen.beginPath();
		pen.roundRect(x - width / 2 - by, y - 8 - by, width + 2 * by, 16 + 2 * by, corner);
	};
	pen.save();
	Object.assign(pen, { fillStyle: ink, strokeStyle: ink, lineWidth: 1.5 });
	pen.setLineDash(kind === "retry" ? [3, 2.4] : []);
	box(0);
	pen.fill();
	box(2.5);
	if (kind !== "request" && kind !== "answer") pen.stroke();
	pen.fillStyle = colours.card;
	pen.fillText(count, x, y + 0.5);
	pen.restore();
}
