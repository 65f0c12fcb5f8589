// elsewhere.mjs WHERE FOLDER TEXT: in Firefox, opens a pack or the local editor at WHERE, plays, types and saves as a person
// does, makes TEXT the second paragraph, loads the page again, and prints what came of it as JSON. The file of corrections
// goes to FOLDER.
import { readdirSync } from "node:fs";
import puppeteer from "puppeteer-core";

const [where, folder] = process.argv.slice(2);
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
const browser = await puppeteer.launch({
  browser: "firefox",
  executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr",
  headless: true,
  extraPrefsFirefox: {
    "browser.download.folderList": 2,
    "browser.download.dir": folder,
    "browser.helperApps.neverAsk.saveToDisk": "application/json",
    "browser.download.alwaysOpenPanel": false,
    "dom.disable_beforeunload": true,
    "media.cubeb.force_mock_context": true, // a machine that tests has no loudspeaker
  },
});

async function until(page, what, ...given) {
  for (let i = 0; i < 150; i += 1) {
    if (await page.evaluate(what, ...given)) return true;
    await wait(100);
  }
  return false;
}

const told = (page) => page.evaluate(() => document.getElementById("kept").textContent);

// Before anything was played, too: the time in the text and the slider do that.
async function seek(page, seconds) {
  await until(page, () => Pod.sound.audio.readyState > 0);
  await page.evaluate((to) => void (Pod.sound.audio.currentTime = to), seconds);
  await wait(500);
  return page.evaluate(() => [Pod.sound.audio.currentTime, Pod.sound.audio.paused]);
}

async function play(page) {
  const before = await seek(page, 10);
  await page.evaluate(() => void (Pod.sound.audio.currentTime = 0));
  await page.click("#play");
  const moved = await until(page, () => Pod.sound.audio.currentTime > 0.3);
  await page.keyboard.press("F8");
  return { before, moved, seeked: await seek(page, 10) };
}

// One word is taken away letter by letter, and another one typed; then a whole paragraph is another text at once, as a
// spelling checker or a dictation does it.
async function type(page) {
  await page.focus(".paragraph textarea");
  await page.evaluate(() => {
    const field = document.activeElement;
    const end = field.value.indexOf("leisure") + "leisure".length;
    field.setSelectionRange(end, end);
  });
  for (const _ of "leisure") await page.keyboard.press("Backspace");
  await page.keyboard.type("pleasure");
  await page.evaluate((value) => {
    const field = document.querySelectorAll(".paragraph textarea")[1];
    field.focus();
    field.value = value;
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }, process.argv[4]);
}

async function save(page) {
  await page.click("#save");
  if (await page.evaluate(() => document.getElementById("ask-name").open)) await page.click("#ask-name-save");
  for (let i = 0; i < 100; i += 1) {
    const [found] = readdirSync(folder).filter((name) => name.endsWith(".json"));
    if (found) return found;
    await wait(100);
  }
  return null;
}

try {
  const page = await browser.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (said) => ["error", "warn"].includes(said.type()) && errors.push(said.text()));
  await page.goto(where);
  await page.waitForSelector("html[data-ready=yes]");
  const isLocal = where.startsWith("http");
  const sound = await play(page);
  await type(page);
  const word = isLocal ? "Saved" : "Kept";
  await until(page, (begins) => document.getElementById("kept").textContent.startsWith(begins), word);
  const before = await told(page);
  const corrections = await page.evaluate(() => Pod.corrections.make());
  const file = isLocal ? null : await save(page);
  const after = await told(page);
  await page.reload();
  await page.waitForSelector("html[data-ready=yes]");
  await wait(500);
  const offered = await page.evaluate(() => !document.getElementById("offer").hidden);
  const text = await page.evaluate(() => document.querySelector(".paragraph textarea").value);
  console.log(JSON.stringify({ errors, sound, corrections, before, file, after, offered, text }));
} finally {
  await browser.close();
}
