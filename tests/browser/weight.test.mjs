// What each page weighs on its way: requests, bytes and scripts as they are sent, with an empty cache.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, openPage } from "./browser.mjs";
import { athlete, athleteApi, demoIsReady, logIn, newestWorkout, skip } from "./people.mjs";

/** A page's own script, compressed. */
const SCRIPT_MAX = 60_000;
const REQUESTS_MAX = 12;

let browser;
let pages;
before(async () => {
  browser = await launch();
  if (skip) return;
  await demoIsReady();
  const run = await newestWorkout(await athleteApi(), "running.run");
  pages = {
    home: "/running/", record: "/running/record?from=hand", live: "/running/record/live", history: "/running/workouts", workout: `/running/workouts/${run.id}`,
    progress: "/running/progress", achievements: "/running/achievements", gear: "/running/gear", account: "/running/me",
  };
});
after(() => browser?.close());

/** Requests and bytes by kind, as the network saw them. */
async function weigh(page, address) {
  const network = await page.context().newCDPSession(page);
  await network.send("Network.enable");
  await network.send("Network.clearBrowserCache");
  const kinds = new Map();
  const weight = { requests: 0, bytes: 0, script: 0 };
  network.on("Network.responseReceived", ({ requestId, type }) => kinds.set(requestId, type));
  network.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    weight.requests += 1;
    weight.bytes += encodedDataLength;
    if (kinds.get(requestId) === "Script") weight.script += encodedDataLength;
  });
  const answer = await page.goto(address, { waitUntil: "networkidle" });
  assert.equal(answer.status(), 200, address);
  await network.detach();
  return weight;
}

test("no page is heavy", { skip }, async (t) => {
  const page = await openPage(browser, { serviceWorkers: "block" });
  await logIn(page, athlete, "/running/");
  // The first page of all keeps the empty forms for when there is no network; that is not each page's weight.
  await page.goto(pages.home, { waitUntil: "networkidle" });
  for (const [name, address] of Object.entries(pages)) {
    const { requests, bytes, script } = await weigh(page, address);
    t.diagnostic(`${name}: ${requests} requests, ${Math.round(bytes / 1000)} kB, of which ${Math.round(script / 1000)} kB script`);
    assert.ok(script < SCRIPT_MAX, `${name}: ${script} bytes of script`);
    assert.ok(requests > 0 && requests <= REQUESTS_MAX, `${name}: ${requests} requests`);
  }
  await page.finish();
});
