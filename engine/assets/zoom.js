// Looking closer at a workout's charts without loading the page again. The server draws each part of
// its own samples; without this the same links load the page. Without a network a part is cut out
// of what was loaded.

const charts = document.querySelector("[data-charts]");
const place = charts.querySelector("[data-drawn]");
const said = charts.querySelector("[data-said]");
const key = location.pathname;

const WAIT_MS = 250;
// A drag over less is a click.
const LEAST_DRAG = 8;
const LEAST_S = 30;
const CLOSEST_S = 120;

// What was drawn, by the part it is of: a part of nothing that changes while the page is open.
const drawn = new Map();
let asked = 0;
let running;

const numbers = (text) => text.split(" ").map(Number);
const span = ([from, to]) => `${Math.round(from)} ${Math.round(to)}`;
const bar = () => place.querySelector("[data-zoom]");
const ends = () => numbers(bar().dataset.ends);
const shown = () => numbers(bar().dataset.shown);
const isWhole = (part) => span(part) === span(ends());

function address(part) {
  const { zoom } = bar().dataset;
  return isWhole(part) ? zoom : `${zoom}?from=${Math.round(part[0])}&to=${Math.round(part[1])}`;
}

function partOf(href) {
  const query = new URL(href, location.href).searchParams;
  const [first, last] = ends();
  return [Number(query.get("from") ?? first), Number(query.get("to") ?? last)];
}

function keep() {
  const lanes = place.querySelector("[data-times]");
  if (lanes) drawn.set(span(shown()), { part: shown(), html: place.innerHTML });
}

// Whoever pressed a button goes on from there. `adapt` changes what is put before it is read.
function put(html, adapt) {
  const way = place.contains(document.activeElement) && document.activeElement.dataset.way;
  place.innerHTML = html;
  adapt?.(place.querySelector("[data-chart]"));
  for (const panel of place.querySelectorAll("[data-chart]")) panel.dispatchEvent(new Event("drawn", { bubbles: true }));
  if (!way) return;
  const same = place.querySelector(`[data-way="${way}"][href]`) ?? place.querySelector("[data-way][href]");
  same?.focus({ preventScroll: true });
}

// The answer to the last question counts, in whatever order they come.
async function show(part) {
  const mine = ++asked;
  running?.abort();
  running = new AbortController();
  const known = drawn.get(span(part));
  if (known) return settle(known.html, "");
  const slow = setTimeout(() => busy(charts.dataset.loading), WAIT_MS);
  try {
    const response = await fetch(`${key}/charts${new URL(address(part), location.href).search}`, { signal: running.signal });
    const html = await response.text();
    if (mine !== asked) return undefined;
    // The plain way tells what is wrong, or asks to log in.
    if (!response.ok) return location.reload();
    settle(html, "");
    return keep();
  } catch {
    return mine === asked ? fromLoaded(part) : undefined;
  } finally {
    clearTimeout(slow);
  }
}

function busy(text) {
  charts.setAttribute("aria-busy", "true");
  said.textContent = text;
}

function settle(html, text, adapt) {
  put(html, adapt);
  charts.removeAttribute("aria-busy");
  said.textContent = text;
}

// The finest drawing that holds the part, cut to it.
function fromLoaded([from, to]) {
  const holding = [...drawn.values()].filter(({ part }) => part[0] <= from + 1 && part[1] >= to - 1);
  const [finest] = holding.sort((a, b) => a.part[1] - a.part[0] - (b.part[1] - b.part[0]));
  charts.removeAttribute("aria-busy");
  if (!finest) {
    said.textContent = charts.dataset.far;
    return;
  }
  settle(finest.html, charts.dataset.coarse, (panel) => {
    cut(panel, [from, to]);
    steer([from, to]);
  });
}

