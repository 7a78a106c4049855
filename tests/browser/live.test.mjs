// Recording live: a strap by Bluetooth and the phone's place become a workout, through a reload, a strap that drops and
// a network that is gone.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { follow, launch, openPage, overflow, seriousFindings } from "./browser.mjs";
import { athlete, demoIsReady, eventually, join, logIn, newcomer, register, skip } from "./people.mjs";
import { chooseFirst, chooseNone, features, heartRateStrap } from "./sensors.mjs";

const LIVE = "/running/record/live";
let browser;
before(async () => {
  browser = await launch(features);
  if (!skip) await demoIsReady();
});
after(() => browser?.close());

const strapRow = (page) => page.locator("[data-sensor=ble-heart-rate]");
const press = (page, name) => page.getByRole("button", { name, exact: true }).click();
const figure = (page, channel) => page.locator(`[data-channel=${channel}] [data-value]`);
const says = (page, text) => page.locator("[data-live-clock] [data-state]").getByText(text).waitFor();
const kept = (page) => page.locator("[data-live-kept] li");

/** Someone on a phone whose browser is all allowed, and has kept what it needs without a network. */
async function onPhone(person, options = {}) {
  const page = await openPage(browser, { permissions: ["geolocation"], timezoneId: "Europe/Madrid", ...options });
  await register(page, person, "/running/");
  await join(page, "Running");
  await eventually("a kept page", () => page.evaluate(async (at) =>
    Boolean(navigator.serviceWorker.controller && await caches.match(at) && await caches.match("/running/kept")), LIVE), 20);
  return page;
}

/** Seconds of the simulated clock: each with a place a bit to the north, and a pulse. */
async function outing(page, strap, seconds, at) {
  for (let second = 0; second < seconds; second += 1) {
    at.metres += 3;
    await page.context().setGeolocation({ latitude: 40.4 + at.metres / 111_195, longitude: -3.7, accuracy: 6 });
    strap.beats = 120 + (at.metres / 3) % 30;
    const reads = strap.reads;
    await page.clock.runFor(1_000);
    if (at.isHeard) await eventually("a pulse", () => strap.reads > reads, 5);
  }
}

test("a strap and a way become a workout, through a reload, a lost strap and a lost network", { skip }, async () => {
  const page = await onPhone(newcomer("Lena Ruiz"));
  const strap = await heartRateStrap(browser);
  await chooseFirst(page);
  await page.context().setGeolocation({ latitude: 40.4, longitude: -3.7, accuracy: 6 });
  await page.clock.install({ time: Date.now() - 150_000 });
  await page.goto(LIVE);

  await strapRow(page).getByRole("button").click();
  await strapRow(page).getByText("Connected").waitFor();
  await press(page, "Use");
  await page.locator("[data-place]").getByText("To 6 m").waitFor();
  await press(page, "Start");
  await says(page, "Recording");
  const at = { metres: 0, isHeard: false };
  await outing(page, strap, 5, at);
  at.isHeard = true;
  await outing(page, strap, 25, at);
  await strapRow(page).getByText("Connected: Strap 7").waitFor();
  assert.match(await figure(page, "heart_rate").textContent(), /^1[2-4]\d$/);
  assert.match(await figure(page, "distance").textContent(), /^0\.0[6-9]$/);
  assert.match(await figure(page, "speed").textContent(), /^\d+:\d\d$/, "a pace");
  assert.deepEqual(await seriousFindings(page), []);
  assert.equal(await overflow(page), 0);

  // The strap goes out of reach and says so; the way goes on. An emulated one does not come back.
  at.isHeard = false;
  await strap.drop();
  await strapRow(page).getByText("Connection lost").waitFor();
  await outing(page, strap, 3, at);

  // A reload loses nothing, and asks once; the strap waits for a touch.
  at.isHeard = false;
  await page.reload();
  await page.getByRole("heading", { name: "An unfinished recording" }).waitFor();
  assert.deepEqual(await seriousFindings(page), []);
  await press(page, "Continue");
  await says(page, "Recording");
  assert.equal(await page.getByRole("heading", { name: "An unfinished recording" }).count(), 0);
  await strapRow(page).getByRole("button", { name: /Connect again/ }).waitFor();
  await outing(page, strap, 5, at);

  // Without a network it goes on, and waits when it is over.
  await page.context().setOffline(true);
  await outing(page, strap, 10, at);
  await press(page, "Pause");
  await says(page, "Paused");
  const paused = await page.locator("[data-time]").textContent();
  await page.clock.runFor(5_000);
  assert.equal(await page.locator("[data-time]").textContent(), paused);
  await press(page, "Finish");
  await kept(page).filter({ hasText: "as soon as there is a network" }).waitFor();
  await page.reload();
  await kept(page).filter({ hasText: "as soon as there is a network" }).waitFor();
  await page.context().setOffline(false);
  // Nobody presses anything: it is tried again by itself.
  await eventually("it is sent", async () => {
    await page.clock.runFor(5_000);
    return await kept(page).count() === 0;
  }, 20);

  const { items } = await page.evaluate(async () => (await fetch("/api/v1/workouts?sport=running.run")).json());
  assert.equal(items.length, 1, "once");
  await page.goto(`/running/workouts/${items[0].id}`);
  await page.getByText("Strap 7").first().waitFor();
  await page.locator("[data-chart]").getByText("Heart rate").first().waitFor();
  const streams = await page.evaluate(async (id) =>
    (await fetch(`/api/v1/workouts/${id}/streams?channels=heart_rate,position_lat`)).json(), items[0].id);
  const told = (name) => JSON.stringify(streams).includes(name);
  assert.ok(told("heart_rate") && told("position_lat"));
  await strap.off();
  await page.finish();
});

