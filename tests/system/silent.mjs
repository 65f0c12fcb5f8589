// silent.mjs PACK: in a Firefox that has no sound device, opens the pack, presses Play three times, types, and prints what
// the page said each time as JSON.
import puppeteer from "puppeteer-core";

const browser = await puppeteer.launch({
  browser: "firefox",
  executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr",
  headless: true,
  extraPrefsFirefox: { "media.cubeb.force_null_context": true, "dom.disable_beforeunload": true },
});
const wait = (ms) => new Promise((go) => setTimeout(go, ms));
const status = (page) => page.evaluate(() => document.getElementById("status").textContent);

async function pressed(page) {
  await page.evaluate(() => (document.getElementById("status").textContent = ""));
  await page.click("#play");
  for (let i = 0; i < 100 && !(await status(page)); i += 1) await wait(100);
  const said = await status(page);
  await wait(1000); // the text scrolls along, and the button with it
  return said;
}

try {
  const page = await browser.newPage();
  await page.goto(process.argv[2]);
  await page.waitForSelector("html[data-ready=yes]");
  const said = [await pressed(page), await pressed(page), await pressed(page)];
  await page.focus(".paragraph textarea");
  await page.keyboard.type("Oh ");
  const text = await page.evaluate(() => Pod.words.line(Pod.work.now.blocks[0].words));
  console.log(JSON.stringify({ said, text }));
} finally {
  await browser.close();
}
