/**
 * Takes the pictures of the documentation anew, of a demo that runs (`npm start`):
 *
 *   node docs/take-pictures.mjs /path/to/chromium
 */
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const SHOP = 'http://localhost:3000';
const EMULATOR = 'http://localhost:4000';
const SIZE = { width: 960, height: 680 };

const [, , executablePath] = process.argv;
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
const context = await browser.newContext({ viewport: SIZE });

function fileOf(name) {
  return join(import.meta.dirname, 'pictures', `${name}.png`);
}

async function take(page, name) {
  // Styles and fonts settle before a picture is taken.
  await page.waitForLoadState('networkidle').catch(() => undefined);
  return page.screenshot({ path: fileOf(name), animations: 'disabled' });
}

async function say(page, message) {
  await page.getByRole('textbox', { name: 'Message' }).fill(message);
  await page.getByRole('button', { name: 'Send' }).click();
}

async function askInShop() {
  const page = await context.newPage();
  await page.goto(SHOP);
  await page.getByRole('button', { name: 'Sign in as Kari Nordmann' }).click();
  await page.getByRole('button', { name: 'Open the chat' }).click();
  await page.getByText('Signed in').waitFor();
  await say(page, 'Where is order 1042?');
  await page.getByText('is on its way to you').waitFor();
  return page;
}

async function viewOf(route, text) {
  const page = await context.newPage();
  await page.goto(`${EMULATOR}/#/${route}`);
  await page.getByText(text).first().waitFor();
  return page;
}

/** The shop with its chat, and what Kindly would see of it. */
async function takeLoop(shop, inbox) {
  const pictures = [await shop.screenshot(), await inbox.screenshot()];
  const page = await browser.newPage({ viewport: { width: 1320, height: 500 } });
  const images = pictures
    .map((bytes) => `<img src="data:image/png;base64,${bytes.toString('base64')}">`)
    .join('');
  await page.setContent(
    `<style>body{margin:0;padding:20px;display:flex;gap:20px;background:#e7e5df}
     img{width:630px;border-radius:10px;box-shadow:0 4px 20px #0003}</style>${images}`,
  );
  await page.screenshot({ path: fileOf('loop') });
}

const shop = await askInShop();
const inbox = await viewOf('inbox', 'kari@example.com');
await takeLoop(shop, inbox);
await take(inbox, 'inbox');
const faults = await viewOf('faults', 'Wrong signature');
await faults.getByRole('button', { name: 'Arm once: Wrong signature' }).click();
await take(faults, 'faults');
await say(shop, 'Where is order 1042?');
await shop.getByText('Your webhook refused').waitFor();
const debug = await viewOf('debug', 'with the fault');
await debug.getByText('with the fault').first().click();
await take(debug, 'debug');
await browser.close();
