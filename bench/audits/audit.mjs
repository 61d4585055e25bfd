// One page judged by Lighthouse's mobile profile: prints its scores, 0-100, and what cost points.
//   node audit.mjs <path of chromium> <address> <cookies, as JSON>
import lighthouse from "lighthouse";
import { launch } from "puppeteer-core";

const CATEGORIES = ["performance", "accessibility", "best-practices"];
const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"];

const [executablePath, address, cookies] = process.argv.slice(2);
const browser = await launch({ executablePath, args: FLAGS });
try {
  const { hostname: domain } = new URL(address);
  await browser.setCookie(...JSON.parse(cookies).map((cookie) => ({ ...cookie, domain, path: "/" })));
  const port = Number(new URL(browser.wsEndpoint()).port);
  const { lhr } = await lighthouse(address, { port, onlyCategories: CATEGORIES });
  const scores = CATEGORIES.map((name) => [name, Math.round(lhr.categories[name].score * 100)]);
  console.log(JSON.stringify({ scores: Object.fromEntries(scores), costs: costs(lhr), at: lhr.finalDisplayedUrl }));
} finally {
  await browser.close();
}

function costs({ categories, audits }) {
  const weighed = CATEGORIES.flatMap((name) => categories[name].auditRefs.filter((ref) => ref.weight > 0));
  const found = weighed.map(({ id }) => audits[id]).filter(({ score }) => score !== null && score < 1);
  return found.map(({ id, displayValue = "", score }) => `${id} ${displayValue} (${score})`);
}
