// Chromium for the tests: one launch, pages as a phone or a desktop, and the accessibility check.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const axeSource = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Address of the server under test, without a slash at its end; undefined when none runs. */
export const baseUrl = process.env.STADION_URL?.replace(/\/$/, "");

/** The two screens every story runs on; widths and heights in CSS pixels. */
export const screens = {
  phone: { viewport: { width: 360, height: 780 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true },
  desktop: { viewport: { width: 1280, height: 900 }, deviceScaleFactor: 1 },
};

// Chromium looks for nothing on the network but what a page asks for.
const quiet = [
  "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];

/** A headless Chromium with a fresh profile; its sandbox cannot run as root. The caller closes it. */
export function launch(further = []) {
  const root = process.getuid?.() === 0;
  return chromium.launch({
    executablePath: process.env.STADION_CHROMIUM ?? "/usr/bin/chromium",
    chromiumSandbox: !root,
    args: [...quiet, ...further],
  });
}

/**
 * A page in a context of its own: no cookie is shared with another page.
 * `options`: screen "phone" | "desktop", and whatever Playwright's newContext takes
 * (javaScriptEnabled, colorScheme, locale, timezoneId).
 * A script error on the page rejects `page.finish()`, which also closes the context.
 */
export async function openPage(browser, { screen = "phone", ...options } = {}) {
  const context = await browser.newContext({ ...screens[screen], baseURL: baseUrl, ...options });
  const page = await context.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(error));
  page.setDefaultTimeout(20_000);
  page.finish = async () => {
    await context.close();
    if (errors.length > 0) throw new AggregateError(errors, `script errors on ${page.url()}`);
  };
  return page;
}

/**
 * Does what leads to another page, and waits until that page is there: clicks and keys only begin the way. Without it,
 * what is read next may be the old page, and going elsewhere may cut off a form that is being sent.
 */
export async function follow(page, act) {
  await Promise.all([page.waitForEvent("load"), act()]);
}

/**
 * What axe-core finds against WCAG 2.2 A and AA with serious or critical impact, one line for each element.
 * A context with JavaScript off cannot run it: check the same page with it on.
 */
export async function seriousFindings(page) {
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }));
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${id}: ${help} (${target.join(" ")})`));
}

/** How far the page is wider than its screen, in CSS pixels; 0 is right. */
export function overflow(page) {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
