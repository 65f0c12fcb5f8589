// editor-security.mjs EDITOR-PORT FIRST-ADDRESS PACK: what pages of other sites get from the editor in a real
// browser that has the editor's key, and what a pack asks for. Prints it as JSON.
import { createServer } from "node:http";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

const [editor, address, pack] = process.argv.slice(2);
const target = `http://127.0.0.1:${editor}`;
let reached = 0;
const blank = createServer((_, answer) => (reached += 1) && answer.setHeader("Content-Type", "text/html").end("<!DOCTYPE html><body>evil</body>"));
await new Promise((go) => blank.listen(0, "127.0.0.1", go));
const evil = blank.address().port;

// Runs in the other site's page: tries all it can, and returns what it could read or start.
async function attack(target) {
  const got = {};
  const read = async (name, path, how) => {
    got[name] = await fetch(target + path, how).then(async (answer) => `${answer.type} ${answer.status} ${(await answer.text()).length}`, () => "refused");
  };
  const body = JSON.stringify({ expected: null, corrections: {} });
  for (const credentials of ["include", "omit"]) {
    await read(`read ${credentials}`, "/", { credentials });
    await read(`read blind ${credentials}`, "/", { credentials, mode: "no-cors" });
    await read(`write ${credentials}`, "/save", { method: "POST", credentials, body, headers: { "X-Radkind": "1", "Content-Type": "application/json" } });
    await read(`write blind ${credentials}`, "/save", { method: "POST", credentials, body, mode: "no-cors" });
    await read(`done blind ${credentials}`, "/done", { method: "POST", credentials, body, mode: "no-cors" });
  }
  const loaded = (tag, attributes) =>
    new Promise((done) => {
      const node = document.createElement(tag);
      node.onload = node.onloadeddata = node.oncanplay = () => done("loaded");
      node.onerror = () => done("refused");
      Object.assign(node, attributes);
      document.body.append(node);
      setTimeout(() => done("silent"), 1500);
    });
  got.script = await loaded("script", { src: `${target}/static/pod.js` });
  got.page = await loaded("script", { src: `${target}/` });
  got.picture = await loaded("img", { src: `${target}/` });
  got.sound = await loaded("audio", { src: `${target}/audio` });
  got.style = await loaded("link", { rel: "stylesheet", href: `${target}/` });
  const frame = document.createElement("iframe");
  frame.src = `${target}/`;
  document.body.append(frame);
  const opened = window.open(`${target}/`, "editor");
  const form = Object.assign(document.createElement("form"), { method: "POST", action: `${target}/save`, target: "sent", enctype: "text/plain" });
  form.append(Object.assign(document.createElement("input"), { name: body, value: "" }));
  document.body.append(form);
  form.submit();
  await new Promise((go) => setTimeout(go, 1500));
  const peek = (what) => {
    try {
      return what().length;
    } catch {
      return "refused";
    }
  };
  got.frame = peek(() => frame.contentDocument.body.textContent);
  got.window = peek(() => opened.document.body.textContent);
  return got;
}

const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-popup-blocking", "--host-resolver-rules=MAP evil.example 127.0.0.1"],
});
const found = { sites: {} };
try {
  const own = await browser.newPage();
  const problems = [];
  own.on("pageerror", (error) => problems.push(error.message));
  await own.goto(address);
  await own.waitForFunction("document.documentElement.dataset.ready === 'yes'");
  found.own = { url: own.url(), problems, cookie: await own.evaluate(() => document.cookie) };
  for (const site of [`http://evil.example:${evil}`, `http://127.0.0.1:${evil}`, `http://localhost:${evil}`, `http://evil.example:${editor}`]) {
    const page = await browser.newPage();
    const answer = await page.goto(`${site}/`);
    found.sites[site.replace(String(evil), "EVIL").replace(String(editor), "EDITOR")] = answer.status() === 200 ? await page.evaluate(attack, target) : answer.status();
  }
  const page = await browser.newPage();
  const asked = [];
  page.on("request", (request) => asked.push(request.url().split(":")[0]));
  await page.goto(pathToFileURL(pack).href);
  await page.waitForFunction("document.documentElement.dataset.ready === 'yes'");
  const askedFor = [...new Set(asked)].sort();
  reached = 0;
  const leak = await page.evaluate(async (target) => {
    const tried = await fetch(target).then(() => "sent", () => "refused");
    const node = document.createElement("script");
    node.textContent = "window.ran = true";
    document.body.append(node);
    document.body.insertAdjacentHTML("beforeend", `<img src="${target}/x.png" onerror="window.ran = true">`);
    await new Promise((go) => setTimeout(go, 500));
    return { tried, ran: Boolean(window.ran) };
  }, `http://127.0.0.1:${evil}`);
  found.pack = { asked: askedFor, reached, ...leak };
} finally {
  await browser.close();
  blank.close();
}
console.log(JSON.stringify(found));
