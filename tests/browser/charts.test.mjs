// A day's recording looked at closely, and cut by its handles; each step by mouse or keyboard, as people do.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { follow, launch, openPage } from "./browser.mjs";
import { faces, faults } from "./looks.mjs";
import { join, logIn, newcomer, register, skip } from "./people.mjs";

const HOURS = 24;
const LENGTH = HOURS * 3600;

let browser;
let person;
let address;

/** A day's walk as a table: a sample each two seconds, with a short climb that only close charts show. */
function day() {
  const rows = ["time,heart_rate,altitude,distance"];
  const start = Date.UTC(2026, 10, 14, 4, 0, 0);
  for (let second = 0; second <= LENGTH; second += 2) {
    const rate = 105 + Math.round(18 * Math.sin(second / 900) + 6 * Math.sin(second / 47));
    const height = (300 + 120 * Math.sin(second / 9000) + 8 * Math.sin(second / 60)).toFixed(1);
    rows.push(`${new Date(start + second * 1000).toISOString()},${rate},${height},${(second * 1.1).toFixed(1)}`);
  }
  return { name: "day.csv", mimeType: "text/csv", buffer: Buffer.from(rows.join("\n")) };
}

before(async () => {
  browser = await launch();
  if (skip) return;
  person = newcomer("Marta Sund");
  const page = await openPage(browser, { screen: "desktop" });
  await register(page, person, "/running/");
  await join(page, "Running");
  await page.goto("/running/record?from=files");
  page.setDefaultTimeout(120_000);
  await page.locator("input[type=file]").setInputFiles(day());
  await page.locator("form[data-upload] button[type=submit]").click();
  await page.locator("main .rows a[href*='/workouts/']").first().waitFor();
  address = new URL(await page.locator("main .rows a[href*='/workouts/']").first().getAttribute("href"), page.url()).pathname;
  await page.finish();
});
after(() => browser?.close());

/** The page of the day's workout, with its owner logged in; `asked` grows by each request for charts. */
async function atDay(options = {}) {
  const page = await openPage(browser, { screen: "desktop", ...options });
  await logIn(page, person, "/running/");
  await page.goto(address);
  const asked = [];
  page.on("request", (request) => {
    if (request.url().includes("/charts")) asked.push(new URL(request.url()).search);
  });
  return { page, asked };
}

const way = (page, name) => page.locator(`[data-way=${name}]`);
const shown = async (page) => (await page.locator("[data-zoom]").getAttribute("data-shown")).split(" ").map(Number);
const isAt = (page, part) => page.waitForFunction((wanted) => document.querySelector("[data-zoom]")?.dataset.shown
  .split(" ").every((at, n) => Math.abs(at - wanted[n]) <= 1), part);

/** How many points of the first lane stand for samples of a part. */
const pointsIn = (page, [from, to]) => page.evaluate(([first, last]) => {
  const times = document.querySelector("[data-times]").dataset.times.split(" ").map(Number);
  const values = document.querySelector("svg[data-values]").dataset.values.split("|");
  return values.filter((value, n) => value && times[n] >= first && times[n + 1] <= last).length;
}, [from, to]);

test("closer charts hold more samples, and the whole comes back", { skip }, async () => {
  const { page, asked } = await atDay();
  const whole = [0, LENGTH];
  assert.deepEqual(await shown(page), whole);
  for (let length = LENGTH / 2; length > 3600; length /= 2) {
    const middle = LENGTH / 2;
    const part = [middle - length / 2, middle + length / 2];
    const before = await pointsIn(page, part);
    const answer = page.waitForResponse((response) => response.url().includes("/charts?from="));
    await way(page, "closer").focus();
    await page.keyboard.press("Enter");
    const { size, status } = await (async () => {
      const response = await answer;
      return { size: (await response.body()).length, status: response.status() };
    })();
    assert.equal(status, 200);
    assert.ok(size < 60_000, `${size} bytes for ${length} s`);
    await isAt(page, part);
    const held = await pointsIn(page, part);
    assert.ok(held > before * 1.8, `${held} points after ${before}`);
    assert.equal(await page.evaluate(() => document.activeElement.dataset.way), "closer", "the button keeps the focus");
  }
  assert.equal(asked.length, 4);
  const closest = await shown(page);
  assert.match(page.url(), /\?from=\d+&to=\d+$/);
  assert.match(await page.locator("[data-part]").textContent(), /^\d+:\d\d:\d\d\s–\s\d+:\d\d:\d\d$/);

  await page.goBack();
  await page.waitForFunction((length) => {
    const [from, to] = document.querySelector("[data-zoom]").dataset.shown.split(" ").map(Number);
    return to - from > length * 1.5;
  }, closest[1] - closest[0]);
  await way(page, "whole").focus();
  await page.keyboard.press("Enter");
  await isAt(page, whole);
  assert.ok(!page.url().includes("from="), page.url());
  assert.ok(await way(page, "whole").isHidden());
  // What was drawn once is not asked for again.
  assert.equal(asked.length, 4);
  await page.finish();
});

