// @ts-check
// One sensor by Web Bluetooth: paired by its service, read by its adapter's layouts, connected again when it drops.
// A characteristic that may be read is asked each second while it tells nothing by itself.
import { read } from "./layout.js";

/**
 * @typedef {{of: string, of_wraps: number | null, over: string, over_wraps: number | null}} Rate
 * @typedef {{
 *   layout: string, channel: string, from?: string, rate?: Rate, times?: string,
 *   scale: number, offset: number, low: number, high: number,
 * }} Value how a field becomes a channel's value (engine/src/adapters/sensor.rs)
 * @typedef {{id: string, title: string, unit: string, default: number, min: number | null, max: number | null, si: number}} Setting
 * @typedef {{
 *   id: string, title: string, service: string, settings: Setting[], values: Value[],
 *   characteristics: {[layout: string]: {uuid: string, mode: "notify" | "indicate" | "read"}},
 *   layouts: {[layout: string]: import("./layout.js").Layout},
 * }} Told
 * @typedef {"none" | "connecting" | "silent" | "live" | "lost" | "again" | "off" | "denied" | "failed"} State
 */

const ASK_MS = 1_000;
/** Without a word for so long a sensor is asked. */
const SILENT_MS = 3_000;
/** Counters begin again within half a minute: over a longer silence they say nothing. */
const GAP_MS = 15_000;
const LONGEST_WAIT_MS = 30_000;

/** Bytes to values of channels, for what the page shows. */
export class Values {
  /** @type {Map<Value, {count: number, time: number, at: number}>} */
  #counters = new Map();

  /** @param {Told} told @param {{[id: string]: number}} settings in SI */
  constructor(told, settings) {
    this.told = told;
    this.settings = settings;
  }

  /**
   * @param {string} layout
   * @param {Uint8Array} bytes
   * @param {number} at milliseconds
   * @returns {{[channel: string]: number}}
   */
  take(layout, bytes, at) {
    const known = this.told.layouts[layout];
    const { values } = known ? read(known, bytes) : {};
    /** @type {{[channel: string]: number}} */
    const taken = {};
    if (!values) return taken;
    for (const value of this.told.values.filter((one) => one.layout === layout)) {
      const raw = value.rate ? this.#rate(value, value.rate, values, at) : values[value.from ?? ""];
      if (typeof raw !== "number") continue;
      const times = value.times === undefined ? 1 : this.settings[value.times] ?? 1;
      const shown = raw * times * value.scale + value.offset;
      if (shown >= value.low && shown <= value.high) taken[value.channel] = shown;
    }
    return taken;
  }

  /**
   * What a counter grew by in a second, since it was told last.
   * @param {Value} value
   * @param {Rate} rate
   * @param {import("./layout.js").Values} values
   * @param {number} at
   */
  #rate(value, rate, values, at) {
    const [count, time] = [values[rate.of], values[rate.over]];
    if (typeof count !== "number" || typeof time !== "number") return undefined;
    const last = this.#counters.get(value);
    this.#counters.set(value, { count, time, at });
    if (!last || at - last.at > GAP_MS) return undefined;
    const steps = grown(count, last.count, rate.of_wraps);
    const seconds = grown(time, last.time, rate.over_wraps);
    // The same event told twice: nothing moved since.
    if (seconds <= 0) return steps === 0 ? 0 : undefined;
    return steps < 0 ? undefined : steps / seconds;
  }
}

/** @param {number} now @param {number} then @param {number | null} wraps */
const grown = (now, then, wraps) => now - then + (now < then ? wraps ?? 0 : 0);

export class Sensor {
  /** @type {BluetoothDevice | undefined} */
  device;
  /** @type {State} */
  state = "none";
  #heardAt = 0;
  #tries = 0;
  #isWanted = false;
  /** Its values come by asking. */
  #isAsked = false;
  #isReading = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #retry;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #asking;

  /**
   * @param {Told} told
   * @param {(layout: string, bytes: Uint8Array) => void} heard
   * @param {() => void} changed
   */
  constructor(told, heard, changed) {
    this.told = told;
    this.heard = heard;
    this.changed = changed;
  }

  get name() {
    return this.device?.name ?? this.told.title;
  }

