// The core by keyboard alone: nothing here clicks, and what has the focus is always seen.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { follow, launch, openPage } from "./browser.mjs";
import { join, newcomer, register, skip } from "./people.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

const hasFocus = (target) => target.evaluate((element) => element === document.activeElement);

/** Whether the focused thing, or the frame around a field, is ringed. */
const isRinged = (target) => target.evaluate((element) => {
  const rings = [element, element.closest(".input"), element.nextElementSibling].filter(Boolean);
  return rings.some((each) => {
    const { boxShadow, outlineStyle } = getComputedStyle(each);
    return boxShadow !== "none" || outlineStyle !== "none";
  });
});

/** Goes on with Tab until `target` has the focus. */
async function tabTo(page, target) {
  for (let presses = 0; presses < 80; presses += 1) {
    if (await hasFocus(target)) {
      assert.ok(await isRinged(target), `the focus is seen on ${target}`);
      return;
    }
    await page.keyboard.press("Tab");
  }
  assert.fail(`Tab does not reach ${target}`);
}

async function type(page, target, text) {
  await tabTo(page, target);
  await page.keyboard.type(text);
}

/** Presses what has the focus and leads to another page. */
const enter = (page) => follow(page, () => page.keyboard.press("Enter"));

test("log in, record a run and save it", { skip }, async () => {
  const person = newcomer("Ines Falk");
  const first = await openPage(browser, { screen: "desktop" });
  await register(first, person, "/running/");
  await join(first, "Running");
  await first.finish();

  const page = await openPage(browser, { screen: "desktop" });
  await page.goto("/login?next=/running/");
  await page.keyboard.press("Tab");
  assert.ok(await hasFocus(page.getByRole("link", { name: "Skip to content" })), "the first stop skips the navigation");
  await type(page, page.getByLabel("E-mail"), person.email);
  await type(page, page.getByLabel("Password"), person.password);
  await enter(page);
  assert.equal(new URL(page.url()).pathname, "/running/");

  await tabTo(page, page.getByRole("navigation").getByRole("link", { name: "Record", exact: true }));
  await enter(page);
  assert.equal(new URL(page.url()).pathname, "/running/record");
  await tabTo(page, page.getByRole("link", { name: "By hand" }));
  await enter(page);
  await type(page, page.getByRole("textbox", { name: /^Distance/ }), "6.2");
  await type(page, page.getByRole("textbox", { name: /^Time/ }), "34:20");
  await tabTo(page, page.locator(".actionbar").getByRole("button", { name: "Save" }));
  await enter(page);
  await page.locator(".num-xl").filter({ hasText: "6.2" }).waitFor();
  await page.finish();
});
