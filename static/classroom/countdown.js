/* Counts the seconds down that a vote is open, and asks how it stands when they are over. The server decides what counts;
   this only shows. Not everybody asks in the same instant. */

const SPREAD_MS = 800;
const TICK_MS = 250;
const running = new WeakMap();

/** An element may stay and be given more time. */
export function startCountdowns(root) {
  for (const element of root.querySelectorAll("[data-left-ms]")) {
    const { leftMs } = element.dataset;
    if (running.get(element)?.leftMs === leftMs) continue;
    clearInterval(running.get(element)?.timer);
    running.set(element, { leftMs, timer: count(element, performance.now() + Number(leftMs)) });
  }
}

function count(element, end) {
  const number = element.querySelector("[data-left]");
  const timer = setInterval(() => {
    const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
    if (number.textContent !== String(left)) number.textContent = left;
    element.toggleAttribute("data-soon", left <= 10);
    if (left === 0 || !element.isConnected) clearInterval(timer);
    if (left === 0 && element.isConnected) setTimeout(askHowItStands, Math.random() * SPREAD_MS);
  }, TICK_MS);
  return timer;
}

function askHowItStands() {
  document.body.dispatchEvent(new CustomEvent("room:question"));
}
