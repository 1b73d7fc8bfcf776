/* The socket. htmx's WebSocket extension carries it: backoff with jitter, silence while the tab is hidden, a fresh
   socket when it is seen again. Ours is what it cannot know: codes 4000–4999 are the server's last word.
   The extension keeps one connection for each address, so a document holds one Link at a time. */

const isFinal = (code) => code >= 4000 && code < 5000;

export class Link {
  #element = document.createElement("div");
  #socket = null;
  #lastWord = false;

  /** `listener` has connected(), received(message) and lost({ code, final }). */
  constructor(url, listener) {
    const on = (name, handle) => this.#element.addEventListener(name, handle);
    on("htmx:before:ws:connection", (event) => this.#lastWord && event.preventDefault());
    on("htmx:after:ws:connection", ({ detail }) => {
      this.#socket = detail.connection.socket;
      listener.connected();
    });
    on("htmx:before:ws:message", ({ detail }) => listener.received(detail.message.json));
    on("htmx:ws:close", ({ detail }) => {
      if (detail.reason !== "closed") return;
      this.#lastWord = isFinal(detail.code);
      listener.lost({ code: detail.code, final: this.#lastWord });
    });
    this.#element.setAttribute("hx-ws:connect", url);
    this.#element.hidden = true;
    document.body.append(this.#element);
    window.htmx.process(this.#element);
  }

  get open() {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  send(message) {
    if (this.open) this.#socket.send(JSON.stringify(message));
    return this.open;
  }

  close() {
    const socket = this.#socket;
    this.#lastWord = true;
    this.#element.remove();
    window.htmx.ext.ws.getRegistry().clear();
    socket?.close();
  }
}
