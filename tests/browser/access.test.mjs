// Every page without serious findings of axe-core, no wider than its screen, and without a script error.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, openPage, overflow, seriousFindings } from "./browser.mjs";
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

// Each pair of screen, colours and language meets once: what breaks a page seldom needs all three.
const faces = [
  { screen: "phone", colorScheme: "light", locale: "en-GB" },
  { screen: "phone", colorScheme: "dark", locale: "ru-RU" },
  { screen: "desktop", colorScheme: "light", locale: "ru-RU" },
  { screen: "desktop", colorScheme: "dark", locale: "en-GB" },
];

/** What is wrong with the page at an address, one line each. */
async function faults(page, address, locale) {
  await page.goto(address);
  const language = await page.locator("html").getAttribute("lang");
  const wide = await overflow(page);
  const found = await seriousFindings(page);
  if (wide > 0) found.push(`${wide} px wider than the screen`);
  if (!locale.startsWith(language)) found.push(`is in ${language}`);
  return found.map((line) => `${address}: ${line}`);
}

async function allFaults(page, addresses, locale) {
  const found = [];
  for (const address of addresses) found.push(...await faults(page, address, locale));
  return found;
}

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
  await page.locator(".actionbar").getByRole("button", { name: "Save" }).click();
  await page.getByRole("alert").waitFor();
  assert.deepEqual(await seriousFindings(page), []);
  assert.equal(await overflow(page), 0);
  await page.finish();
});
