// @ts-check
// The device's own place, followed while a recording runs, and the way along it.

/**
 * @typedef {[number, number, number, number | null, number | null]} Fix latitude, longitude, accuracy, altitude, speed
 * @typedef {"off" | "seeking" | "found" | "vague" | "denied" | "none" | "lost"} State
 */

/** A place less exact than this is on another street: the server leaves it out too. */
const ACCURATE_M = 50;
const EARTH_M = 6_371_008.8;
/** A step shorter than this may be the place trembling: it counts once it has grown. */
const STEP_M = 3;
/** Nobody moves faster by themselves. */
const FASTEST_MPS = 70;
const SEEK = { enableHighAccuracy: true, maximumAge: 0, timeout: 30_000 };

/** @param {number} degrees */
const radians = (degrees) => (degrees * Math.PI) / 180;

/**
 * Metres between two places (R. W. Sinnott, "Virtues of the Haversine", 1984).
 * @param {Fix} from
 * @param {Fix} to
 */
export function metres([lat1, long1], [lat2, long2]) {
  const h = Math.sin(radians(lat2 - lat1) / 2) ** 2
    + Math.cos(radians(lat1)) * Math.cos(radians(lat2)) * Math.sin(radians(long2 - long1) / 2) ** 2;
  return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** The way along places, without their trembling. */
export class Way {
  /** @type {{at: number, fix: Fix} | undefined} */
  #last;

  /** After a pause the way goes on from where one is then. */
  lift() {
    this.#last = undefined;
  }

  /**
   * @param {number} at milliseconds
   * @param {Fix} fix
   * @returns {{gained: number, speed: number | undefined}} metres, and metres a second where they are known
   */
  add(at, fix) {
    const speed = fix[4] ?? undefined;
    const last = this.#last;
    if (!last) {
      this.#last = { at, fix };
      return { gained: 0, speed };
    }
    const gained = metres(last.fix, fix);
    const seconds = (at - last.at) / 1_000;
    if (gained < STEP_M) return { gained: 0, speed: speed ?? (seconds > 5 ? 0 : undefined) };
    if (seconds <= 0 || gained / seconds > FASTEST_MPS) return { gained: 0, speed };
    this.#last = { at, fix };
    return { gained, speed: speed ?? gained / seconds };
  }
}

export class Place {
  /** @type {State} */
  state = "off";
  accuracy = 0;
  /** @type {number | undefined} */
  #watch;

  /**
   * @param {(fix: Fix, isExact: boolean) => void} heard
   * @param {() => void} changed
   */
  constructor(heard, changed) {
    this.heard = heard;
    this.changed = changed;
  }

  get isOn() {
    return this.#watch !== undefined;
  }

  start() {
    if (this.isOn) return;
    if (!("geolocation" in navigator)) {
      this.#become("none");
      return;
    }
    this.#watch = navigator.geolocation.watchPosition((found) => this.#found(found), (error) => this.#failed(error), SEEK);
    this.#become("seeking");
  }

  stop() {
    if (this.#watch !== undefined) navigator.geolocation.clearWatch(this.#watch);
    this.#watch = undefined;
    this.#become("off");
  }

  /** @param {GeolocationPosition} found */
  #found({ coords }) {
    const isExact = coords.accuracy <= ACCURATE_M;
    this.accuracy = coords.accuracy;
    this.#become(isExact ? "found" : "vague");
    this.changed();
    this.heard([coords.latitude, coords.longitude, coords.accuracy, coords.altitude, coords.speed], isExact);
  }

  /** @param {GeolocationPositionError} error */
  #failed(error) {
    if (error.code === error.PERMISSION_DENIED) {
      this.stop();
      this.#become("denied");
    } else {
      this.#become("lost");
    }
  }

  /** @param {State} state */
  #become(state) {
    if (this.state === state) return;
    this.state = state;
    this.changed();
  }
}
