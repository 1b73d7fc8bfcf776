/* Live playgrounds in the text. A frame is made once its experiment has a prediction and comes near the screen; inside,
   the playground itself runs only while it is seen. The frame says which run it holds; the form sends that along, so
   that the prediction is marked against this very run. */

const NEAR = "400px 0px";

export function frames(root) {
  for (const holder of root.querySelectorAll("[data-frame]:not([data-ready])")) {
    holder.dataset.ready = "";
    if (holder.dataset.now !== undefined) whenNear(holder, () => open(holder));
    else offer(holder);
  }
}

function whenNear(holder, act) {
  const watcher = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watcher.disconnect();
      act();
    },
    { rootMargin: NEAR },
  );
  watcher.observe(holder);
}

function offer(holder) {
  const button = holder.querySelector("[data-open]");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    button.remove();
    open(holder).focus();
  });
}

function open(holder) {
  const frame = document.createElement("iframe");
  frame.title = `Live playground: ${holder.dataset.title}`;
  frame.src = holder.dataset.frame;
  holder.prepend(frame);
  for (const caption of holder.querySelectorAll(".frame__caption")) caption.remove(); // it brings one of its own
  window.addEventListener("message", function heard(event) {
    if (!frame.isConnected) return window.removeEventListener("message", heard);
    if (event.origin !== location.origin || event.source !== frame.contentWindow) return undefined;
    return take(holder, frame, event.data);
  });
  return frame;
}

function take(holder, frame, message) {
  if (message?.type === "recipe") {
    const field = holder.closest("[data-experiment]")?.querySelector("[data-recipe]");
    if (field) field.value = message.recipe;
  }
  if (message?.type === "height") {
    holder.style.setProperty("--frame-height", `${Math.ceil(message.height)}px`);
  }
}