  /** Lets the person choose one; to be called on a click. */
  async pair() {
    const { bluetooth } = navigator;
    try {
      this.device = await bluetooth.requestDevice({ filters: [{ services: [this.told.service] }] });
    } catch (error) {
      const isChoice = error instanceof DOMException && error.name === "NotFoundError";
      const isThere = await bluetooth.getAvailability?.().catch(() => false);
      this.#become(isChoice && isThere !== false ? "denied" : "off");
      return;
    }
    this.device.addEventListener("gattserverdisconnected", () => this.#dropped());
    this.#isWanted = true;
    await this.#connect(true);
  }

  /** One that was paired on an earlier page, where the browser remembers it. */
  async recall(/** @type {string} */ name) {
    const known = await navigator.bluetooth?.getDevices?.().catch(() => []) ?? [];
    const device = known.find((one) => one.name === name);
    if (!device) {
      this.#become("again");
      return;
    }
    this.device = device;
    device.addEventListener("gattserverdisconnected", () => this.#dropped());
    this.#isWanted = true;
    await this.#connect(false);
  }

  stop() {
    this.#isWanted = false;
    clearTimeout(this.#retry);
    clearInterval(this.#asking);
    this.device?.gatt?.disconnect();
    this.device = undefined;
    this.#become("none");
  }

  /** @param {State} state */
  #become(state) {
    if (this.state === state) return;
    this.state = state;
    this.changed();
  }

  /** @param {boolean} isFirst */
  async #connect(isFirst) {
    if (!this.#isWanted || !this.device?.gatt) return;
    this.#become(isFirst ? "connecting" : "lost");
    try {
      const server = await this.device.gatt.connect();
      const service = await server.getPrimaryService(this.told.service);
      if (!await this.#listen(service)) throw new Error("none of its characteristics is there");
      this.#tries = 0;
      this.#become("silent");
    } catch (error) {
      console.info(`${this.told.id}:`, error);
      if (isFirst) {
        this.stop();
        this.#become("failed");
      } else {
        this.#again();
      }
    }
  }

  /** Each try waits twice as long as the one before. */
  #again() {
    const wait = Math.min(LONGEST_WAIT_MS, 1_000 * 2 ** this.#tries);
    this.#tries += 1;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#connect(false), wait);
  }

  #dropped() {
    clearInterval(this.#asking);
    if (!this.#isWanted) return;
    this.#become("lost");
    this.#again();
  }

  /** @param {BluetoothRemoteGATTService} service @returns {Promise<number>} how many it listens to */
  async #listen(service) {
    clearInterval(this.#asking);
    /** @type {[string, BluetoothRemoteGATTCharacteristic][]} */
    const asked = [];
    let count = 0;
    for (const [layout, { uuid, mode }] of Object.entries(this.told.characteristics)) {
      const found = await service.getCharacteristic(uuid).catch(() => undefined);
      if (!found) continue;
      if (mode !== "read" && (found.properties.notify || found.properties.indicate)) {
        found.addEventListener("characteristicvaluechanged", () => this.#notified(layout, found.value));
        await found.startNotifications();
        count += 1;
      }
      if (found.properties.read) asked.push([layout, found]);
      if (mode === "read" && found.properties.read) count += 1;
    }
    if (asked.length > 0) this.#asking = setInterval(() => this.#ask(asked), ASK_MS);
    return count;
  }

  /** @param {[string, BluetoothRemoteGATTCharacteristic][]} asked */
  async #ask(asked) {
    if (this.#isReading) return;
    this.#isReading = true;
    for (const [layout, characteristic] of asked) {
      const tells = this.told.characteristics[layout]?.mode !== "read" && !this.#isAsked;
      if (tells && Date.now() - this.#heardAt < SILENT_MS) continue;
      const value = await characteristic.readValue().catch(() => undefined);
      if (!value) continue;
      this.#isAsked = true;
      this.#take(layout, value);
    }
    this.#isReading = false;
  }

  /** What comes by itself; the answer to a question comes as an event too, and is taken as the answer. */
  #notified(/** @type {string} */ layout, /** @type {DataView | undefined} */ value) {
    if (this.#isReading || !value) return;
    this.#isAsked = false;
    this.#take(layout, value);
  }

  /** @param {string} layout @param {DataView} value */
  #take(layout, value) {
    this.#heardAt = Date.now();
    this.#become("live");
    this.heard(layout, new Uint8Array(value.buffer.slice(value.byteOffset, value.byteOffset + value.byteLength)));
  }
}
