/* The socket, carried by htmx's WebSocket extension (backoff with jitter, silence while the tab is hidden; one connection
   for each address). Ours is what it cannot know: codes 4000–4999 are the server's last word. */

export class Link {
	#element = document.createElement("div");
	#socket = null;
	#final = false;

	constructor(url, listener) {
		const on = (name, handle) => this.#element.addEventListener(`htmx:${name}`, handle);
		on("before:ws:connection", (event) => this.#final && event.preventDefault());
		on("after:ws:connection", ({ detail }) => {
			this.#socket = detail.connection.socket;
			listener.connected();
		});
		on("before:ws:message", ({ detail }) => listener.received(detail.message.json));
		on("ws:close", ({ detail: { reason, code } }) => {
			if (reason !== "closed" || this.#final) return;
			this.#final = code >= 4000 && code < 5000;
			listener.lost({ code, final: this.#final });
		});
		this.#element.setAttribute("hx-ws:connect", url);
		document.body.append(this.#element);
		window.htmx.process(this.#element);
	}

	get open() {
		return this.#socket?.readyState === WebSocket.OPEN;
	}

	send(message) {
		if (this.open) this.#socket.send(JSON.stringify(message));
	}

	close() {
		this.#final = true;
		this.#element.remove();
		window.htmx.ext.ws.getRegistry().clear();
	}
}
