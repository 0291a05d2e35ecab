// Looks at a page of this disk in headless Chromium and says as JSON what there is to see.
//
//   node look.mjs PAGE FOLDER [NAME=WIDTHxHEIGHT:light|dark …]
//
// A picture of each view goes to FOLDER/NAME.png. Run where node_modules is. Only tests have these:
// @sparticuz/chromium (MIT, and Chromium's BSD-3-Clause), puppeteer-core (Apache-2.0), axe-core
// (MPL-2.0).
import { createRequire } from 'node:module';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const require = createRequire(path.resolve('package.json'));
const { default: chromium } = await import(pathToFileURL(require.resolve('@sparticuz/chromium')));
const { default: puppeteer } = await import(pathToFileURL(require.resolve('puppeteer-core')));
const axe = require.resolve('axe-core/axe.min.js');
const [page, folder, ...views] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });

/** The focus, by tag and text, after each of some presses of the tab key. */
async function tabs(tab, presses) {
  const seen = [];
  for (let i = 0; i < presses; i++) {
    await tab.keyboard.press('Tab');
    seen.push(await tab.evaluate(() =>
      `${document.activeElement.tagName.toLowerCase()} ${document.activeElement.textContent.trim().slice(0, 20)}`.trim()));
  }
  return seen;
}

const browser = await puppeteer.launch({
  executablePath: await chromium.executablePath(),
  args: chromium.args,
  headless: 'shell',
});
try {
  const seen = {};
  for (const view of views) {
    const [, name, width, height, scheme] = /^(\w+)=(\d+)x(\d+):(light|dark)$/.exec(view);
    const tab = await browser.newPage();
    const problems = [];
    const requests = [];
    tab.on('console', (message) => problems.push(message.text()));
    tab.on('pageerror', (error) => problems.push(String(error)));
    tab.on('dialog', (dialog) => { problems.push(`dialog ${dialog.message()}`); dialog.dismiss(); });
    tab.on('request', (request) => requests.push(request.url()));
    await tab.setViewport({ width: +width, height: +height, deviceScaleFactor: +width < 500 ? 2 : 1 });
    await tab.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    await tab.goto(pathToFileURL(path.resolve(page)).href);
    seen[name] = {
      title: await tab.title(),
      problems,
      requests: requests.filter((url) => url !== tab.url()),
      // What is wider than the window is scrolled within the page, not the page itself.
      overflow: await tab.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
      bars: await tab.evaluate(() => [...document.querySelectorAll('.chart rect.lower')]
        .filter((bar) => bar.getBoundingClientRect().height > 0).length),
      tabs: await tabs(tab, 3),
      opened: await tab.evaluate(() => document.querySelectorAll('details[open]').length),
    };
    await tab.evaluate(() => { document.activeElement.blur(); window.scrollTo(0, 0); });
    await tab.screenshot({ path: path.join(folder, `${name}.png`) });
    const summary = await tab.$('summary');
    if (summary) {
      await summary.focus();
      await tab.keyboard.press('Enter');
      seen[name].opened = await tab.evaluate(() => document.querySelectorAll('details[open]').length);
    }
    await tab.evaluate(() => document.querySelectorAll('details').forEach((one) => { one.open = true; }));
    // The page forbids scripts; the browser's tools may run them all the same.
    await tab.evaluate(readFileSync(axe, 'utf8'));
    seen[name].violations = await tab.evaluate(async () => (await window.axe.run()).violations.map(
      (one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => `${node.html.slice(0, 120)} (${node.any.map((x) => x.message).join('; ').slice(0, 160)})`).join(' | ')}`));
    await tab.close();
  }
  console.log(JSON.stringify(seen));
} finally {
  await browser.close();
}
