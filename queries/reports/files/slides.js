// Plays the slides: keyboard, clicker, mouse, or by itself. Which slide is shown stands in the address, so that a reload
// comes back to it. Nothing is fetched.
(() => {
  "use strict";
  const QUARTER = 1800, REST = 4000, IDLE = 2500, TYPED = 3000; // milliseconds
  const slides = [...document.querySelectorAll(".slide")];
  const find = (selector) => document.querySelector(selector);
  const black = find(".black"), help = find(".help"), typed = find(".typed"), state = find(".state"), said = find(".said");
  const given = new URLSearchParams(location.search);
  const fixed = Number(given.get("seconds")) || 0;
  let shown = -1, rotates = given.has("seconds"), paused = false, number = "";
  let turning = 0, playing = 0, forgetting = 0, idling = 0;

  // Which slide
  const wanted = () => Math.min(Math.max(Number(location.hash.slice(1)) || 1, 1), slides.length) - 1;

  function show(place) {
    const next = Math.min(Math.max(place, 0), slides.length - 1);
    if (next === shown) return;
    slides[shown]?.classList.remove("shown");
    rest(shown);
    shown = next;
    slides[shown].classList.add("shown");
    history.replaceState(null, "", `${location.pathname}${location.search}#${shown + 1}`);
    said.textContent = slides[shown].getAttribute("aria-label");
    play(shown, 0);
    turn();
  }

  // By itself: the next slide, and the quarters of a map
  function turn() {
    clearTimeout(turning);
    say();
    if (!rotates || paused || !black.hidden) return;
    const own = Number(slides[shown].dataset.seconds);
    const quarters = map(shown)?.dataset.periods.split("|").length || 0;
    const seconds = Math.max(fixed || own, quarters ? (quarters * QUARTER + REST) / 1000 : 0);
    turning = setTimeout(() => show((shown + 1) % slides.length), seconds * 1000);
  }

  const map = (place) => slides[place]?.querySelector("svg[data-periods]");

  function play(place, quarter) {
    clearTimeout(playing);
    playing = 0;
    const chart = map(place);
    if (!chart || (quarter === 0 && matchMedia("(prefers-reduced-motion: reduce)").matches)) return;
    const last = chart.dataset.periods.split("|").length - 1;
    draw(chart, quarter);
    chart.dataset.at = quarter;
    if (quarter < last && !paused) playing = setTimeout(() => play(place, quarter + 1), QUARTER);
  }

  function rest(place) {
    const chart = map(place);
    if (chart) draw(chart, chart.dataset.periods.split("|").length - 1);
  }

  function draw(chart, quarter) {
    chart.querySelector(".moment").textContent = chart.dataset.periods.split("|")[quarter];
    const title = chart.closest(".slide").querySelector("h1[data-titles]");
    if (title) title.textContent = JSON.parse(title.dataset.titles)[quarter];
    for (const unit of chart.querySelectorAll(".unit")) {
      const kind = unit.dataset.classes.split("|")[quarter];
      unit.setAttribute("class", unit.getAttribute("class").replace(/\bc(n|\d)\b/, kind < 0 ? "cn" : `c${kind}`));
      const value = unit.querySelector(".value");
      if (value) value.textContent = unit.dataset.values.split("|")[quarter];
    }
  }

  function pause() {
    const chart = map(shown), last = chart ? chart.dataset.periods.split("|").length - 1 : 0;
    if (!paused && !rotates && !playing && !chart) return; // nothing runs
    if (!paused && !rotates && !playing) { play(shown, 0); return; } // the map once more
    paused = !paused;
    if (paused) { clearTimeout(playing); playing = 0; }
    else if (chart && Number(chart.dataset.at) < last) play(shown, Number(chart.dataset.at) + 1);
    turn();
  }

  function say() {
    state.hidden = !(rotates || paused);
    state.textContent = paused ? "‖ 已暂停，按 P 继续" : "▶ 自动播放";
  }

  // What keys, buttons and clicks do
  const toggle = (element) => { element.hidden = !element.hidden; };
  const act = {
    next: () => show(shown + 1),
    back: () => show(shown - 1),
    first: () => show(0),
    last: () => show(slides.length - 1),
    pause,
    rotate: () => { rotates = !rotates; paused = false; turn(); },
    black: () => { toggle(black); turn(); },
    help: () => { toggle(help); if (!help.hidden) help.focus(); },
    full: () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()).catch(() => {}),
    theme: () => choose(isDark() ? "light" : "dark"),
    jump: () => { if (number) show(Number(number) - 1); forget(); },
    leave,
  };

  function leave() {
    if (number || !black.hidden || !help.hidden) { forget(); black.hidden = help.hidden = true; turn(); return; }
    if (document.fullscreenElement) { document.exitFullscreen(); return; }
    if (document.referrer.startsWith(location.origin) && history.length > 1) history.back();
    else if (location.protocol.startsWith("http")) location.assign(document.body.dataset.home);
  }

  function forget() { number = ""; typed.hidden = true; }

  function type(digit) {
    number = (number + digit).slice(-3);
    typed.textContent = `第 ${Number(number)} 页 ↵`;
    typed.hidden = false;
    clearTimeout(forgetting);
    forgetting = setTimeout(forget, TYPED);
  }

  const isDark = () => document.documentElement.dataset.theme === "dark"
    || (!document.documentElement.dataset.theme && matchMedia("(prefers-color-scheme: dark)").matches);

  function choose(theme) {
    document.documentElement.dataset.theme = theme;
    given.set("theme", theme);
    history.replaceState(null, "", `${location.pathname}?${given}${location.hash}`);
  }

  const keys = {
    ArrowRight: "next", ArrowDown: "next", PageDown: "next", " ": "next", ArrowLeft: "back", ArrowUp: "back", PageUp: "back",
    Backspace: "back", Home: "first", End: "last", Escape: "leave", Enter: "jump", b: "black", ".": "black", f: "full", p: "pause",
    r: "rotate", d: "theme", h: "help", "?": "help",
  };

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest?.("button") && (event.key === "Enter" || event.key === " ")) return; // the button's own
    if (/^\d$/.test(event.key)) { type(event.key); return; }
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    let name = keys[key];
    if (!name) return;
    event.preventDefault();
    if (event.key === " " && event.shiftKey) name = "back";
    if (name === "jump" && !number) name = "next";
    if (!black.hidden && name !== "leave" && name !== "full") name = "black"; // any key brings the picture back
    act[name]();
  });

  addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) act[button.dataset.do]();
    else if (!black.hidden) act.black();
    else if (!help.hidden) act.help();
    else if (getSelection().isCollapsed) act[event.clientX < innerWidth / 2 ? "back" : "next"]();
  });

  addEventListener("pointermove", () => {
    document.body.classList.add("pointing");
    document.body.classList.remove("idle");
    clearTimeout(idling);
    idling = setTimeout(() => { document.body.classList.remove("pointing"); document.body.classList.add("idle"); }, IDLE);
  });

  addEventListener("hashchange", () => show(wanted()));

  if (["light", "dark"].includes(given.get("theme"))) document.documentElement.dataset.theme = given.get("theme");
  show(wanted());
})();