test("a late answer does not overwrite a newer one", { skip }, async () => {
  const { page, asked } = await atDay();
  let release;
  const held = new Promise((resolve) => { release = resolve; });
  let first = true;
  await page.route("**/charts?*", async (route) => {
    if (first) {
      first = false;
      const response = await route.fetch().catch(() => null);
      await held;
      await (response ? route.fulfill({ response }) : route.abort()).catch(() => {});
    } else {
      await route.continue();
    }
  });
  await way(page, "closer").click();
  await page.locator("[data-charts][aria-busy=true]").waitFor();
  assert.equal(await page.getByRole("status").filter({ hasText: "Loading more detail" }).count(), 1);
  await page.evaluate(() => { history.replaceState(null, "", "?from=3600&to=7200"); dispatchEvent(new PopStateEvent("popstate")); });
  await isAt(page, [3600, 7200]);
  release();
  await page.waitForTimeout(400);
  assert.deepEqual(await shown(page), [3600, 7200]);
  assert.equal(await page.locator("[data-charts][aria-busy]").count(), 0);
  assert.equal(asked.length, 2);
  await page.finish();
});

test("a mouse chooses a part, and reads it", { skip }, async () => {
  const { page } = await atDay();
  const plot = page.locator("svg[data-values]").first();
  await plot.scrollIntoViewIfNeeded();
  const box = await plot.boundingBox();
  await page.mouse.move(box.x + box.width * 0.25, box.y + 30);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.375, box.y + 30, { steps: 4 });
  assert.ok(Number(await page.locator(".c-pick").first().getAttribute("width")) > 70);
  await page.mouse.up();
  await page.waitForFunction((length) => {
    const [from, to] = document.querySelector("[data-zoom]").dataset.shown.split(" ").map(Number);
    return Math.abs(from - length / 4) < 900 && Math.abs(to - (length * 3) / 8) < 900;
  }, LENGTH);
  await page.mouse.move(box.x + box.width / 2, box.y + 31);
  assert.match(await page.locator("[data-readout]").first().textContent(), / · \d+\.\d\skm$/);
  await page.finish();
});

test("without a network the loaded samples are cut", { skip }, async () => {
  const { page } = await atDay();
  const before = await pointsIn(page, [LENGTH / 4, (LENGTH * 3) / 4]);
  await page.context().setOffline(true);
  await way(page, "closer").click();
  await page.getByRole("status").filter({ hasText: "No network" }).waitFor();
  const half = [LENGTH / 4, (LENGTH * 3) / 4];
  await isAt(page, half);
  const points = await pointsIn(page, [0, LENGTH]);
  assert.ok(Math.abs(points - before) <= 2, `${points} points of ${before}`);
  await way(page, "later").click();
  await isAt(page, [LENGTH / 2, LENGTH]);
  await way(page, "whole").click();
  await isAt(page, [0, LENGTH]);
  await page.context().setOffline(false);
  await way(page, "closer").click();
  await page.waitForFunction(() => document.querySelector("[data-said]").textContent === "" && document.querySelector("[data-zoom]").dataset.shown !== "0.0 86400.0");
  assert.ok(await pointsIn(page, half) > before * 1.8, "the server's own samples come when there is a network");
  await page.finish();
});

