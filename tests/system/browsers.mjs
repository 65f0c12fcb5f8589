// browsers.mjs PACK NEW: in Firefox, opens the pack, corrects the first paragraph's text to NEW, plays, seeks, and prints
// what came of it as JSON.
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

const [pack, text] = process.argv.slice(2);
const browser = await puppeteer.launch({
  browser: "firefox",
  executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr",
  headless: true,
});
try {
  const page = await browser.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  await page.goto(pathToFileURL(pack).href);
  await page.waitForSelector("html[data-ready=yes]");
  await page.focus(".paragraph textarea");
  await page.evaluate((value) => {
    const field = document.querySelector(".paragraph textarea");
    field.value = value;
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }, text);
  await new Promise((go) => setTimeout(go, 2500));
  const seeked = await page.evaluate(async () => {
    for (let i = 0; i < 50 && !(Pod.sound.audio.readyState > 0); i += 1) await new Promise((go) => setTimeout(go, 100));
    Pod.sound.audio.currentTime = 10;
    await new Promise((go) => setTimeout(go, 1000));
    return [Pod.sound.audio.currentTime, Pod.sound.audio.duration];
  });
  const corrections = await page.evaluate(() => Pod.corrections.make());
  const kept = await page.evaluate(() => document.getElementById("kept").textContent);
  await page.reload();
  await page.waitForSelector("html[data-ready=yes]");
  const offered = await page.evaluate(() => !document.getElementById("offer").hidden);
  console.log(JSON.stringify({ errors, seeked, corrections, kept, offered }));
} finally {
  await browser.close();
}
