// People of the stories: the demo athlete with a training history, and newcomers who register as anyone would.
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { randomUUID } from "node:crypto";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { baseUrl, follow } from "./browser.mjs";

/** The account that every demo server has; see engine/src/domains/demo.rs. */
export const athlete = { name: "Dana Reyes", email: "athlete@demo.stadion.test", password: "stadion demo" };

/** What the test options say when there is no demo server whose mails can be read. */
export const skip = !(baseUrl && process.env.STADION_DATA) && "needs a demo server: scripts/with-server.sh";

/** Someone whom the server does not know yet. */
export function newcomer(name) {
  return { name, email: `${randomUUID()}@browser.stadion.test`, password: "three quiet hills" };
}

/** Asks `attempt` again until it answers something true, and answers that. */
export async function eventually(what, attempt, seconds = 60) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const found = await attempt();
    if (found) return found;
    if (Date.now() > end) throw new Error(`${what}: not within ${seconds} s`);
    await sleep(100);
  }
}

/** The text of a mail body as lettre sends it: plain, quoted-printable or base64. */
function decoded(mail) {
  const [head, ...rest] = mail.split(/\r?\n\r?\n/);
  const body = rest.join("\n\n");
  const coding = /^Content-Transfer-Encoding:\s*(\S+)/im.exec(head)?.[1].toLowerCase();
  if (coding === "base64") return Buffer.from(body, "base64").toString("utf8");
  if (coding !== "quoted-printable") return body;
  const bytes = body.replace(/=\r?\n/g, "").replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}

/** The first link in the mail to an address. A server without SMTP writes each mail as a file. */
export async function mailedLink(email) {
  const folder = path.join(process.env.STADION_DATA, "mail");
  return eventually(`a mail to ${email}`, async () => {
    const names = await readdir(folder).catch(() => []);
    for (const name of names.filter((name) => name.endsWith(".eml"))) {
      const mail = await readFile(path.join(folder, name), "latin1");
      if (mail.includes(email)) return /https?:\/\/\S+/.exec(decoded(mail))?.[0];
    }
    return undefined;
  }, 20);
}

/** Registers by the form and confirms by the mailed link: logged in, at `next`. */
export async function register(page, person, next) {
  await page.goto(`/register?next=${next}`);
  await page.getByLabel("Name", { exact: true }).fill(person.name);
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByLabel("Password").fill(person.password);
  await page.getByLabel("Date of birth").fill("1990-05-24");
  await page.getByRole("checkbox").check();
  await page.getByRole("button", { name: "Create account" }).click();
  await page.getByRole("heading", { name: "Check your mail" }).waitFor();
  await page.goto(await mailedLink(person.email));
  await follow(page, () => page.getByRole("button", { name: "Confirm my address" }).click());
  assert.equal(new URL(page.url()).pathname, next);
}

/** Joins the app whose page stands there. */
export function join(page, title) {
  return follow(page, () => page.getByRole("button", { name: `Join ${title}` }).click());
}

/** Logs in by the form, in any language: at `next`. */
export async function logIn(page, person, next) {
  await page.goto(`/login?next=${next}`);
  await page.locator("#email").fill(person.email);
  await page.locator("#password").fill(person.password);
  await follow(page, () => page.locator("main button[type=submit]").click());
  assert.equal(new URL(page.url()).pathname, next);
}

/** Calls the API as a program of the demo athlete's does: `call(path)` answers a Response. */
export async function athleteApi() {
  const body = JSON.stringify({ email: athlete.email, password: athlete.password });
  const json = { "content-type": "application/json" };
  const begun = await eventually("the demo account", async () => {
    const response = await fetch(`${baseUrl}/api/v1/sessions`, { method: "POST", headers: json, body });
    return response.ok && response.json();
  });
  const headers = { authorization: `Bearer ${begun.token}` };
  return (path) => fetch(`${baseUrl}/api/v1${path}`, { headers });
}

/** Waits until all demo data are in: their making is logged. */
export async function demoIsReady() {
  await eventually("the demo data", async () =>
    (await readFile(process.env.STADION_SERVER_LOG, "utf8")).includes("demo data is ready"), 300);
}

/** The demo athlete's newest workout of a sport, as soon as there is one. */
export async function newestWorkout(call, sport) {
  return eventually(`a demo workout of ${sport}`, async () => {
    const response = await call(`/workouts?sport=${sport}&limit=1`);
    if (!response.ok) throw new Error(`workouts: ${response.status} ${await response.text()}`);
    return (await response.json()).items[0];
  });
}

/** Of the demo athlete's last workouts of a sport, the one that has the most records. */
export async function bestWorkout(call, sport) {
  const { items } = await (await call(`/workouts?sport=${sport}&limit=12`)).json();
  const full = await Promise.all(items.map(async ({ id }) => (await call(`/workouts/${id}`)).json()));
  return full.reduce((best, next) => (next.records.length > best.records.length ? next : best));
}

/**
 * A watch's file: what the demo athlete once uploaded, as Playwright's file inputs take it. Some workouts were typed in,
 * and the newest may be: it depends on the day.
 */
export async function watchFile(sport = "running.run") {
  const call = await athleteApi();
  const { id } = await eventually(`a demo file of ${sport}`, async () => {
    const response = await call(`/workouts?sport=${sport}&limit=50`);
    if (!response.ok) throw new Error(`workouts: ${response.status} ${await response.text()}`);
    return (await response.json()).items.find(({ source }) => source === "file");
  });
  const response = await call(`/workouts/${id}/original`);
  if (!response.ok) throw new Error(`original: ${response.status} ${await response.text()}`);
  return { name: "run.fit", mimeType: "application/octet-stream", buffer: Buffer.from(await response.arrayBuffer()) };
}
