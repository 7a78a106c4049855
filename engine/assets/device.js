// What this device keeps: the app's worker, a form to record without a network, and entries that
// wait. Pages of a person are kept under that person's id and go as soon as a page comes for
// someone else, or for nobody.
import { recordings, sendAll } from "./live-kept.js";
import { allEntries, dropEntry, send, setUser, user as lastUser } from "./queue.js";

const { app, user = "", build, under, joined } = document.body.dataset;
const isNoPage = document.querySelector("[data-no-page]") !== null;
const isKept = isNoPage || document.querySelector("form[data-kept]") !== null;
const cacheName = [`stadion ${app}`, user || "-", build, under, joined === undefined ? "" : "joined"].join(" ");

// Deletes what is another's, or of an older build of this app.
async function forget() {
  for (const name of await caches.keys()) {
    const [ours, ofApp, ofUser] = name.split(" ");
    const isStale = ofApp === app && name !== cacheName;
    const isForeign = ofUser !== "-" && ofUser !== user;
    if (ours === "stadion" && (isStale || isForeign)) await caches.delete(name);
  }
}

// The page for no network, the form of each sport, and what they are drawn with.
async function keep() {
  if (!app) return;
  const cache = await caches.open(cacheName);
  // Put last: without it the keeping was broken off.
  const whole = `/${app}/kept`;
  if (await cache.match(whole)) return;
  try {
    const files = new Set(await keepPage(cache, `/${app}/offline`, `/${app}/offline`));
    if (user && joined !== undefined) {
      for (const file of await keepForms(cache)) files.add(file);
    }
    for (const file of files) await keepFile(cache, file);
    await cache.put(whole, new Response(""));
  } catch (error) {
    await caches.delete(cacheName);
    throw error;
  }
}

async function keepForms(cache) {
  const at = `/${app}/record`;
  let sports = [];
  const files = await keepPage(cache, `${at}?from=hand`, at, (page) => {
    if (page.body.dataset.user !== user) throw new Error("someone else is logged in now");
    sports = [...page.querySelectorAll("select[name=sport] option")].map(({ value }) => value);
  });
  for (const sport of sports) await keepPage(cache, `${at}?from=hand&sport=${sport}`, `${at}?sport=${sport}`);
  return [...files, ...await keepPage(cache, `${at}/live`, `${at}/live`)];
}

// Answers the addresses of the files that the page needs.
async function keepPage(cache, from, as, look = () => {}) {
  const response = await fetch(from);
  if (!response.ok || response.redirected) throw new Error(`${from}: ${response.status}`);
  const html = await response.text();
  const page = new DOMParser().parseFromString(html, "text/html");
  look(page);
  const { headers } = response;
  await cache.put(as, new Response(html.replace(" data-record ", " data-record data-kept "), { headers }));
  const linked = [...page.querySelectorAll("link[rel=stylesheet], link[rel=icon]")].map((link) => link.getAttribute("href"));
  return [...linked, ...[...page.querySelectorAll("script[src]")].map((script) => script.getAttribute("src"))];
}

// A script brings those that it names.
async function keepFile(cache, address) {
  if (await cache.match(address)) return;
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  await cache.put(address, response.clone());
  if (!address.endsWith(".js")) return;
  for (const [, named] of (await response.text()).matchAll(/from "(\/static\/[^"]+)"/g)) await keepFile(cache, named);
}

// The list of what waits, where the page has one.
async function showWaiting(sent = []) {
  const section = document.querySelector("[data-waiting]");
  if (!section) return;
  const who = user || (isNoPage && await lastUser());
  const isMine = (entry) => who && entry.user === who && entry.app === app;
  const mine = [...(await allEntries()).filter(isMine), ...(await recordings()).filter(isMine).map(asEntry)];
  const list = section.querySelector("ul");
  list.replaceChildren(...sent.map((news) => sentRow(section, news)), ...mine.map((entry) => row(section, entry)));
  section.hidden = list.children.length === 0;
}

// A live recording is looked after on its own page.
const asEntry = ({ title, state, problems }) => ({ title, state, problems, page: `/${app}/record/live`, fields: [] });

function row(section, entry) {
  const item = section.querySelector("template").content.cloneNode(true);
  const { waits, refused, login, gone } = section.dataset;
  item.querySelector("[data-title]").textContent = entry.title;
  item.querySelector("[data-state]").textContent = { refused, login, gone }[entry.state] ?? waits;
  const problems = (entry.state === "refused" && entry.problems) || [];
  item.querySelector("[data-problems]").append(...problems.map((text) => {
    const line = document.createElement("li");
    line.textContent = text;
    return line;
  }));
  const open = item.querySelector("[data-open]");
  const sport = entry.fields.find(([name]) => name === "sport")?.[1];
  open.href = entry.page ?? `/${app}/record?from=hand${sport ? `&sport=${sport}` : ""}#entry=${entry.key}`;
  open.hidden = entry.state === "gone";
  item.querySelector("[data-enter]").hidden = entry.state !== "login";
  item.querySelector("[data-drop-entry]").hidden = entry.page !== undefined;
  item.querySelector("[data-drop-entry]").addEventListener("click", async () => {
    await dropEntry(entry.key);
    await showWaiting();
  });
  return item;
}

function sentRow(section, { title, location }) {
  const item = section.querySelector("template").content.cloneNode(true);
  const link = document.createElement("a");
  link.href = location;
  link.textContent = title;
  item.querySelector("[data-title]").append(link);
  item.querySelector("[data-state]").textContent = section.dataset.sent;
  item.querySelector(".actions").remove();
  return item;
}

function showNetwork() {
  const isOff = !navigator.onLine || isKept;
  for (const badge of document.querySelectorAll("[data-no-network]")) badge.hidden = !isOff;
  for (const link of document.querySelectorAll("[data-online]")) link.hidden = isOff;
}

// Live recordings that are finished. Their own page sends and tells of them itself.
async function sendLive() {
  const waits = await recordings();
  if (!app || !user || waits.length === 0 || document.querySelector("[data-live]")) return;
  const sent = await sendAll(app, user);
  if (sent.length > 0) await showWaiting(sent);
}

async function begin() {
  showNetwork();
  if (!isKept) await setUser(user);
  if (app) await navigator.serviceWorker.register(`/${app}/sw.js`, { scope: `/${app}/` });
  const hasEntries = (await allEntries()).length > 0;
  const hasLive = (await recordings()).length > 0;
  for (const notice of document.querySelectorAll("[data-waiting-login]")) notice.hidden = !(hasEntries || hasLive);
  await showWaiting();
  if (isNoPage) {
    const kept = await caches.match(`/${app}/record`);
    for (const link of document.querySelectorAll("[data-offline-form]")) link.hidden = !kept;
  }
  if (hasEntries && app) {
    await navigator.serviceWorker.ready;
    await send();
  }
  if (!isKept) {
    await forget();
    await keep();
  }
  await sendLive();
}

if ("serviceWorker" in navigator && "caches" in window) {
  const sent = [];
  navigator.serviceWorker.addEventListener("message", ({ data }) => {
    if (data.location) sent.push(data);
    showWaiting(sent);
  });
  window.addEventListener("online", () => {
    showNetwork();
    send();
    sendLive().catch(() => {});
  });
  window.addEventListener("offline", showNetwork);
  // Private windows keep nothing, and a page works without all this.
  begin().catch((error) => console.info("nothing is kept on this device:", error.message));
}
