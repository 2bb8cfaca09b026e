// A drawing as a file of its own: SVG with the looks that the styles of the page give it, PNG painted from that by the browser.
const LOOKS = [
  "fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "paint-order", "opacity", "font-size",
  "font-weight", "font-family", "font-variant-numeric", "text-anchor", "display", "visibility",
];
const MARGIN = 32, LINE = 40, TYPE = 24, SHARP = 2; // units of a drawing; pixels of a PNG in one of them
window.offerImage = (parent, drawing) => {
  if (parent.querySelector(".image")) return;
  const bar = parent.appendChild(document.createElement("div"));
  bar.className = "image";
  for (const kind of ["SVG", "PNG"]) {
    const button = bar.appendChild(document.createElement("button"));
    button.type = "button";
    button.textContent = kind;
    button.setAttribute("aria-label", `存为 ${kind} 图片`);
    button.onclick = () => save(drawing, kind);
  }
};

function save(drawing, kind) {
  const shown = [...drawing.querySelectorAll("svg")].find((svg) => svg.getBoundingClientRect().width);
  if (!shown) return;
  const card = drawing.closest("[class*=st-key-card-]"), mark = document.querySelector(".watermark")?.textContent ?? "";
  const title = (card?.querySelector("h3") ?? document.querySelector("h1"))?.textContent.trim() ?? "";
  const notes = [...(card?.querySelectorAll("[data-testid=stCaptionContainer]") ?? [])].filter((note) => note.textContent.includes("审图号"));
  const source = [document.querySelector(".st-key-filters [data-testid=stCaptionContainer]"), ...notes]
    .map((note) => note?.textContent.trim() ?? "").join(" · ");
  const [svg, width, height] = framed(shown, title, source, mark);
  const name = `${title.slice(0, 60).replace(/[\\/:*?"<>|\s]+/g, "-")}${mark ? "_演示" : ""}.${kind.toLowerCase()}`;
  const blob = new Blob([new XMLSerializer().serializeToString(svg)], { type: "image/svg+xml" });
  if (kind === "SVG") return hand(blob, name);
  const image = new Image();
  image.onload = () => {
    const canvas = Object.assign(document.createElement("canvas"), { width: width * SHARP, height: height * SHARP });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    URL.revokeObjectURL(image.src);
    canvas.toBlob((painted) => hand(painted, name));
  };
  image.src = URL.createObjectURL(blob);
}

// The drawing on a ground of its own: what it is above it, where it comes from below, the watermark over it.
function framed(shown, title, source, mark) {
  const view = shown.viewBox.baseVal, width = view.width + 2 * MARGIN, height = view.height + 2 * (MARGIN + LINE);
  const own = getComputedStyle(shown), ground = getComputedStyle(shown.closest(".drawing")).getPropertyValue("--card");
  const copy = shown.cloneNode(true), parts = copy.querySelectorAll("*");
  shown.querySelectorAll("*").forEach((part, place) => {
    const style = getComputedStyle(part);
    parts[place].setAttribute("style", LOOKS.map((look) => `${look}:${style.getPropertyValue(look)}`).join(";"));
    parts[place].removeAttribute("tabindex");
  });
  for (const [name, value] of Object.entries({ x: MARGIN, y: MARGIN + LINE, width: view.width, height: view.height })) {
    copy.setAttribute(name, value);
  }
  copy.setAttribute("overflow", "visible");
  const svg = make("svg", { viewBox: `0 0 ${width} ${height}`, width, height });
  const write = (text, x, y, size, more = {}) => {
    const label = make("text", { x, y, "font-size": size, "font-family": own.fontFamily, fill: own.color, ...more });
    label.textContent = text;
    svg.append(label);
    return label;
  };
  const room = (text) => Math.min(TYPE, (width - 2 * MARGIN) / Math.max(text.length, 1));
  svg.append(make("rect", { width, height, fill: solid(ground, shown) }));
  write(title, MARGIN, MARGIN + LINE / 2, room(title), { "font-weight": 600 });
  svg.append(copy);
  write(source, MARGIN, height - MARGIN / 2, room(source), { opacity: 0.75 });
  if (mark) {
    const place = { "text-anchor": "middle", "font-weight": 800, opacity: 0.07, transform: `rotate(-18 ${width / 2} ${height / 2})` };
    write(mark, width / 2, height / 2, width / 12, place);
  }
  return [svg, width, height];
}

// A colour as the browser works it out where a drawing stands: light-dark() means nothing outside the page.
function solid(colour, beside) {
  const probe = beside.parentNode.appendChild(document.createElement("i"));
  probe.style.color = colour;
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

function make(name, given) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(given)) element.setAttribute(key, value);
  return element;
}

function hand(blob, name) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
