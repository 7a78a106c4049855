// The first half hour of a runner: register, confirm, join, load a watch's file, look at the workout.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { follow, launch, openPage, overflow, screens } from "./browser.mjs";
import { join, newcomer, register, skip, watchFile } from "./people.mjs";

let browser;
let file;
before(async () => {
  browser = await launch();
  if (!skip) file = await watchFile();
});
after(() => browser?.close());

async function begin(page, title) {
  await join(page, title);
  await page.getByRole("heading", { name: "Start with what you have done" }).waitFor();
}

async function upload(page, files, app = "running") {
  await page.goto(`/${app}/record?from=files`);
  await page.getByLabel("Choose files").setInputFiles(files);
  await page.getByRole("main").getByRole("button", { name: "Load files" }).click();
  await page.getByRole("heading", { name: "Your files" }).waitFor();
}

const row = (page, text) => page.getByRole("main").getByRole("listitem").filter({ hasText: text });

/** What the page of a recorded run shows, in the order in which one reads it. */
async function assertRunIsTold(page) {
  const main = page.getByRole("main");
  const hero = await main.getByLabel("Summary").locator(".num-xl").textContent();
  assert.match(hero, /Distance\s+\d+\.\d\d\s*km/);
  const route = await main.locator(".m-route").getAttribute("d");
  assert.ok(route.split(/[ML]/i).length > 20, `the route has a shape, not ${route}`);
  const lanes = await main.locator("[data-chart] .lane h3").allTextContents();
  assert.deepEqual(lanes.slice(0, 2), ["Pace", "Heart rate"]);
  const splits = main.getByRole("region", { name: "Splits" }).locator("tbody tr");
  assert.ok(await splits.count() >= 3, "a run has some kilometres");
  assert.equal(await splits.and(page.locator(".is-best")).count(), 1);
  const records = main.getByRole("region", { name: /record/ }).getByRole("listitem");
  assert.ok(await records.filter({ hasText: "5 km" }).count() >= 1, "the first run sets all its records");
}

for (const screen of Object.keys(screens)) {
  test(`a newcomer's first run, on a ${screen}`, { skip }, async () => {
    const page = await openPage(browser, { screen });
    await register(page, newcomer("Robin Vale"), "/running/");
    await begin(page, "Running");

    await upload(page, file);
    const recorded = row(page, "Recorded");
    assert.match(await recorded.textContent(), /record/, "the first run's records are told at once");
    await follow(page, () => recorded.getByRole("link").click());
    await assertRunIsTold(page);
    assert.equal(await overflow(page), 0);

    await upload(page, file);
    await row(page, "Was here already").waitFor();
    await page.finish();
  });
}

test("days are those of the browser's zone from the start", { skip }, async () => {
  const page = await openPage(browser, { timezoneId: "Asia/Omsk" });
  await register(page, newcomer("Vera Lund"), "/running/");
  await page.goto("/running/me");
  assert.equal(await page.locator("#zone").inputValue(), "Asia/Omsk");
  await page.finish();
});

test("several files at once, each with its own result", { skip }, async () => {
  const page = await openPage(browser, { screen: "desktop" });
  await register(page, newcomer("Kim Abel"), "/running/");
  await begin(page, "Running");
  const broken = { ...file, name: "cut.fit", buffer: file.buffer.subarray(0, 40) };
  await upload(page, [file, broken]);
  await row(page, "run.fit").filter({ hasText: "Recorded" }).waitFor();
  await row(page, "cut.fit").filter({ hasText: "Not loaded" }).waitFor();
  await page.finish();
});

test("a watch's strength session: the rests between the sets are no sets", { skip }, async () => {
  const page = await openPage(browser);
  await register(page, newcomer("Toni Reck"), "/strength/");
  await begin(page, "Strength");
  await upload(page, await watchFile("strength.strength_training"), "strength");
  await follow(page, () => row(page, "Recorded").getByRole("link").click());
  const sets = await page.getByRole("region", { name: "Set" }).locator("tbody tr").allTextContents();
  assert.ok(sets.length >= 8, "a session has some sets");
  for (const set of sets) assert.match(set, /kg/, "each has its load");
  await page.finish();
});

test("a finger over one chart reads all of them there", { skip }, async () => {
  const page = await openPage(browser, { screen: "desktop" });
  await register(page, newcomer("Sasha Lind"), "/running/");
  await begin(page, "Running");
  await upload(page, file);
  await follow(page, () => row(page, "Recorded").getByRole("link").click());
  const readouts = page.locator("[data-chart] [data-readout]");
  const summaries = await readouts.allTextContents();
  await page.locator("[data-chart] .lane svg").first().hover();
  const there = await readouts.allTextContents();
  assert.equal(there.length, summaries.length);
  there.forEach((text, i) => assert.notEqual(text, summaries[i]));
  await page.finish();
});
