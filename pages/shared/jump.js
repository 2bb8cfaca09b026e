// Keys of the search boxes: / goes there, arrows choose among what was found, Enter opens the only hit.
const WAITS = 20, WAIT = 100; // for an answer that is still on its way
(() => {
  const shown = (element) => element.offsetParent !== null;
  const hits = (box) => [...box.querySelectorAll("[class*=st-key-found] button")].filter(shown);
  const openOnly = (box, left = WAITS) => {
    const found = hits(box);
    if (found.length === 1) {
      found[0].click();
      box.querySelector("input").blur(); // so that / is a key again
    } else if (!found.length && left) setTimeout(openOnly, WAIT, box, left - 1);
  };
  const onKey = (event) => {
    const box = event.target.closest?.("[class*=st-key-search]");
    if (event.key === "/" && !event.target.closest?.("input, textarea, [contenteditable]")) {
      const input = [...document.querySelectorAll("[class*=st-key-search] input")].find(shown);
      input?.focus();
      input?.select();
    } else if (box && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      const stops = [box.querySelector("input"), ...hits(box)];
      const at = stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
      stops[Math.min(Math.max(at, 0), stops.length - 1)].focus();
    } else if (box && event.key === "Enter" && event.target.matches("input")) openOnly(box);
    else return;
    event.preventDefault();
  };
  document.addEventListener("keydown", onKey);
})();
