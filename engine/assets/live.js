// @ts-check
// The page that records: it listens to sensors and to the place, shows what they say, and writes it down as it comes
// (live-kept.js). The server reads the bytes once more and makes the workout of them.
import { addEvent, dropRecording, putRecording, putSetting, recordings, send, sendAll, setting } from "./live-kept.js";
import { Place, Way } from "./live-place.js";
import { Sensor, Values } from "./live-sensor.js";

/**
 * @typedef {import("./live-kept.js").Recording} Recording
 * @typedef {{
 *   channel: string, label: string, unit: string, scale: number, offset: number, decimals: number,
 *   is_clock: boolean, is_inverse: boolean,
 * }} Figure (engine/src/domains/live/told.rs)
 * @typedef {{
 *   send: string, sports: {[id: string]: {title: string, figures: Figure[]}}, sensors: import("./live-sensor.js").Told[],
 *   words: {[key: string]: string},
 * }} Told
 */

const TICK_MS = 500;
/** How often it is written down that the page is alive. */
const ALIVE_MS = 5_000;
/** A page that was away for longer comes back after a pause. */
const AWAY_MS = 30_000;
/** A value says nothing of now after so long. */
const FRESH_MS = 10_000;
/** What could not be sent is tried again after so long, and twice as long each time. */
const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 300_000;
/** Slower than this a pace is no figure. */
const STANDING_MPS = 0.3;

const root = /** @type {HTMLElement} */ (document.querySelector("[data-live]"));
/** @type {Told} */
const told = JSON.parse(root.dataset.live ?? "{}");
const { app = "", user = "" } = document.body.dataset;
const language = document.documentElement.lang;

/** @param {string} selector @param {ParentNode} [within] */
const one = (selector, within = root) => /** @type {HTMLElement} */ (within.querySelector(selector));
/** @param {string} selector @param {ParentNode} [within] */
const all = (selector, within = root) => /** @type {HTMLElement[]} */ ([...within.querySelectorAll(selector)]);
/** @param {string} key @param {string} [first] */
const word = (key, first = "") => (told.words[key] ?? key).replace("%1", first);
/** @param {string} selector @param {boolean} isShown */
const show = (selector, isShown) => { for (const element of all(selector)) element.hidden = !isShown; };

/** @type {Recording | undefined} */
let recording;
/** One that an earlier page left. @type {Recording | undefined} */
let found;
/** @type {Map<string, {value: number, at: number, isMeasured: boolean}>} */
const latest = new Map();
const way = new Way();
/** @type {WakeLockSentinel | undefined} */
let awake;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let trying;
let tries = 0;
let stateKey = "ready";
let tickedAt = 0;

// --- time ---

let lastNow = 0;
/** A clock that is set back stands still instead. */
function now() {
  lastNow = Math.max(lastNow, Date.now());
  return lastNow;
}

/** @param {Recording} of @param {number} until */
function ranFor(of, until) {
  const paused = of.pauses.reduce((sum, [from, to]) => sum + ((to ?? until) - from), 0);
  return Math.max(0, until - of.begun - paused);
}

