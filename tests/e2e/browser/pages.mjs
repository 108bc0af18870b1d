// A browser, the addresses of pages and what is wanted in, JSON on standard output out: what axe-core and Lighthouse find, what a page weighs, how it looks.
//
//   node pages.mjs '{"browser": "/usr/bin/chromium", "profile": "/tmp/p", "pages": ["http://localhost:8080/"], "lighthouse": [...], "pictures": "/tmp/pictures"}'
//
// Each page is looked at in light and in dark, on a phone (360 points wide) and on a desk (1280).
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import lighthouse from "lighthouse";
import puppeteer from "puppeteer-core";

const wanted = JSON.parse(process.argv[2]);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const SCREENS = { phone: { width: 360, height: 740, isMobile: true, hasTouch: true, deviceScaleFactor: 2 }, desk: { width: 1280, height: 900 } };
const FLAGS = [
  "--headless", "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
  "--disable-dev-shm-usage", "--disable-gpu",
];

const browser = await puppeteer.launch({ executablePath: wanted.browser, userDataDir: wanted.profile, args: FLAGS, ignoreDefaultArgs: ["--headless=new"] });
const found = { pages: [], lighthouse: [] };
try {
  for (const address of wanted.pages) {
    const page = await browser.newPage();
    const asked = [];
    // What is asked is told before the page is loaded; what is answered sometimes after.
    page.on("request", (request) => asked.push({ address: request.url(), type: request.resourceType() }));
    const said = [];
    page.on("console", (message) => said.push(message.text()));
    for (const [screen, size] of Object.entries(SCREENS)) {
      await page.setViewport(size);
      for (const scheme of ["light", "dark"]) {
        asked.length = 0;
        await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
        await page.goto(address, { waitUntil: "load" });
        if (wanted.pictures) {
          const name = new URL(address).pathname.replace(/[^a-z0-9]+/gi, "-").replace(/^-|-$/g, "") || "front";
          await page.screenshot({ path: join(wanted.pictures, `${name.slice(0, 60)}-${screen}-${scheme}.png`), fullPage: wanted.whole ?? false });
        }
        const requests = asked.map((each) => ({ ...each }));
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        await page.evaluate(axe);
        const result = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
        const violations = result.violations.map((each) => `${each.id}: ${each.nodes.slice(0, 3).map((node) => `${node.target} ${node.failureSummary}`).join(" | ")}`);
        found.pages.push({ address, screen, scheme, violations, wide, requests, said: [...said] });
      }
    }
    await page.close();
  }
  const port = Number(new URL(browser.wsEndpoint()).port);
  for (const address of wanted.lighthouse ?? []) {
    const result = await lighthouse(address, { port, output: "json", logLevel: "silent", onlyCategories: ["accessibility", "best-practices"] });
    const scores = Object.fromEntries(Object.entries(result.lhr.categories).map(([name, category]) => [name, category.score]));
    const missed = Object.values(result.lhr.audits).filter((audit) => audit.score !== null && audit.score < 1).map((audit) => `${audit.id}: ${audit.title}`);
    found.lighthouse.push({ address, scores, missed, error: result.lhr.runtimeError?.message ?? "" });
  }
} finally {
  await browser.close();
}
console.log(JSON.stringify(found));
