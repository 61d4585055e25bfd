// One page judged by Lighthouse's mobile profile: prints its scores, 0-100, and what cost points.
//   node audit.mjs <path of chromium> <address> <cookie header>
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const CATEGORIES = ["performance", "accessibility", "best-practices"];
const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"];

const [chromePath, address, cookie] = process.argv.slice(2);
const chrome = await launch({ chromePath, chromeFlags: FLAGS });
try {
  const { lhr } = await lighthouse(address, {
    port: chrome.port,
    onlyCategories: CATEGORIES,
    extraHeaders: { Cookie: cookie },
  });
  const scores = CATEGORIES.map((name) => [name, Math.round(lhr.categories[name].score * 100)]);
  console.log(JSON.stringify({ scores: Object.fromEntries(scores), costs: costs(lhr), at: lhr.finalDisplayedUrl }));
} finally {
  chrome.kill();
}

function costs({ categories, audits }) {
  const weighed = CATEGORIES.flatMap((name) => categories[name].auditRefs.filter((ref) => ref.weight > 0));
  const found = weighed.map(({ id }) => audits[id]).filter(({ score }) => score !== null && score < 1);
  return found.map(({ id, displayValue = "", score }) => `${id} ${displayValue} (${score})`);
}
