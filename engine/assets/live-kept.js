// @ts-check
// Recordings on this device: what sensors and the place say is written as it comes, so that a reload or a crash
// loses nothing, and stays until the server has it. Each belongs to the user who made it.

/**
 * @typedef {"running" | "paused" | "finished" | "refused" | "login" | "gone"} State
 * @typedef {{adapter: string, name: string, settings: {[id: string]: number}}} SensorOf settings in SI
 * @typedef {{
 *   id: string, user: string, app: string, sport: string, title: string, state: State,
 *   begun: number, seen: number, ended?: number, metres: number, place: boolean,
 *   pauses: [number, number | null][], laps: number[], sensors: SensorOf[], problems?: string[],
 * }} Recording times in milliseconds since 1970 by this device; `seen` is when it was last alive
 * @typedef {{of: string, at: number, sensor: number, layout: string, bytes: Uint8Array}} Heard
 * @typedef {{of: string, at: number, place: [number, number, number, number | null, number | null]}} Placed
 * latitude, longitude, accuracy, altitude, speed
 */

const SEND_WITHIN_MS = 60_000;
/** @type {Promise<IDBDatabase> | undefined} */
let opened;

/** @returns {Promise<IDBDatabase>} */
function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("stadion-live", 1);
    request.onupgradeneeded = () => {
      const base = request.result;
      base.createObjectStore("recordings", { keyPath: "id" });
      base.createObjectStore("events", { autoIncrement: true }).createIndex("of", "of");
      base.createObjectStore("settings");
    };
    request.onsuccess = () => {
      const base = request.result;
      const forget = () => { opened = undefined; };
      base.onclose = forget;
      base.onversionchange = () => { base.close(); forget(); };
      resolve(base);
    };
    request.onerror = () => { opened = undefined; reject(request.error); };
  });
  return opened;
}

/**
 * One question to one store; over once what was written is on the disk.
 * @template T
 * @param {string} store
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest<T>} ask
 * @returns {Promise<T>}
 */
async function within(store, mode, ask) {
  const base = await open();
  return new Promise((resolve, reject) => {
    const transaction = base.transaction(store, mode);
    const request = ask(transaction.objectStore(store));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error ?? request.error);
  });
}

/** @returns {Promise<Recording[]>} the oldest first */
export async function recordings() {
  const all = await within("recordings", "readonly", (store) => store.getAll());
  return all.sort((a, b) => a.begun - b.begun);
}

/** @param {Recording} recording */
export const putRecording = (recording) => within("recordings", "readwrite", (store) => store.put(recording));

/** @param {Heard | Placed} event */
export const addEvent = (event) => within("events", "readwrite", (store) => store.add(event));

/** @param {string} id @returns {Promise<(Heard | Placed)[]>} as they came */
export const eventsOf = (id) => within("events", "readonly", (store) => store.index("of").getAll(id));

/** @param {string} id */
export async function dropRecording(id) {
  await within("recordings", "readwrite", (store) => store.delete(id));
  const keys = await within("events", "readonly", (store) => store.index("of").getAllKeys(id));
  const [first, last] = [keys.at(0), keys.at(-1)];
  // Recordings follow one another, so their events stand together.
  if (first !== undefined && last !== undefined) {
    await within("events", "readwrite", (store) => store.delete(IDBKeyRange.bound(first, last)));
  }
}

/** @param {string} key @returns {Promise<number | undefined>} */
export const setting = (key) => within("settings", "readonly", (store) => store.get(key));

/** @param {string} key @param {number} value */
export const putSetting = (key, value) => within("settings", "readwrite", (store) => store.put(value, key));

/** @param {Uint8Array} bytes */
const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/**
 * What the server takes (engine/src/domains/live/model.rs).
 * @param {Recording} recording
 * @param {(Heard | Placed)[]} events
 */
export function body(recording, events) {
  const ended = recording.ended ?? recording.seen;
  // A clock that was set meanwhile never turns a recording around.
  const since = (/** @type {number} */ at) => Math.min(Math.max(0, Math.round(at - recording.begun)), ended - recording.begun);
  const sensors = recording.sensors.map(({ adapter, name, settings }) => (
    { adapter, name, settings, notifications: /** @type {[number, string, string][]} */ ([]) }));
  const positions = [];
  for (const event of events) {
    if ("place" in event) positions.push([since(event.at), ...event.place]);
    else sensors[event.sensor]?.notifications.push([since(event.at), event.layout, hex(event.bytes)]);
  }
  return {
    id: recording.id,
    user: recording.user,
    sport: recording.sport,
    begun_at: recording.begun,
    ended_at: ended,
    sent_at: Math.max(Date.now(), ended),
    utc_offset_s: -60 * new Date(recording.begun).getTimezoneOffset(),
    pauses: recording.pauses.map(([from, to]) => [since(from), since(to ?? ended)]),
    laps: recording.laps.map(since).filter((at, n, all) => at > (all[n - 1] ?? 0)),
    sensors: sensors.filter(({ notifications }) => notifications.length > 0),
    positions,
  };
}

/**
 * Sends one recording that is finished. Its id makes sending it again record it once.
 * @param {Recording} recording
 * @returns {Promise<string | undefined>} the page of its workout, once the server has it
 */
export async function send(recording) {
  const question = {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body(recording, await eventsOf(recording.id))),
    signal: AbortSignal.timeout(SEND_WITHIN_MS),
  };
  // Without a network it waits for the next time.
  const response = await fetch(`/${recording.app}/record/live`, question).catch(() => undefined);
  if (!response) return undefined;
  const said = await response.json().catch(() => ({}));
  if (response.ok && said.location) {
    await dropRecording(recording.id);
    return said.location;
  }
  const state = stateOf(response.status, said.code);
  const told = (said.errors ?? []).map((/** @type {{message: string, remedy?: string}} */ { message, remedy }) => `${message} ${remedy ?? ""}`.trim());
  const problems = told.length > 0 ? told : [said.detail].filter(Boolean);
  await putRecording({ ...recording, state, problems: state === "refused" ? problems : [] });
  return undefined;
}

/**
 * @param {number} status
 * @param {string | undefined} code
 * @returns {State}
 */
function stateOf(status, code) {
  if (status === 401 || code === "other-user") return "login";
  if (code === "deleted-meanwhile") return "gone";
  const isTheirs = status >= 400 && status < 500 && ![408, 409, 429].includes(status);
  return isTheirs ? "refused" : "finished";
}

/**
 * Those of a user that wait, one after another; one window sends at a time.
 * @param {string} app
 * @param {string} user
 * @returns {Promise<{title: string, location: string}[]>} those that the server has now, with their pages
 */
export async function sendAll(app, user) {
  const sent = /** @type {{title: string, location: string}[]} */ ([]);
  const all = async () => {
    for (const recording of await recordings()) {
      const waits = recording.state === "finished" || recording.state === "login";
      if (!waits || recording.user !== user || recording.app !== app) continue;
      const location = await send(recording);
      if (location) sent.push({ title: recording.title, location });
    }
  };
  if (navigator.locks) await navigator.locks.request("stadion-live-send", all);
  else await all();
  return sent;
}
