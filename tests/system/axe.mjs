// axe.mjs ADDRESS...: opens each page in headless Chromium, light and dark, wide and narrow, with and without script,
// and prints what it found as JSON.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import puppeteer from "puppeteer-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const views = ["light", "dark"].flatMap((scheme) =>
  [1280, 320].flatMap((width) => [true, false].map((script) => ({ scheme, width, script }))),
);

// First as it is, under its own content security policy, then with axe injected past it.
async function examine(browser, address, { scheme, width, script }) {
  const page = await browser.newPage();
  await page.setViewport({ width, height: 800 });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  await page.setJavaScriptEnabled(script);
  const asItIs = await visit(page, address, script);
  await page.setBypassCSP(true);
  await page.reload();
  await settled(page);
  await page.setJavaScriptEnabled(true); // for axe; what the page itself would have run stays undone
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => axe.run({ rules: { "target-size": { enabled: true } } }));
  await page.close();
  const found = violations.map(({ id, help, nodes }) => ({ id, help, where: nodes.map((node) => node.html) }));
  return { address, scheme, width, script, ...asItIs, violations: found };
}

const settled = (page) => page.waitForNetworkIdle({ idleTime: 300, concurrency: 1 }).catch(() => null);

async function visit(page, address, script) {
  const requests = [];
  const failed = [];
  page.on("request", (request) => requests.push(request.url()));
  page.on("requestfailed", (request) => request.resourceType() !== "media" && failed.push(request.url()));
  page.on("response", (answer) => answer.status() >= 400 && failed.push(`${answer.status()} ${answer.url()}`));
  page.on("console", (message) => ["error", "warn"].includes(message.type()) && failed.push(message.text()));
  page.on("pageerror", (error) => failed.push(error.message));
  await page.evaluateOnNewDocument(() => {
    window.shifted = 0;
    // What moves inside the browser's own player, when it has learnt how long the sound is, has no node to name.
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (entry.sources.some(({ node }) => node)) window.shifted += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
  });
  await page.goto(address);
  await settled(page);
  const shifted = script ? await page.evaluate(() => window.shifted) : 0;
  const contentWidth = await page.evaluate(() => document.documentElement.scrollWidth);
  const unstyled = await page.evaluate(() => getComputedStyle(document.body).marginTop !== "0px");
  const blank = await page.evaluate(() => [...document.images].filter((i) => i.complete && !i.naturalWidth).map((i) => i.src));
  if (unstyled) failed.push("style.css");
  failed.push(...blank);
  const found = await page.evaluate(() => document.querySelectorAll("#found > li").length);
  return { requests: [...requests], failed: [...failed], contentWidth, shifted, found, seekedTo: script ? await seek(page) : null };
}

async function seek(page) {
  const time = await page.$("#t-20 a, #t-14 a");
  if (!time) return null;
  const wanted = Number((await time.evaluate((link) => link.hash)).slice("#t=".length));
  await time.click();
  const at = await page.evaluate(() => Math.floor(document.getElementById("player")?.currentTime ?? -1));
  return at === wanted;
}

const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
try {
  const results = [];
  for (const address of process.argv.slice(2)) {
    for (const view of views) results.push(await examine(browser, address, view));
  }
  console.log(JSON.stringify(results));
} finally {
  await browser.close();
}
