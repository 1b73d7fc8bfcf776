/* Counts the seconds down that a vote is open, and asks how it stands when they are over. The server decides what counts;
   this only shows. Not everybody asks in the same instant. */

const SPREAD_MS = 800;
const TICK_MS = 250;
const started = new WeakSet();

export function startCountdowns(root) {
  for (const element of root.querySelectorAll("[data-left-ms]")) {
    if (started.has(element)) continue;
    started.add(element);
    start(element, performance.now() + Number(element.dataset.leftMs));
  }
}

function start(element, end) {
  const number = element.querySelector("[data-left]");
  const timer = setInterval(() => {
    if (!element.isConnected) return clearInterval(timer);
    const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
    if (number.textContent !== String(left)) number.textContent = left;
    element.toggleAttribute("data-soon", left <= 10);
    if (left === 0) {
      clearInterval(timer);
      setTimeout(askHowItStands, Math.random() * SPREAD_MS);
    }
  }, TICK_MS);
}

function askHowItStands() {
  document.body.dispatchEvent(new CustomEvent("room:question"));
}
