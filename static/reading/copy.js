/* A button on each piece of code that copies it, without line numbers. */

const SAID_MS = 1600;

export function copyButtons(root) {
  for (const holder of root.querySelectorAll(".code:not([data-copies])")) {
    holder.dataset.copies = "";
    holder.append(button(holder.querySelector("code")));
  }
}

function button(code) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button button--small copy screen-only";
  made.textContent = "Copy";
  made.addEventListener("click", async () => {
    made.textContent = await copied(code.textContent);
    setTimeout(() => (made.textContent = "Copy"), SAID_MS);
  });
  return made;
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return "Copied";
  } catch {
    return "Select and copy by hand";
  }
}
