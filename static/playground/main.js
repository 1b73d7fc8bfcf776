/* Entry: brings the page's playground to life. An embedded one only runs while it is on screen. */

import { Playground } from "./playground.js";

const root = document.querySelector("[data-playground]");
const playground = new Playground(root);

if (root.dataset.embed !== undefined) runOnlyInView(playground);

/** Off screen it is paused and its drawing stops; back on screen it goes on if it was running. */
function runOnlyInView({ loop, session }) {
  let resume = false;
  new IntersectionObserver(([entry]) => {
    if (entry.isIntersecting) {
      loop.start();
      if (resume) session.command("play");
      resume = false;
    } else {
      loop.close();
      resume = session.playing;
      if (resume) session.command("pause");
    }
  }).observe(root);
}