test("a cut by keyboard fills the fields, is kept and undone", { skip }, async () => {
  const { page } = await atDay();
  await page.getByText("Cut, split, correct").click();
  const [from, to] = [page.getByRole("slider", { name: "Start of what stays" }), page.getByRole("slider", { name: "End of what stays" })];
  await from.focus();
  for (let n = 0; n < 30; n += 1) await page.keyboard.press("ArrowRight");
  for (let n = 0; n < 2; n += 1) await page.keyboard.press("Shift+ArrowRight");
  assert.equal(await page.locator("#rec-from").inputValue(), "2:30");
  assert.equal(await from.getAttribute("aria-valuetext"), "2:30");
  await to.focus();
  await page.keyboard.press("PageDown");
  const end = Number(await to.inputValue());
  assert.ok(end < LENGTH, "it moved");
  // The other way round: what is typed moves the handle.
  await page.locator("#rec-to").fill("3:02:30");
  assert.equal(await to.inputValue(), "10950");
  assert.equal(await page.locator("[data-trim=crop] [data-told]").textContent(), "3:00:00 stays, 21:00:00 goes");
  const gone = page.locator("[data-trim=crop] [data-gone=after]");
  assert.ok(Math.abs(Number(await gone.getAttribute("width")) - (640 * (LENGTH - 10950)) / LENGTH) < 0.01);
  await from.focus();
  await page.keyboard.press("End");
  assert.equal(await page.locator("#rec-from").inputValue(), "3:02:29", "the handles do not pass each other");
  await page.locator("#rec-from").fill("2:30");
  await follow(page, () => page.getByRole("button", { name: "Keep this stretch" }).press("Enter"));
  await page.getByText("Cut to 2:30 – 3:02:30").first().waitFor();
  assert.deepEqual((await shown(page))[1], 10_800);
  assert.match(await page.locator("#recording").textContent(), /up to 3:00:00/);

  await follow(page, () => page.getByRole("button", { name: /^Undo/ }).first().press("Enter"));
  await page.waitForFunction((length) => document.querySelector("[data-zoom]")?.dataset.shown.split(" ").map(Number)[1] === length, LENGTH);
  await page.finish();
});

test("a split is chosen by one handle", { skip }, async () => {
  const { page } = await atDay();
  await page.getByText("Cut, split, correct").click();
  const at = page.getByRole("slider", { name: "Where it is split" });
  assert.equal(await page.locator("#rec-at").inputValue(), "", "nothing is chosen yet");
  await at.focus();
  await page.keyboard.press("ArrowLeft");
  assert.equal(await page.locator("#rec-at").inputValue(), "11:59:59");
  const drawing = page.locator("[data-trim=split] svg");
  const box = await drawing.boundingBox();
  await drawing.click({ position: { x: box.width / 4, y: 20 } });
  const chosen = Number(await at.inputValue());
  assert.ok(Math.abs(chosen - LENGTH / 4) < LENGTH / box.width + 1, `${chosen}`);
  await follow(page, () => page.getByRole("button", { name: "Split", exact: true }).press("Enter"));
  await page.getByText(/^Split at 5:5\d:\d\d|^Split at 6:0\d:\d\d/).first().waitFor();
  assert.equal((await shown(page))[1], chosen);
  await follow(page, () => page.getByRole("button", { name: /^Undo/ }).first().press("Enter"));
  await page.waitForFunction((length) => document.querySelector("[data-zoom]")?.dataset.shown.split(" ").map(Number)[1] === length, LENGTH);
  await page.finish();
});

test("handles are as large as a finger, and no face has a finding", { skip }, async () => {
  for (const face of faces) {
    const { page } = await atDay(face);
    await page.locator("#recording details > summary").click();
    const sizes = await page.locator("[data-way]:visible, .trim-handle").evaluateAll((all) => all.map((one) => {
      const { width, height } = one.getBoundingClientRect();
      return { name: one.getAttribute("aria-label") ?? one.textContent, width, height };
    }));
    assert.ok(sizes.length >= 7);
    for (const { name, width, height } of sizes) assert.ok(width >= 44 && height >= 44, `${name}: ${width} by ${height}`);
    assert.deepEqual(await faults(page, address, face.locale), []);
    await way(page, "closer").click();
    await isAt(page, [LENGTH / 4, (LENGTH * 3) / 4]);
    assert.deepEqual(await faults(page, `${address} closer`, face.locale), []);
    await page.finish();
  }
});

test("without script the ways are links and the times are typed", { skip }, async () => {
  const { page } = await atDay({ javaScriptEnabled: false });
  await way(page, "closer").click();
  await page.waitForURL("**/workouts/*?from=21600&to=64800#charts");
  assert.match(await page.locator("[data-part]").textContent(), /6:00:00/);
  await follow(page, () => way(page, "whole").click());
  assert.equal(await page.locator("[data-part]").textContent(), "");
  await page.locator("#recording details > summary").click();
  assert.ok(await page.locator("[data-trim=crop]").isHidden());
  assert.ok(await page.locator("#rec-from").isVisible());
  await page.finish();
});
