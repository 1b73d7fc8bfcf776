/* Joins a run to what draws it. */

import { Air } from "./air.js";
import { Charts } from "./charts.js";
import { Clock } from "./clock.js";
import { Controls } from "./controls.js";
import { part } from "./dom.js";
import { Faults } from "./faults.js";
import { Series } from "./figures.js";
import { take } from "./frames.js";
import { drawHeadline, drawMatrix, Recent } from "./ledger.js";
import { Loop } from "./loop.js";
import { announcer, Notes } from "./notes.js";
import { Notice } from "./notice.js";
import { Routes } from "./routes.js";
import { Session } from "./session.js";
import { Shop } from "./shop.js";
import { Sky } from "./sky.js";
import { Axis, Timeline } from "./timeline.js";
import { Transport } from "./transport.js";

export class Playground {
	#frame = null; // the newest that is not drawn yet

	constructor(root, session = new Session(root.dataset), clock = new Clock()) {
		Object.assign(this, { session, clock, air: new Air(), axis: new Axis(), series: new Series(), find: (name) => part(root, name) });
		this.#build(root, session);
		this.#listen();
		this.loop = new Loop((now) => this.#draw(now));
		this.loop.start();
	}

	#build(root, session) {
		const [{ find, axis }, routes] = [this, new Routes()];
		this.sky = new Sky(find("sky"), this.air, routes);
		this.transport = new Transport(root, session);
		Object.assign(this, {
			shop: new Shop(find("shop"), routes, (...size) => this.sky.prepare(...size)),
			charts: new Charts(root, this.series, axis),
			timeline: new Timeline(root, axis, (t) => this.transport.command("seek", { t })),
			controls: new Controls(root, session),
			faults: find("faults") && new Faults(find("faults"), session),
			recent: find("recent") && new Recent(root, session),
			notes: new Notes(find("notes"), find("notes-none"), root.dataset.lesson),
			announce: announcer(find("announcer")),
			notice: new Notice(find("notice"), find("link"), () => session.connect()),
		});
	}

	#listen() {
		const on = (name, handle) => this.session.addEventListener(name, ({ detail }) => handle(detail));
		on("state", (state) => this.notice.draw(state));
		for (const name of ["refused", "ended"]) on(name, ({ message }) => this.notice.say(message));
		on("progress", ({ share }) => this.notice.progress(share));
		for (const name of ["opened", "changed"]) on(name, ({ knobs }) => this.#arrange(knobs));
		on("snapshot", (frame) => this.#take(frame, true));
		on("frame", (frame) => this.#take(frame));
		const repaint = () => {
			this.shop.measure();
			this.charts.rebuild();
		};
		matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
		document.fonts.ready.then(repaint);
	}

	#arrange(changed) {
		this.controls.write(changed);
		for (const view of [this.shop, this.charts]) view.arrange(this.session.knobs);
	}

	#take(frame, anew) {
		if (anew) this.notice.progress(1);
		if (anew || frame.recent.length) this.recent?.add(frame.recent, anew && []);
		take(this, frame, anew);
		this.#frame = this.last = frame;
	}

	#draw(now) {
		const t = this.clock.at(now);
		for (const view of [this.sky, this.timeline, this.charts]) view.draw(t);
		this.transport.drawTime(t);
		if (this.#frame) this.#drawFrame(this.#frame, now);
		this.#frame = null;
	}

	#drawFrame({ picture, headline, matrix, faults, t, pace }, now) {
		this.shop.draw(picture);
		this.transport.draw(this.session, pace);
		this.faults?.draw(faults, t);
		drawHeadline(this.find("headline"), headline);
		if (this.find("matrix")) drawMatrix(this.find("matrix"), matrix);
		this.recent?.draw();
		this.timeline.drawMarks(faults, this.notes.list);
		this.announce(this.notes.list, headline, now);
	}
}
