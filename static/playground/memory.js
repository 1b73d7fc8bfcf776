/* What this tab remembers of a run, so that a reload or a new server process takes it up at the same instant. */

const key = (scenario) => `faultline:${location.pathname}${location.search}:${scenario}`;

export function remember({ scenario, run, recipe, t }) {
	try {
		sessionStorage.setItem(key(scenario), JSON.stringify({ run, recipe, t }));
	} catch {
		// Storage is full or forbidden: the run goes on; only a reload would start afresh.
	}
}

export function recall(scenario) {
	try {
		return JSON.parse(sessionStorage.getItem(key(scenario))) ?? {};
	} catch {
		return {};
	}
}
