/* Entry: brings the page's playground to life. An embedded one runs only while it is on screen, and tells the page around
   it how tall it is and which run it holds. */

import { Playground } from "./playground.js";

const root = document.querySelector("[data-playground]");
const playground = new Playground(root);

if (root.dataset.embed !== undefined && parent !== window) {
  runOnlyInView(playground);
  tellTheParent(playground.session);
}

/** Off screen it is paused and its drawing stops; back on screen it goes on if it was running. */
function runOnlyInView({ loop, session }) {
  let resume = false;
  new IntersectionObserver(([{ isIntersecting: seen }]) => {
    if (seen) loop.start();
    else loop.close();
    if (seen ? resume : session.playing) session.command(seen ? "play" : "pause");
    resume = !seen && session.playing;
  }).observe(root);
}

function tellTheParent(session) {
  const tell = (message) => parent.postMessage(message, location.origin);
  const tellRecipe = () => tell({ type: "recipe", recipe: session.recipe });
  for (const name of ["opened", "changed"]) session.addEventListener(name, tellRecipe);
  new ResizeObserver(() => tell({ type: "height", height: root.scrollHeight })).observe(root);
}
