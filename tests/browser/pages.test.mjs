// Every page of an app in its empty, full and error state, for three archetypes: a track, sets, a match. Each without
// serious findings of axe-core, no wider than its screen, without a script error and in the language asked for.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { randomUUID } from "node:crypto";
import { follow, launch, openPage } from "./browser.mjs";
import { allFaults, faces, faults } from "./looks.mjs";
import { athlete, athleteApi, demoIsReady, logIn, newcomer, newestWorkout, register, skip } from "./people.mjs";

const archetypes = [
  { pack: "running", sport: "running.run", name: "track" },
  { pack: "strength", sport: "strength.strength_training", name: "sets" },
  { pack: "padel", sport: "padel.padel_match", name: "match" },
];

const pages = [
  "", "record?from=hand", "record?from=files", "record/live", "workouts", "progress", "records", "achievements", "gear", "gear/new",
  "profile", "notices", "notices/settings", "me", "devices", "devices/polar", "devices/strava-export", "devices/ble-heart-rate",
];

/** Addresses that are asked for something that cannot be. */
const wrong = ["workouts?from=yesterday&to=31.02.", "workouts?q=nothing-of-the-kind", "progress?from=soon&period=own", `workouts/${randomUUID()}`, "devices?q=nothing-of-the-kind"];

let browser;
const workouts = {};
before(async () => {
  browser = await launch();
  if (skip) return;
  await demoIsReady();
  const call = await athleteApi();
  for (const { pack, sport } of archetypes) {
    const { id } = await newestWorkout(call, sport);
    workouts[pack] = [`workouts/${id}`, `workouts/${id}/edit`];
  }
});
after(() => browser?.close());

const at = (pack, paths) => paths.map((path) => `/${pack}/${path}`);

for (const face of faces) {
  const looks = Object.values(face).join(", ");

  test(`full: ${looks}`, { skip }, async () => {
    const page = await openPage(browser, face);
    await logIn(page, athlete, "/running/");
    for (const { pack } of archetypes) {
      assert.deepEqual(await allFaults(page, at(pack, [...pages, ...workouts[pack]]), face.locale), []);
    }
    await page.finish();
  });

  test(`asked for what is not there: ${looks}`, { skip }, async () => {
    const page = await openPage(browser, face);
    await logIn(page, athlete, "/running/");
    for (const { pack } of archetypes) {
      assert.deepEqual(await allFaults(page, at(pack, wrong), face.locale), []);
    }
    await page.finish();
  });
}

test("empty: each page teaches the first step, in both languages", { skip }, async () => {
  const person = newcomer("Noor Sand");
  const page = await openPage(browser, { screen: "phone", locale: "en-GB" });
  await register(page, person, "/running/");
  for (const { pack } of archetypes) {
    await page.goto(`/${pack}/`);
    await follow(page, () => page.locator(`form[action="/${pack}/join"] button`).first().click());
    assert.deepEqual(await allFaults(page, at(pack, pages), "en-GB"), []);
  }
  await page.finish();
  const dark = await openPage(browser, { screen: "desktop", locale: "ru-RU", colorScheme: "dark" });
  await logIn(dark, person, "/running/");
  for (const { pack } of archetypes) {
    assert.deepEqual(await allFaults(dark, at(pack, pages), "ru-RU"), []);
  }
  await dark.finish();
});

for (const { pack, name } of archetypes) {
  test(`a form of ${name} with errors keeps what was typed and says what to mend`, { skip }, async () => {
    const page = await openPage(browser, { javaScriptEnabled: true });
    await logIn(page, athlete, `/${pack}/`);
    await page.goto(`/${pack}/record?from=hand`);
    const duration = page.locator("input[name='duration'], input[name$='.duration']").first();
    await duration.fill("as long as it took");
    await follow(page, () => page.locator(".actionbar button[value=save], .actionbar button[type=submit]").last().click());
    await page.getByRole("alert").first().waitFor();
    assert.equal(await page.locator("input[name='duration'], input[name$='.duration']").first().inputValue(), "as long as it took");
    assert.deepEqual(await faults(page, `/${pack}/record`, "en"), []);
    await page.finish();
  });
}