function cut(panel, [from, to]) {
  const times = numbers(panel.dataset.times);
  const all = times.length - 1;
  const after = times.findIndex((time) => time > from);
  const first = Math.min(all - 1, Math.max(0, after < 0 ? all : after - 1));
  const later = times.findIndex((time) => time >= to);
  const last = Math.max(first + 1, later < 0 ? all : later);
  const taken = (text) => text.split("|").slice(first, last).join("|");
  panel.dataset.at = taken(panel.dataset.at);
  panel.dataset.times = times.slice(first, last + 1).join(" ");
  for (const plot of panel.querySelectorAll("svg[data-values]")) {
    plot.dataset.values = taken(plot.dataset.values);
    plot.setAttribute("viewBox", `${(first * 640) / all} 0 ${((last - first) * 640) / all} 92`);
    plot.classList.add("is-cut");
  }
  const at = panel.dataset.at.split("|");
  const labels = [...panel.querySelectorAll(".axis span")];
  labels.forEach((label, n) => {
    const told = at[Math.round((n * (at.length - 1)) / (labels.length - 1))];
    // The last one has the unit.
    label.textContent = n < labels.length - 1 ? told.split("\u00a0")[0] : told;
  });
}

// The same ways as the server's (views/zoom.rs), from a part that it was not asked for.
function steer(part) {
  const [first, last] = ends();
  const length = part[1] - part[0];
  const moved = (by) => {
    const from = Math.min(Math.max(part[0] + by, first), last - length);
    return [from, from + length];
  };
  const ways = {
    earlier: part[0] > first && moved(-length / 2),
    wider: !isWhole(part) && [Math.max(first, part[0] - length / 2), Math.min(last, part[1] + length / 2)],
    closer: length / 2 >= CLOSEST_S && [part[0] + length / 4, part[1] - length / 4],
    later: part[1] < last && moved(length / 2),
    whole: !isWhole(part) && [first, last],
  };
  bar().dataset.shown = part.join(" ");
  for (const [name, to] of Object.entries(ways)) {
    const link = bar().querySelector(`[data-way="${name}"]`);
    if (to) link.href = address(to);
    else link.removeAttribute("href");
    if (name === "whole") link.hidden = !to;
    else if (to) link.removeAttribute("aria-disabled");
    else link.setAttribute("aria-disabled", "true");
  }
  bar().querySelector("[data-part]").textContent = isWhole(part) ? "" : `${clock(part[0])}\u00a0– ${clock(part[1])}`;
  bar().querySelector("[data-hint]").hidden = !isWhole(part);
}

function clock(seconds) {
  const whole = Math.round(seconds);
  const two = (n) => String(n).padStart(2, "0");
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

function go(part) {
  history.pushState(null, "", address(part));
  show(part);
}

place.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-way][href]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  go(partOf(link.href));
});

addEventListener("popstate", () => {
  const part = partOf(location.href);
  if (span(part) !== span(shown())) show(part);
});

// A mouse that is dragged over a chart chooses what to look at.
place.addEventListener("pointerdown", (event) => {
  const plot = event.target.closest("svg[data-values]");
  const panel = plot?.closest("[data-times]");
  if (!panel || event.button || event.pointerType === "touch") return;
  event.preventDefault();
  plot.setPointerCapture(event.pointerId);
  const box = plot.getBoundingClientRect();
  const times = numbers(panel.dataset.times);
  const share = ({ clientX }) => Math.min(1, Math.max(0, (clientX - box.left) / box.width));
  const begun = share(event);
  const chosen = (now) => [Math.min(begun, share(now)), Math.max(begun, share(now))];
  const mark = (now) => {
    const view = plot.viewBox.baseVal;
    const [left, right] = chosen(now);
    for (const pick of panel.querySelectorAll(".c-pick")) {
      pick.setAttribute("x", view.x + left * view.width);
      pick.setAttribute("width", (right - left) * view.width);
    }
  };
  const end = (now) => {
    plot.removeEventListener("pointermove", mark);
    plot.removeEventListener("pointerup", end);
    plot.removeEventListener("pointercancel", end);
    for (const pick of panel.querySelectorAll(".c-pick")) pick.setAttribute("width", 0);
    if (now.type === "pointercancel" || Math.abs(now.clientX - event.clientX) < LEAST_DRAG) return;
    const [left, right] = chosen(now).map((at) => times[Math.round(at * (times.length - 1))]);
    const short = Math.max(0, LEAST_S - (right - left)) / 2;
    const [first, last] = ends();
    go([Math.max(first, left - short), Math.min(last, right + short)]);
  };
  plot.addEventListener("pointermove", mark);
  plot.addEventListener("pointerup", end);
  plot.addEventListener("pointercancel", end);
});

charts.classList.add("has-script");
keep();
