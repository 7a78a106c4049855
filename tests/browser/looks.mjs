// How pages are looked at: the faces they are met in, and what is wrong with one.
import { overflow, seriousFindings } from "./browser.mjs";

// Each pair of screen, colours and language meets once: what breaks a page seldom needs all three.
export const faces = [
  { screen: "phone", colorScheme: "light", locale: "en-GB" },
  { screen: "phone", colorScheme: "dark", locale: "ru-RU" },
  { screen: "desktop", colorScheme: "light", locale: "ru-RU" },
  { screen: "desktop", colorScheme: "dark", locale: "en-GB" },
];

/** What is wrong with the page that stands there now, one line each. */
export async function faults(page, address, locale) {
  const language = await page.locator("html").getAttribute("lang");
  const wide = await overflow(page);
  const found = await seriousFindings(page);
  if (wide > 0) found.push(`${wide} px wider than the screen`);
  if (!locale.startsWith(language)) found.push(`is in ${language}`);
  if ((await page.locator("h1").count()) !== 1) found.push("has not one heading of the first level");
  return found.map((line) => `${address}: ${line}`);
}

/** The same of each address. */
export async function allFaults(page, addresses, locale) {
  const found = [];
  for (const address of addresses) {
    const answer = await page.goto(address);
    if (answer.status() >= 500) found.push(`${address}: ${answer.status()}`);
    found.push(...await faults(page, address, locale));
  }
  return found;
}
