import { mkdir } from "node:fs/promises";
import path from "node:path";
import { launch, openPage, screens } from "./browser.mjs";
import { athlete, athleteApi, bestWorkout, demoIsReady, logIn, newestWorkout } from "./people.mjs";
const [folder] = process.argv.slice(2);
screens.phone = { ...screens.phone, viewport: { width: 390, height: 844 } };
await demoIsReady();
await mkdir(folder, { recursive: true });
const call = await athleteApi();
const run = await bestWorkout(call, "running.run");
const lift = await newestWorkout(call, "strength.strength_training");
const pages = {
  home: "/running/", history: "/running/workouts", historyf: "/running/workouts?least=8&most=9&by=week", progress: "/running/progress", pace: "/running/progress?metric=running.pace&period=quarter",
  all: "/running/progress?period=all", month: "/running/progress?period=month&metric=core.duration", own: "/running/progress?from=2026-11-20&to=2026-11-01", growth: "/running/records/growth?record=running.pace/best/distance/5000",
  records: "/running/records", workout: `/running/workouts/${run.id}`, lift: `/strength/workouts/${lift.id}`, strength: "/strength/progress",
};
const faces = [["phone","light","en-GB"],["desktop","dark","en-GB"],["phone","dark","ru-RU"],["desktop","light","ru-RU"]];
const browser = await launch();
try {
  for (const [screen, colorScheme, locale] of faces) {
    const page = await openPage(browser, { screen, colorScheme, locale });
    await logIn(page, athlete, "/running/");
    for (const [name, address] of Object.entries(pages)) {
      await page.setViewportSize(screens[screen].viewport);
      const answer = await page.goto(address);
      if (answer.status() !== 200) console.log(name, answer.status());
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (wide > 0) console.log(name, screen, locale, "scrolls by", wide);
      const full = await page.evaluate(() => document.documentElement.scrollHeight);
      await page.setViewportSize({ width: screens[screen].viewport.width, height: Math.max(800, full) });
      await page.screenshot({ path: path.join(folder, `${name}-${screen}-${colorScheme}-${locale.slice(0, 2)}.png`), fullPage: true });
    }
    await page.finish();
  }
} finally { await browser.close(); }
