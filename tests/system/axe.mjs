// axe.mjs FILE...: opens each page in headless Chromium, light and dark, wide and narrow, and prints what it found as JSON.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const views = ["light", "dark"].flatMap((scheme) => [1280, 320].map((width) => ({ scheme, width })));

// First as it is, under its own content security policy, then with axe injected past it.
async function examine(browser, file, { scheme, width }) {
  const page = await browser.newPage();
  await page.setViewport({ width, height: 800 });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  const asItIs = await visit(page, file);
  await page.setBypassCSP(true);
  await page.reload();
  await page.addScriptTag({ path: axe });
  const { violations } = await page.evaluate(() => axe.run({ rules: { "target-size": { enabled: true } } }));
  await page.close();
  const found = violations.map(({ id, help, nodes }) => ({ id, help, where: nodes.map((node) => node.html) }));
  return { file, scheme, width, ...asItIs, violations: found };
}

async function visit(page, file) {
  const requests = [];
  const failed = [];
  page.on("request", (request) => requests.push(request.url()));
  page.on("console", (message) => message.type() === "error" && failed.push(message.text()));
  await page.goto(pathToFileURL(file).href);
  const contentWidth = await page.evaluate(() => document.documentElement.scrollWidth);
  const unstyled = await page.evaluate(() => getComputedStyle(document.body).marginTop !== "0px");
  const blank = await page.evaluate(() => [...document.images].filter((i) => i.complete && !i.naturalWidth).map((i) => i.src));
  if (unstyled) failed.push("style.css");
  failed.push(...blank);
  return { requests: [...requests], failed: [...failed], contentWidth, seekedTo: await seek(page) };
}

async function seek(page) {
  const time = await page.$("#t-14 a");
  if (!time) return null;
  await time.click();
  return page.evaluate(() => Math.floor(document.getElementById("player")?.currentTime ?? -1));
}

const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
try {
  const results = [];
  for (const file of process.argv.slice(2)) {
    for (const view of views) results.push(await examine(browser, file, view));
  }
  console.log(JSON.stringify(results));
} finally {
  await browser.close();
}
