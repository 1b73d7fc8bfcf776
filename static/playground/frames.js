/* What a frame does to the models, at once; drawing waits for its turn. */

export function take({ air, axis, charts, clock, notes, series, session, last }, frame, anew) {
	const stepped = !anew && !frame.playing && !last.playing && frame.t > last.t;
	if (anew) {
		air.clear();
		clock.jump(frame.t);
		notes.replace(frame.notes);
	} else {
		clock.follow(frame.t, frame.playing, performance.now());
		if (frame.notes.length) notes.add(frame.notes);
	}
	air.pace(stepped ? 0 : frame.speed);
	air.add(frame.flights, frame.marks);
	series.take(frame);
	charts.arrange(session.knobs);
	if (axis.reach(frame.end) || anew || frame.series.length) charts.changed();
}
