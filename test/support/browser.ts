import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
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
 * The Chromium that comes with the packages, unpacked beside them. It brings the libraries that a bare
 * machine lacks, but only to one that says it is a certain cloud's.
 */
async function unpackedChromium(): Promise<string> {
  const folder = join(import.meta.dirname, '../../node_modules/.cache/chromium');
  mkdirSync(folder, { recursive: true });
  const { TMPDIR } = process.env;
  Object.assign(process.env, { TMPDIR: folder, AWS_LAMBDA_JS_RUNTIME: 'nodejs22.x' });
  try {
    const { default: chromium } = await import('@sparticuz/chromium');
    return await chromium.executablePath();
  } finally {
    delete process.env['AWS_LAMBDA_JS_RUNTIME'];
    if (TMPDIR === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = TMPDIR;
  }
}

/**
 * Which browser there is: the one that `CHROMIUM_PATH` names, on Linux the one that comes with the
 * packages, elsewhere the Chrome that is installed.
 */
async function whichBrowser(): Promise<LaunchOptions> {
  const path = process.env['CHROMIUM_PATH'];
  if (path !== undefined) return { executablePath: path };
  if (process.platform !== 'linux') return { channel: 'chrome' };
  // Not with the arguments that the package suggests: they switch the web's security off. And not with
  // its list of fonts, which looks for them elsewhere: without any, Chromium ends at the first letter.
  const executablePath = await unpackedChromium();
  const FONTCONFIG_FILE = join(import.meta.dirname, 'fonts.conf');
  return { executablePath, env: { ...process.env, FONTCONFIG_FILE } };
}

/** Unpacks the browser once, before several test files would do it at the same time. */
export async function prepareBrowser(): Promise<void> {
  await whichBrowser();
}

/** A real Chromium. */
export async function launchBrowser(): Promise<Browser> {
  // Containers and CI run as root, for whom Chromium's own sandbox does not start.
  return playwright.launch({ ...(await whichBrowser()), args: ['--no-sandbox', ...QUIET] });
}
