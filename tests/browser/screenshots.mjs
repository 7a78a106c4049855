// usage: STADION_URL=… node screenshots.mjs FOLDER DOCS-FOLDER [NAME…]; see scripts/screenshots.sh
// Where names are given, these pages alone. Every page as phone and desktop, light and dark, in two languages; and the pictures of the README and the docs.
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { launch, openPage, screens } from "./browser.mjs";
import { athlete, athleteApi, bestWorkout, demoIsReady, join, logIn, newcomer, newestWorkout, register } from "./people.mjs";

const [folder, docs, ...names] = process.argv.slice(2);
screens.phone = { ...screens.phone, viewport: { width: 390, height: 844 } };

const front = { sports: "/", start: "/running/", register: "/register", login: "/login", forgot: "/forgot", api: "/api", missing: "/nowhere" };
const own = {
  home: "/running/", "home-strength": "/strength/", "home-padel": "/padel/", "record-padel": "/padel/record?from=hand", "record-hand": "/running/record?from=hand",
  "record-files": "/running/record?from=files", "record-live": "/running/record/live", "record-strength": "/strength/record?from=hand",
  history: "/running/workouts", "history-nothing": "/running/workouts?q=nothing", records: "/running/records",
  progress: "/running/progress", "progress-pace": "/running/progress?metric=running.pace&period=all",
  notices: "/running/notices", me: "/running/me", profile: "/running/profile", gear: "/running/gear",
  "gear-new": "/running/gear/new?kind=running.running_shoes", achievements: "/running/achievements",
  devices: "/running/devices", "device-file": "/running/devices/garmin-export", "device-cloud": "/running/devices/polar",
  "device-ble": "/running/devices/ble-heart-rate", "device-api": "/running/devices/generic-json",
};

/** Makes the screen as high as the page, so that what is fixed to it stands at its end. */
async function unroll(page) {
  const { width, height } = page.viewportSize();
  const full = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width, height: Math.max(height, full) });
}

async function shoot(page, addresses, face) {
  const { screen, colorScheme, locale } = face;
  const wanted = ([name]) => names.length === 0 || names.includes(name);
  for (const [name, address] of Object.entries(addresses).filter(wanted)) {
    await page.setViewportSize(screens[screen].viewport);
    await page.goto(address);
    await unroll(page);
    const file = `${name}-${screen}-${colorScheme}-${locale.slice(0, 2)}.png`;
    await page.screenshot({ path: path.join(folder, file), fullPage: true });
  }
}

async function gallery(browser, workouts) {
  for (const screen of Object.keys(screens)) {
    for (const colorScheme of ["light", "dark"]) {
      for (const locale of ["en-GB", "ru-RU"]) {
        const face = { screen, colorScheme, locale };
        const page = await openPage(browser, face);
        await shoot(page, front, face);
        await logIn(page, athlete, "/running/");
        await shoot(page, { ...own, ...workouts }, face);
        await page.finish();
      }
    }
  }
}

/** The first page of someone who has just come. */
async function empty(browser) {
  const face = { screen: "phone", colorScheme: "light", locale: "en-GB" };
  const page = await openPage(browser, face);
  await register(page, newcomer("Robin Vale"), "/running/");
  await shoot(page, { join: "/running/" }, face);
  await join(page, "Running");
  await shoot(page, { "home-empty": "/running/", "history-empty": "/running/workouts", "records-empty": "/running/records" }, face);
  await page.finish();
}

/** What the README and docs/pages.md show: the top of a page as a screen shows it. */
async function pictures(browser, faces) {
  for (const { screen, colorScheme, of } of faces) {
    const page = await openPage(browser, { screen, colorScheme, locale: "en-GB" });
    await logIn(page, athlete, "/running/");
    for (const [name, address] of Object.entries(of)) {
      await page.goto(address);
      await page.screenshot({ path: path.join(docs, `${name}.png`) });
    }
    await page.finish();
  }
}

await demoIsReady();
await mkdir(folder, { recursive: true });
await mkdir(docs, { recursive: true });
const call = await athleteApi();
const run = await bestWorkout(call, "running.run");
const lifting = await newestWorkout(call, "strength.strength_training");
const at = `/running/workouts/${run.id}`;
const browser = await launch();
try {
  if (names.length === 0) await pictures(browser, [
    { screen: "desktop", colorScheme: "light", of: { workout: at, progress: own.progress } },
    { screen: "desktop", colorScheme: "dark", of: { "home-dark": own.home } },
    {
      screen: "phone", colorScheme: "light",
      of: {
        "workout-phone": at, home: own.home, "record-track": own["record-hand"], "record-sets": own["record-strength"],
        "record-match": own["record-padel"], history: own.history, badges: own.achievements, gear: own.gear,
      },
    },
  ]);
  await gallery(browser, { workout: at, edit: `${at}/edit`, "workout-strength": `/strength/workouts/${lifting.id}` });
  if (names.length === 0) await empty(browser);
} finally {
  await browser.close();
}
