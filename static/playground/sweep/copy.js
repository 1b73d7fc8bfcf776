/* A button that copies the text beside it, and says whether it could. */

const SAID_MS = 1600;

export function copyButton(holder) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--small command__copy";
  button.textContent = "Copy";
  button.addEventListener("click", async () => {
    button.textContent = await copied(holder.querySelector("code").textContent);
    setTimeout(() => (button.textContent = "Copy"), SAID_MS);
  });
  return button;
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return "Copied";
  } catch {
    return "Select it and copy by hand";
  }
}
