/* One playground on the page: joins the model of the run to what draws it. Nothing is computed here but when to draw. */

import { Air } from "./air.js";
import { Axis } from "./axis.js";
import { Charts } from "./charts.js";
import { Clock } from "./clock.js";
import { Controls } from "./controls.js";
import { part, show } from "./dom.js";
import { Faults } from "./faults.js";
import { drawHeadline, drawMatrix, Recent } from "./ledger.js";
import { Loop } from "./loop.js";
import { Announcer, Notes } from "./notes.js";
import { Notice } from "./notice.js";
import { Routes } from "./routes.js";
import { Series } from "./series.js";
import { Session } from "./session.js";
import { Shop } from "./shop.js";
import { Sky } from "./sky.js";
import { Timeline } from "./timeline.js";
import { Transport } from "./transport.js";

export class Playground {
  #frame = null; // the newest frame that is not drawn yet

  constructor(root) {
    this.root = root;
    this.session = new Session(root.dataset.socket, root.dataset.scenario);
    Object.assign(this, { air: new Air(), axis: new Axis(), clock: new Clock(), routes: new Routes(), series: new Series() });
    this.#build(root);
    this.#listen();
    this.loop = new Loop((now) => this.#draw(now));
    this.loop.start();
  }

  #build(root) {
    const { session, air, axis, routes } = this;
    const find = (name) => part(root, name);
    this.sky = new Sky(find("sky"), air, routes);
    this.shop = new Shop(find("shop"), routes, (width, height) => this.sky.prepare(width, height));
    this.charts = new Charts(root, this.series, axis);
    this.transport = new Transport(root, session);
    this.timeline = new Timeline(root, axis, (t) => this.transport.seek(t));
    this.controls = new Controls(root, session);
    this.faults = new Faults(find("faults"), session);
    this.recent = find("recent") && new Recent(root, session);
    this.notes = new Notes(find("notes"), find("notes-none"));
    this.announcer = new Announcer(find("announcer"));
    this.notice = new Notice(find("notice"), find("link"), () => session.reconnect());
    [this.headline, this.matrix, this.slow] = [find("headline"), find("matrix"), find("slow")];
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#repaint());
    document.fonts.ready.then(() => this.#repaint());
  }

  #listen() {
    const on = (name, handle) => this.session.addEventListener(name, ({ detail }) => handle(detail));
    on("state", (state) => this.notice.draw(state));
    on("refused", ({ message }) => this.notice.say(message));
    on("opened", () => this.#settings(this.session.knobs));
    on("changed", ({ knobs }) => this.#settings(knobs));
    on("snapshot", (frame) => this.#snapshot(frame));
    on("frame", (frame) => this.#take(frame));
  }

  #settings(changed) {
    this.controls.write(changed);
    this.shop.arrange(this.session.knobs);
    this.charts.arrange(this.session.knobs);
    this.transport.drawState(this.session);
    this.#drawFaults();
  }

  #snapshot(frame) {
    this.air.clear();
    this.clock.jump(frame.t);
    this.axis.restart(Math.max(frame.t, frame.series.at(-1)?.[0] ?? 0));
    this.series.replace(frame.series);
    this.notes.replace(frame.notes);
    this.recent?.replace(frame.recent);
    this.#show(frame);
    this.timeline.drawPins(this.notes.all);
  }

  #take(frame) {
    const stepped = !frame.playing && !this.wasPlaying && frame.t > this.lastT;
    const now = performance.now();
    this.air.pace(stepped ? 0 : frame.speed, this.clock.at(now));
    this.clock.follow(frame.t, frame.playing, now);
    this.air.add(frame.flights, frame.marks);
    this.series.add(frame.series);
    this.recent?.add(frame.recent);
    if (frame.notes.length) this.notes.add(frame.notes);
    this.#show(frame);
    if (frame.notes.length) this.timeline.drawPins(this.notes.all);
  }

  #show(frame) {
    this.#frame = frame;
    [this.wasPlaying, this.lastT] = [frame.playing, frame.t];
    if (frame.series.length) this.charts.changed();
    if (this.axis.reach(frame.t)) {
      this.timeline.drawPins(this.notes.all);
      this.drawnFaults = "";
    }
    this.#drawFaults();
  }

  #drawFaults() {
    const key = JSON.stringify(this.session.faults);
    if (key === this.drawnFaults) return;
    this.drawnFaults = key;
    this.timeline.drawFaults(this.session.faults);
  }

  // --- drawing: once an animation frame ------------------------------------------------------------------------------

  #draw(now) {
    const t = this.clock.at(now);
    this.sky.draw(t);
    this.transport.draw(t);
    this.timeline.draw(t);
    this.charts.draw(t);
    if (this.#frame) this.#drawFrame(this.#frame, now);
    this.#frame = null;
  }

  #drawFrame(frame, now) {
    this.shop.draw(frame.picture);
    drawHeadline(this.headline, frame.headline);
    if (this.matrix) drawMatrix(this.matrix, frame.matrix);
    this.recent?.draw();
    this.faults.draw(this.session.faults, frame.t);
    this.transport.drawState({ ...this.session, seed: this.session.seed, pace: frame.pace });
    show(this.slow, this.air.slowed);
    const note = this.notes.all.at(-1);
    this.announcer.offer([note?.text, [frame.headline.number, frame.headline.words].join(" ")].filter(Boolean).join(". "), now);
  }

  #repaint() {
    this.shop.measure();
    this.charts.rebuild();
  }
}
