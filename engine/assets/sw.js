// The worker of one app, limited to its pages by its own address. It reads what the pages kept
// (device.js writes it) where there is no network, and sends the entries that wait. It keeps no
// page by itself: what is personal goes when its person does.

const scope = new URL(self.registration.scope).pathname;
const app = scope.split("/")[1];

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request, url));
  else if (isLasting(url)) event.respondWith(lasting(request));
});

// Their addresses change with their content.
function isLasting({ pathname }) {
  return pathname.startsWith("/static/") || pathname.startsWith(`${scope}icon/`) || pathname === `${scope}theme.css`;
}

async function lasting(request) {
  return (await caches.match(request)) ?? fetch(request);
}

async function page(request, url) {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await fromKept(url);
    if (kept) return kept;
    throw error;
  }
}

// The form of the sport asked for, the page that records live, else the page that says what is missing.
async function fromKept(url) {
  const names = await caches.keys();
  const name = names.find((each) => each.startsWith(`stadion ${app} `));
  const cache = name && await caches.open(name);
  if (!cache) return undefined;
  if (url.pathname === `${scope}record/live`) return (await cache.match(`${scope}record/live`)) ?? cache.match(`${scope}offline`);
  const isForm = url.pathname === `${scope}record` && url.searchParams.get("from") !== "files" && !url.searchParams.has("like");
  const sport = url.searchParams.get("sport");
  const form = isForm && ((sport && await cache.match(`${scope}record?sport=${sport}`)) || await cache.match(`${scope}record`));
  return form || cache.match(`${scope}offline`);
}

// Entries: one round after another, so that none is sent twice at once.
let rounds = Promise.resolve();
function send() {
  const round = rounds.then(sendAll);
  rounds = round.catch(() => {});
  return round;
}

self.addEventListener("sync", (event) => event.waitUntil(send()));
self.addEventListener("message", (event) => {
  // Without a network the next round brings them.
  if (event.data === "send") event.waitUntil(send().catch(() => {}));
});

async function sendAll() {
  const base = await open();
  try {
    const user = await done(base.transaction("meta").objectStore("meta").get("user"));
    const all = await done(base.transaction("entries").objectStore("entries").getAll());
    const mine = all.filter((entry) => user && entry.user === user && entry.app === app && entry.state !== "refused" && entry.state !== "gone");
    for (const entry of mine.sort((a, b) => a.made - b.made)) {
      if (!await sendOne(base, entry)) break;
    }
  } finally {
    base.close();
  }
}

// Whether the next may follow. The form's key makes sending it again record it once.
async function sendOne(base, entry) {
  const body = new URLSearchParams([...entry.fields, ["user", entry.user]]);
  const response = await fetch(`${scope}record/send`, { method: "POST", body });
  const said = await response.json().catch(() => ({}));
  const entries = () => base.transaction("entries", "readwrite").objectStore("entries");
  const keep = (change) => done(entries().put({ ...entry, ...change }));
  if (response.ok) await done(entries().delete(entry.key));
  else if (response.status === 422) await keep({ state: "refused", problems: Object.values(said.problems ?? {}).map(({ message }) => message) });
  else if (response.status === 401 || said.code === "other-user") await keep({ state: "login" });
  else if (said.code === "deleted-meanwhile") await keep({ state: "gone" });
  await tell({ key: entry.key, title: entry.title, location: response.ok ? said.location : undefined });
  return response.ok || response.status === 422 || response.status === 409;
}

async function tell(news) {
  for (const client of await self.clients.matchAll({ includeUncontrolled: true })) client.postMessage(news);
}

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