/** `1:02:38`, and `24:09` under an hour. @param {number} seconds */
function clock(seconds) {
  const whole = Math.floor(seconds);
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** @param {number} at */
const moment = (at) => new Date(at).toLocaleString(language, { day: "numeric", month: "short", hour: "numeric", minute: "2-digit" });

// --- figures ---

/** @param {Figure} figure @param {number} value in the channel's unit */
function asTold(figure, value) {
  if (figure.is_inverse && value < STANDING_MPS) return "–";
  const shown = figure.is_inverse ? figure.scale / value : value * figure.scale + figure.offset;
  if (figure.is_clock) return clock(Math.round(shown * 60));
  const digits = { minimumFractionDigits: figure.decimals, maximumFractionDigits: figure.decimals };
  return new Intl.NumberFormat(language, digits).format(shown);
}

/** @param {string} channel @param {number} value @param {boolean} isMeasured by a sensor, which knows better than the place */
function learn(channel, value, isMeasured) {
  const known = latest.get(channel);
  if (known?.isMeasured && !isMeasured && now() - known.at < FRESH_MS) return;
  latest.set(channel, { value, at: now(), isMeasured });
}

const sport = () => /** @type {HTMLSelectElement} */ (document.getElementById("live-sport"))?.value ?? "";

/** The figures of which something was heard. */
function showFigures() {
  const list = one("[data-figures]");
  const template = /** @type {HTMLTemplateElement} */ (one("template[data-figure]")).content;
  const figures = told.sports[recording?.sport ?? sport()]?.figures ?? [];
  if (recording && (place.isOn || recording.metres > 0)) latest.set("distance", { value: recording.metres, at: now(), isMeasured: true });
  const shown = figures.filter(({ channel }) => latest.has(channel));
  if (list.dataset.of !== shown.map(({ channel }) => channel).join()) {
    list.dataset.of = shown.map(({ channel }) => channel).join();
    list.replaceChildren(...shown.map(({ label, unit, channel }) => {
      const stat = /** @type {HTMLElement} */ (template.firstElementChild?.cloneNode(true));
      stat.dataset.channel = channel;
      one("dt", stat).textContent = label;
      one("[data-unit]", stat).textContent = unit;
      return stat;
    }));
  }
  for (const figure of shown) {
    const known = latest.get(figure.channel);
    const value = one(`[data-channel="${figure.channel}"] [data-value]`, list);
    const isFresh = known && now() - known.at < FRESH_MS;
    const text = isFresh ? asTold(figure, known.value) : "–";
    if (value.textContent !== text) value.textContent = text;
    value.classList.toggle("is-old", !isFresh);
  }
}

// --- writing down ---

/** A full memory is told; what was written before stays. @param {unknown} error */
function notWritten(error) {
  console.info("not written:", error);
  become("full");
}

/** @param {Partial<Recording>} change */
async function change(change) {
  if (!recording) return;
  recording = { ...recording, ...change, seen: now() };
  await putRecording(recording).catch(notWritten);
}

const isOpen = () => recording?.state === "running" || recording?.state === "paused";

/** @param {Sensor} sensor @param {string} layout @param {Uint8Array} bytes */
function hear(sensor, layout, bytes) {
  const at = now();
  const { id } = sensor.told;
  for (const [channel, value] of Object.entries(valuesOf(id).take(layout, bytes, at))) learn(channel, value, true);
  if (!recording || !isOpen()) return;
  let index = recording.sensors.findIndex(({ adapter }) => adapter === id);
  if (index < 0) {
    index = recording.sensors.length;
    const used = { adapter: id, name: sensor.name, settings: settings.get(id) ?? {} };
    change({ sensors: [...recording.sensors, used] });
  }
  addEvent({ of: recording.id, at, sensor: index, layout, bytes }).catch(notWritten);
}

const place = new Place((fix, isExact) => {
  const at = now();
  if (recording && isOpen()) addEvent({ of: recording.id, at, place: fix }).catch(notWritten);
  if (!isExact) return;
  const { gained, speed } = way.add(at, fix);
  if (speed !== undefined) learn("speed", speed, false);
  if (recording?.state === "running") recording.metres += gained;
}, showPlace);

// --- sensors ---

/** In SI, by adapter. @type {Map<string, {[id: string]: number}>} */
const settings = new Map();
/** @type {Map<string, Values>} */
const readers = new Map();
const sensors = told.sensors.map((sensor) => {
  /** @type {Sensor} */
  const paired = new Sensor(sensor, (layout, bytes) => hear(paired, layout, bytes), () => showSensor(paired));
  return paired;
});

/** @param {string} id */
function valuesOf(id) {
  const sensor = sensors.find((each) => each.told.id === id);
  const known = readers.get(id) ?? new Values(/** @type {Sensor} */ (sensor).told, settings.get(id) ?? {});
  readers.set(id, known);
  known.settings = settings.get(id) ?? {};
  return known;
}

/** @param {Sensor} sensor */
const rowOf = (sensor) => one(`[data-sensor="${sensor.told.id}"]`);

/** @param {Sensor} sensor */
function showSensor(sensor) {
  const row = rowOf(sensor);
  const isPaired = sensor.device !== undefined;
  const button = one("[data-source]", row);
  one("[data-source-state]", row).textContent = word(`sensor-${sensor.state}`, sensor.name);
  const says = isPaired ? "sensor-stop" : sensor.state === "again" ? "sensor-again" : "sensor-pair";
  button.textContent = word(says);
  button.setAttribute("aria-label", `${word(says)}: ${sensor.told.title}`);
  row.classList.toggle("is-live", sensor.state === "live");
  row.classList.toggle("is-lost", sensor.state === "lost");
  const asked = row.querySelector("[data-settings]");
  if (asked instanceof HTMLElement) asked.hidden = !isPaired;
}

/** What a person set stays on this device. @param {Sensor} sensor */
async function askSettings({ told: { id, settings: asked } }) {
  /** @type {{[id: string]: number}} */
  const values = {};
  settings.set(id, values);
  for (const each of asked) {
    const input = /** @type {HTMLInputElement} */ (document.getElementById(`${id}-${each.id}`));
    const shown = (await setting(`${user} ${id} ${each.id}`)) ?? each.default;
    values[each.id] = shown * each.si;
    input.value = new Intl.NumberFormat(language, { useGrouping: false }).format(shown);
    input.addEventListener("input", () => {
      const typed = Number(input.value.trim().replace(",", "."));
      const isWrong = !(typed >= (each.min ?? 0) && typed <= (each.max ?? Infinity)) || input.value.trim() === "";
      const note = /** @type {HTMLElement} */ (document.getElementById(`${input.id}-note`));
      note.hidden = !isWrong;
      note.textContent = word("setting-wrong", `${each.min ?? 0}–${each.max ?? "∞"} ${each.unit}`);
      input.setAttribute("aria-invalid", String(isWrong));
      input.setAttribute("aria-describedby", note.id);
      if (isWrong) return;
      values[each.id] = typed * each.si;
      putSetting(`${user} ${id} ${each.id}`, typed).catch(notWritten);
      const used = recording?.sensors.map((one) => (one.adapter === id ? { ...one, settings: { ...values } } : one));
      if (used) change({ sensors: used });
    });
  }
}

function showPlace() {
  const row = one("[data-place]");
  const metres = new Intl.NumberFormat(language, { style: "unit", unit: "meter", maximumFractionDigits: 0 });
  one("[data-source-state]", row).textContent = word(`place-${place.state}`, metres.format(place.accuracy));
  one("[data-source]", row).textContent = word(place.isOn ? "place-stop" : "place-on");
  row.classList.toggle("is-live", place.state === "found");
  row.classList.toggle("is-lost", place.state === "lost" || place.state === "vague");
}

// --- the recording ---

/** @param {string} key */
function become(key) {
  stateKey = key;
  const runs = recording?.state === "running";
  const isPaused = recording?.state === "paused";
  const isFree = !recording && !found;
  one("[data-state]").textContent = word(`state-${key}`) + (runs && awake && key === "runs" ? ` · ${word("awake")}` : "");
  show("[data-live-clock]", Boolean(recording));
  show("[data-live-setup]", isFree);
  show("[data-live-found]", Boolean(found));
  show("[data-place-note]", !recording);
  show("[data-live-bar]", !found && key !== "sending");
  show("[data-live-bar] [data-do=start]", isFree);
  show("[data-live-bar] :is([data-do=pause], [data-do=lap])", runs);
  show("[data-live-bar] :is([data-do=resume], [data-do=finish])", isPaused);
  for (const element of document.querySelectorAll("[data-live-ways]")) {
    if (element instanceof HTMLElement) element.hidden = Boolean(recording);
  }
}

function showTime() {
  if (!recording) return;
  one("[data-time]").textContent = clock(ranFor(recording, recording.ended ?? now()) / 1_000);
  one("[data-laps]").textContent = recording.laps.length > 0 ? word("laps", String(recording.laps.length + 1)) : "";
}

function tick() {
  const at = now();
  const passed = (at - tickedAt) / 1_000;
  tickedAt = at;
  showTime();
  showFigures();
  if (recording?.state !== "running") return;
  // Without the place a sensor's speed tells the way.
  const speed = latest.get("speed");
  const isLed = place.state === "found" || !speed?.isMeasured || at - speed.at > FRESH_MS;
  if (!isLed && speed && passed < AWAY_MS / 1_000) recording.metres += speed.value * passed;
  if (at - recording.seen >= ALIVE_MS) change({});
}

/** The screen goes dark after a minute otherwise, and phones stop pages behind it. */
async function stayAwake() {
  if (recording?.state !== "running" || document.visibilityState !== "visible") return;
  awake = await navigator.wakeLock?.request("screen").catch(() => undefined);
  awake?.addEventListener("release", () => { awake = undefined; });
  if (stateKey === "runs") become("runs");
}

/** One window records at a time. @returns {Promise<boolean>} */
function isAlone() {
  if (!navigator.locks) return Promise.resolve(true);
  return new Promise((resolve) => {
    navigator.locks.request("stadion-live", { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      // Held until the page goes.
      return lock ? new Promise(() => {}) : undefined;
    });
  });
}

async function start() {
  const id = crypto.randomUUID();
  const begun = now();
  recording = {
    id, user, app, sport: sport(), title: told.sports[sport()]?.title ?? "", state: "running", begun, seen: begun, metres: 0,
    place: place.isOn, pauses: [], laps: [], sensors: [],
  };
  for (const sensor of sensors.filter(({ device }) => device)) {
    recording.sensors.push({ adapter: sensor.told.id, name: sensor.name, settings: settings.get(sensor.told.id) ?? {} });
  }
  latest.delete("distance");
  way.lift();
  await change({});
  navigator.storage?.persist?.().catch(() => {});
  become("runs");
  await stayAwake();
}

async function pause() {
  if (!recording) return;
  await change({ state: "paused", pauses: [...recording.pauses, [now(), null]] });
  await awake?.release();
  showTime();
  become("paused");
}

/** Ends the pause that is open. @param {Recording} of @param {number} at @returns {[number, number | null][]} */
const closed = (of, at) => of.pauses.map(([from, to]) => [from, to ?? at]);

async function resume() {
  if (!recording) return;
  way.lift();
  await change({ state: "running", pauses: closed(recording, now()) });
  become("runs");
  await stayAwake();
}

/** Goes on with what an earlier page left; the time between was a pause, unless it was a reload's. */
async function goOn() {
  if (!found) return;
  const [left, at] = [found, now()];
  const wasAway = left.state === "running" && at - left.seen > AWAY_MS;
  recording = { ...left, pauses: wasAway ? [...left.pauses, [left.seen, at]] : left.pauses };
  found = undefined;
  await change({});
  become(recording.state === "paused" ? "paused" : "runs");
  if (recording.place) place.start();
  for (const { adapter, name } of recording.sensors) sensors.find(({ told: { id } }) => id === adapter)?.recall(name);
  await stayAwake();
}

async function finish() {
  const of = recording ?? found;
  if (!of) return;
  const ended = recording ? now() : of.seen;
  recording = { ...of, state: "finished", ended, pauses: closed(of, ended) };
  found = undefined;
  await putRecording(recording).catch(notWritten);
  for (const sensor of sensors) sensor.stop();
  place.stop();
  await awake?.release();
  become("sending");
  showTime();
  const page = await send(recording);
  if (page) {
    location.assign(page);
    return;
  }
  recording = undefined;
  become("ready");
  await showKept();
  await tryLater();
}

async function discard() {
  const of = recording ?? found;
  if (!of || !await isSure()) return;
  await dropRecording(of.id);
  recording = undefined;
  found = undefined;
  become("ready");
}

/** @returns {Promise<boolean>} */
function isSure() {
  const dialog = /** @type {HTMLDialogElement} */ (one("[data-sure]"));
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

const lap = () => recording && change({ laps: [...recording.laps, now()] }).then(showTime);

// --- what waits to be sent ---

async function showKept() {
  const kept = (await recordings()).filter((each) => each.user === user && each.app === app
    && each.state !== "running" && each.state !== "paused" && each.id !== recording?.id);
  const section = one("[data-live-kept]");
  const template = /** @type {HTMLTemplateElement} */ (one("template[data-kept]", section)).content;
  one("ul", section).replaceChildren(...kept.map((each) => {
    const item = /** @type {HTMLElement} */ (template.firstElementChild?.cloneNode(true));
    const state = each.state === "finished" ? "waits" : each.state;
    one("[data-title]", item).textContent = `${each.title} · ${moment(each.begun)}`;
    one("[data-state]", item).textContent = word(`state-${state}`);
    one("[data-problems]", item).append(...(each.problems ?? []).map((text) => {
      const line = document.createElement("li");
      line.textContent = text;
      return line;
    }));
    one("[data-again]", item).hidden = each.state === "gone";
    one("[data-again]", item).addEventListener("click", () => sendOne({ ...each, state: "finished" }));
    one("[data-drop]", item).addEventListener("click", async () => {
      if (await isSure()) await dropRecording(each.id);
      await showKept();
    });
    return item;
  }));
  section.hidden = kept.length === 0;
}

/** @param {Recording} kept */
async function sendOne(kept) {
  const page = await send(kept);
  if (page) {
    location.assign(page);
    return;
  }
  await showKept();
  await tryLater();
}

async function sendKept() {
  const sent = await sendAll(app, user);
  if (sent.length > 0 || !recording) await showKept();
  await tryLater();
}

/** A network that has just come back often does not answer yet: what waits is sent again, less and less often. */
async function tryLater() {
  const waits = (await recordings()).some((kept) => kept.user === user && kept.app === app && kept.state === "finished");
  clearTimeout(trying);
  tries = waits ? tries + 1 : 0;
  if (waits) trying = setTimeout(sendKept, Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (tries - 1)));
}

// --- beginning ---

function listen() {
  /** @type {{[name: string]: () => unknown}} */
  const deeds = { start, pause, resume, finish, discard, lap, continue: goOn };
  root.addEventListener("click", ({ target }) => {
    const button = target instanceof Element && target.closest("[data-do]");
    if (button instanceof HTMLElement) deeds[button.dataset.do ?? ""]?.();
  });
  one("[data-place] [data-source]").addEventListener("click", () => {
    if (place.isOn) place.stop();
    else place.start();
    if (isOpen()) change({ place: place.isOn });
  });
  const canPair = "bluetooth" in navigator;
  show("[data-no-bluetooth]", !canPair);
  show("[data-sensors]", canPair);
  for (const sensor of sensors) {
    const button = /** @type {HTMLButtonElement} */ (one("[data-source]", rowOf(sensor)));
    button.addEventListener("click", () => (sensor.device ? sensor.stop() : sensor.pair()));
  }
  document.addEventListener("visibilitychange", stayAwake);
  window.addEventListener("online", sendKept);
}

/** What is missing here, as the card says it; nothing where all is there. */
async function missing() {
  if (!window.isSecureContext) return "secure";
  return recordings().then(() => undefined, () => "store");
}

async function begin() {
  const lacks = await missing();
  if (lacks) {
    for (const text of document.querySelectorAll("[data-live-plain] > p")) {
      if (text instanceof HTMLElement) text.hidden = !text.matches(`[data-plain-${lacks}]`);
    }
    return;
  }
  const isOnly = await isAlone();
  for (const sensor of sensors) await askSettings(sensor);
  const left = (await recordings()).filter((each) => each.user === user && each.app === app);
  found = left.find(({ state }) => state === "running" || state === "paused");
  if (found) {
    const text = isOnly ? word("found-text", `${found.title}, ${moment(found.begun)}, ${clock(ranFor(found, found.seen) / 1_000)}`) : word("other-window");
    one("[data-found-text]").textContent = text;
    show("[data-live-found] .actions", isOnly);
  }
  listen();
  become("ready");
  tickedAt = now();
  setInterval(tick, TICK_MS);
  for (const plain of document.querySelectorAll("[data-live-plain]")) plain.remove();
  root.hidden = false;
  await showKept();
  if (isOnly) await sendKept();
}

begin();
