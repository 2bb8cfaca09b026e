// Shows a body as it was drawn, and says which of its parts was chosen: by mouse, by touch, by Enter or the space bar.
window.showBody = ({ parentElement, data, setTriggerValue }) => {
  let drawing = parentElement.querySelector(".drawing");
  if (!drawing) {
    drawing = parentElement.appendChild(document.createElement("div"));
    drawing.className = "drawing";
  }
  const show = (markup) => {
    if (drawing.shown === markup) return;
    const held = drawing.contains(document.activeElement) ? document.activeElement.dataset.code : undefined;
    drawing.innerHTML = drawing.shown = markup;
    if (!drawing.hasImage && drawing.querySelector(":scope > .fit")) {
      drawing.hasImage = true; // a table is none
      window.offerImage(parentElement, drawing);
    }
    if (held) drawing.querySelector(`[data-code="${CSS.escape(held)}"]`)?.focus();
  };
  const turn = (drawing.turn = (drawing.turn ?? 0) + 1);
  const unpacked = new Blob([data]).stream().pipeThrough(new DecompressionStream("gzip"));
  new Response(unpacked).text().then((markup) => turn === drawing.turn && show(markup));
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
