/* What this tab remembers of a run, so that a reload or a new server process takes it up at the same instant. */

const KEY = `faultline:${location.pathname}${location.search}`;

export function remember({ run, recipe, t }) {
	try {
		sessionStorage.setItem(KEY, JSON.stringify({ run, recipe, t }));
	} catch {
		// Storage is full or forbidden: only a reload will notice.
	}
}

export function recall() {
	try {
		return JSON.parse(sessionStorage.getItem(KEY));
	} catch {
		return null;
	}
}
