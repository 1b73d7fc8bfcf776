/* A run that is only watched: the picture, what it came to, where time stands. For learners and for the wall. */

import { Air } from "../playground/air.js";
import { Charts } from "../playground/charts.js";
import { Clock } from "../playground/clock.js";
import { clockTime, data, field, part, show, text } from "../playground/dom.js";
import { Series } from "../playground/figures.js";
import { take } from "../playground/frames.js";
import { drawHeadline } from "../playground/ledger.js";
import { Loop } from "../playground/loop.js";
import { announcer, Notes } from "../playground/notes.js";
import { Notice } from "../playground/notice.js";
import { Routes } from "../playground/routes.js";
import { Shop } from "../playground/shop.js";
import { Sky } from "../playground/sky.js";
import { Axis } from "../playground/timeline.js";
import { FRAME_MS } from "./session.js";

export class Watch {
	#frame = null; // the newest that is not drawn yet

	constructor(root, session) {
		Object.assign(this, { root, session, find: (name) => part(root, name) });
		[this.air, this.axis, this.clock, this.series] = [new Air(), new Axis(), new Clock(FRAME_MS), new Series()];
		this.#build(root);
		this.#listen();
		new Loop((now) => this.#draw(now)).start();
	}

	#build(root) {
		const { find } = this;
		const routes = new Routes();
		this.sky = new Sky(find("sky"), this.air, routes);
		this.shop = new Shop(find("shop"), routes, (...size) => this.sky.prepare(...size));
		this.charts = new Charts(root, this.series, this.axis);
		this.notes = new Notes(find("notes"), find("notes-none"), root.dataset.lesson);
		this.announce = announcer(find("announcer"));
		this.notice = new Notice(find("notice"), find("link"), () => this.session.connect());
	}

	#listen() {
		const on = (name, handle) => this.session.addEventListener(name, ({ detail }) => handle(detail));
		on("state", (state) => this.notice.draw(state));
		on("refused", ({ message }) => this.notice.say(message));
		on("progress", ({ share }) => this.notice.progress(share));
		for (const name of ["opened", "changed"]) on(name, () => this.shop.arrange(this.session.knobs));
		on("snapshot", (frame) => this.#take(frame, true));
		on("frame", (frame) => this.#take(frame));
		matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#repaint());
		document.fonts.ready.then(() => this.#repaint());
	}

	#repaint() {
		this.shop.measure();
		this.charts.rebuild();
	}

	#take(frame, anew) {
		take(this, frame, anew);
		if (anew) this.notice.progress(1); // how far the run before this one was run again
		this.#frame = this.last = frame;
	}

	#draw(now) {
		const t = this.clock.at(now);
		this.sky.draw(t);
		this.charts.draw(t);
		text(field(this.root, "time"), clockTime(t));
		if (this.#frame) this.#drawFrame(this.#frame, now);
		this.#frame = null;
	}

	#drawFrame({ picture, headline, faults, playing, speed, t }, now) {
		this.shop.draw(picture);
		drawHeadline(this.find("headline"), headline);
		data(this.root, "playing", String(playing));
		text(field(this.root, "pace"), playing ? `${speed}×` : "paused");
		this.#drawFaults(faults.filter(({ start, end }) => start <= t && (end === null || end > t)));
		this.announce(this.notes.list, headline, now);
	}

	#drawFaults(faults) {
		const place = field(this.root, "faults");
		text(place, faults.map(({ label }) => label).join(" · "));
		show(place, faults.length);
	}
}
