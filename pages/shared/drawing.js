// Shows a body as it was drawn, and says which of its parts was chosen: by mouse, by touch, by Enter or the space bar.
export default ({ parentElement, data, setTriggerValue }) => {
  let drawing = parentElement.querySelector(".drawing");
  if (!drawing) {
    drawing = parentElement.appendChild(document.createElement("div"));
    drawing.className = "drawing";
  }
  if (drawing.shown !== data) {
    const held = parentElement.activeElement?.dataset?.code;
    drawing.innerHTML = data;
    drawing.shown = data;
    if (held) drawing.querySelector(`[data-code="${CSS.escape(held)}"]`)?.focus();
  }
  const choose = (event) => {
    const part = event.target.closest("[data-code]");
    if (part) setTriggerValue("chosen", part.dataset.code);
    return part;
  };
  drawing.onclick = choose;
  drawing.onkeydown = (event) => {
    if ((event.key === "Enter" || event.key === " ") && choose(event)) event.preventDefault();
  };
};
