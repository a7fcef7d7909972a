import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright, type LaunchOptions } from 'playwright-core';

/** Without these, Chromium talks to its makers' hosts before it opens a page. */
const QUIET = [
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-quic',
  '--disable-sync',
  '--no-first-run',
];

/**
 * Which browser there is: the one that `CHROMIUM_PATH` names, on Linux the one that comes with the
 * packages, elsewhere the Chrome that is installed.
 */
async function whichBrowser(): Promise<LaunchOptions> {
  const path = process.env['CHROMIUM_PATH'];
  if (path !== undefined) return { executablePath: path };
  if (process.platform !== 'linux') return { channel: 'chrome' };
  // Not with the arguments that the package suggests: they switch the web's security off.
  return { executablePath: await chromium.executablePath() };
}

/** A real Chromium. */
export async function launchBrowser(): Promise<Browser> {
  // Containers and CI run as root, for whom Chromium's own sandbox does not start.
  return playwright.launch({ ...(await whichBrowser()), args: ['--no-sandbox', ...QUIET] });
}
