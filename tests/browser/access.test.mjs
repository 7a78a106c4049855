// Every page without serious findings of axe-core, no wider than its screen, and without a script error.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { follow, launch, openPage, overflow, seriousFindings } from "./browser.mjs";
import { allFaults, faces } from "./looks.mjs";
import { athlete, demoIsReady, logIn, skip } from "./people.mjs";

let browser;
before(async () => {
  browser = await launch();
  if (!skip) await demoIsReady();
});
after(() => browser?.close());

const front = ["/", "/running/", "/register", "/login", "/forgot", "/api", "/nowhere"];
// What the pages of every app are, pages.test.mjs looks at.
const own = ["/account", "/account/profile", "/running/gear/new?kind=running.running_shoes"];

for (const face of faces) {
  const name = Object.values(face).join(", ");
  test(`pages for everyone: ${name}`, { skip }, async () => {
    const page = await openPage(browser, face);
    assert.deepEqual(await allFaults(page, front, face.locale), []);
    await page.finish();
  });

  test(`an athlete's pages: ${name}`, { skip }, async () => {
    const page = await openPage(browser, face);
    await logIn(page, athlete, "/running/");
    assert.deepEqual(await allFaults(page, own, face.locale), []);
    await page.finish();
  });
}

test("a form with errors is sound too", { skip }, async () => {
  const page = await openPage(browser);
  await logIn(page, athlete, "/running/");
  await page.goto("/running/record?from=hand");
  await page.getByRole("textbox", { name: /^Distance/ }).fill("far");
  await page.getByRole("textbox", { name: /^Time/ }).fill("long");
  await follow(page, () => page.locator(".actionbar").getByRole("button", { name: "Save" }).click());
  await page.getByRole("alert").waitFor();
  assert.deepEqual(await seriousFindings(page), []);
  assert.equal(await overflow(page), 0);
  await page.finish();
});