test("with a network it ends on the workout's page; what is discarded is asked of once and gone", { skip }, async () => {
  const page = await onPhone(newcomer("Mats Lund"), { screen: "desktop" });
  await page.clock.install({ time: Date.now() - 30_000 });
  await page.goto(LIVE);
  await press(page, "Start");
  await page.clock.runFor(8_000);
  await press(page, "Pause");
  await press(page, "Resume");
  await press(page, "Lap");
  await page.clock.runFor(6_000);
  await press(page, "Pause");
  await follow(page, () => press(page, "Finish"));
  assert.match(new URL(page.url()).pathname, /^\/running\/workouts\//);

  await page.goto(LIVE);
  await press(page, "Start");
  await says(page, "Recording");
  await page.reload();
  await press(page, "Discard");
  await page.getByRole("dialog").getByRole("button", { name: "Keep it" }).click();
  await page.locator("[data-live-found]").getByRole("button", { name: "Discard" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Discard" }).click();
  await page.getByRole("button", { name: "Start", exact: true }).waitFor();
  await page.reload();
  await page.getByRole("button", { name: "Start", exact: true }).waitFor();
  assert.equal(await page.locator("[data-live-found]").isVisible(), false);
  await page.finish();
});

test("what is not allowed or not there is said, with what to do", { skip }, async () => {
  const page = await onPhone(newcomer("Nora Feld"), { permissions: [] });
  await page.goto(LIVE);
  await press(page, "Use");
  await page.getByText("Not allowed. Allow the place").waitFor();
  assert.deepEqual(await seriousFindings(page), []);
  const strap = await heartRateStrap(browser);
  await chooseNone(page);
  await strapRow(page).getByRole("button").click();
  await strapRow(page).getByText("No sensor was chosen").waitFor();
  await strap.off();
  await page.finish();

  const plain = await openPage(browser, { javaScriptEnabled: false });
  await logIn(plain, athlete, LIVE);
  await plain.getByText("Recording live needs JavaScript").waitFor();
  await plain.locator("main").getByRole("link", { name: "From files" }).last().waitFor();
  await plain.finish();

  const old = await launch();
  const without = await openPage(old);
  await logIn(without, athlete, LIVE);
  await without.getByText("This browser has no Web Bluetooth").waitFor();
  assert.equal(await strapRow(without).isVisible(), false);
  assert.deepEqual(await seriousFindings(without), []);
  await without.finish();
  await old.close();
});
