// Entries that wait on this device, each with the user who made it. The worker (sw.js) sends them.

function open() {
  const request = indexedDB.open("stadion", 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("entries", { keyPath: "key" });
    request.result.createObjectStore("meta");
  };
  return done(request);
}

function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function within(store, mode, ask) {
  const base = await open();
  try {
    return await done(ask(base.transaction(store, mode).objectStore(store)));
  } finally {
    base.close();
  }
}

/** All entries on this device, the oldest first. */
export async function allEntries() {
  const all = await within("entries", "readonly", (store) => store.getAll());
  return all.sort((a, b) => a.made - b.made);
}

export const entry = (key) => within("entries", "readonly", (store) => store.get(key));
export const putEntry = (entry) => within("entries", "readwrite", (store) => store.put(entry));
export const dropEntry = (key) => within("entries", "readwrite", (store) => store.delete(key));

/** Who is logged in, as the last page from the server said; empty for nobody. */
export const user = () => within("meta", "readonly", (store) => store.get("user"));
export const setUser = (id) => within("meta", "readwrite", (store) => store.put(id, "user"));

/** Asks the worker to send what waits, now and, where browsers can, once the network is back. */
export async function send() {
  const registration = await navigator.serviceWorker?.getRegistration(location.href);
  registration?.active?.postMessage("send");
  await registration?.sync?.register("send").catch(() => {});
}

/** Whether an entry made here would be kept and sent. */
export async function canKeep() {
  const registration = await navigator.serviceWorker?.getRegistration(location.href);
  return Boolean(registration?.active);
}
