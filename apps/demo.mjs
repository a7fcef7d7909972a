/**
 * Starts the sample shop and the emulator together, configured for each other: `npm start`.
 *
 * The shop makes its key pair on its first start and prints the public half; the emulator gets that, as
 * a person would paste it at Kindly. Whoever has a bot of his own (KINDLY_BOT_KEY, from the environment
 * or apps/sample/.env) gets the shop alone, for the real Kindly.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadEnvFile } from 'node:process';

const ROOT = join(import.meta.dirname, '..');
const SHOP = join(ROOT, 'dist/apps/sample/apps/sample/src/main.js');
const EMULATOR = join(ROOT, 'dist/apps/kindly-emulator/src/main.js');
const ENV_FILE = join(ROOT, 'apps/sample/.env');
const HOST = 'shop.example.com';

if (existsSync(ENV_FILE)) loadEnvFile(ENV_FILE);

const children = new Set();
let isStopping = false;

/** Ctrl-C reaches the children by itself; whatever else ends one of them has to end the other. */
function stopAll() {
  isStopping = true;
  for (const child of children) child.kill('SIGINT');
}

/** Starts one of the two and resolves with what it has printed when a line of it matches. */
function start(file, parameters, environment, ready) {
  const child = spawn(process.execPath, [file, ...parameters], {
    cwd: ROOT,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.add(child);
  child.on('close', (code) => {
    children.delete(child);
    if (!isStopping) process.exitCode = code ?? 1;
    stopAll();
  });
  return new Promise((isReady) => {
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      if (ready.test(printed)) process.stdout.write(text);
      printed += text;
      if (ready.test(printed)) isReady(printed);
    });
  });
}

/** What the emulator wants to be known: that it can be reached from elsewhere, for example. */
function notesOf(printed) {
  return (printed.match(/^ +Note .*$/gm) ?? []).map((note) => `${note}\n`).join('');
}

function portOf(printed) {
  return new URL(/http:\/\/localhost:\d+/.exec(printed)?.[0] ?? 'http://localhost').port;
}

async function startDemo() {
  const emulatorPort = process.env.KINDLY_EMULATOR_PORT ?? '4000';
  const botKey = `demo-${randomBytes(6).toString('hex')}`;
  const hmacSecret = process.env.KINDLY_HMAC_SECRET || randomBytes(32).toString('base64url');
  const dataFolder = process.env.DATA_FOLDER || 'apps/sample/.data';
  const shop = await start(
    SHOP,
    [],
    {
      KINDLY_BOT_KEY: botKey,
      KINDLY_CHAT_URL: `http://localhost:${emulatorPort}/kindly-chat.js`,
      KINDLY_HMAC_SECRET: hmacSecret,
      KINDLY_WEBHOOK_DOMAINS: process.env.KINDLY_WEBHOOK_DOMAINS || HOST,
    },
    /Ctrl-C/,
  );
  const publicKey = /-----BEGIN PUBLIC KEY-----[\s\S]+-----END PUBLIC KEY-----/.exec(shop)?.[0];
  const shopUrl = `http://localhost:${portOf(shop)}`;
  // The development key, for the faults that need a token that is genuine and wrong.
  const privateKey =
    process.env.KINDLY_PRIVATE_KEY ||
    readFileSync(resolve(ROOT, dataFolder, 'kindly-private.pem'), 'utf8');
  const emulator = await start(
    EMULATOR,
    [
      '--config',
      join(import.meta.dirname, 'demo.json'),
      '--port',
      emulatorPort,
      '--bot-key',
      botKey,
      '--host',
      `${HOST}=${shopUrl}`,
    ],
    {
      KINDLY_HMAC_SECRET: hmacSecret,
      KINDLY_PUBLIC_KEY: publicKey,
      KINDLY_EMULATOR_PRIVATE_KEY: privateKey,
      // The demo has its own; what is empty counts as not set.
      KINDLY_EMULATOR_URL: '',
      KINDLY_EMULATOR_DIALOGUES: '',
    },
    /Ctrl-C/,
  );
  const emulatorUrl = `http://localhost:${portOf(emulator)}`;
  process.stdout.write(`
  Shop      ${shopUrl}
  Emulator  ${emulatorUrl}   (stands in for Kindly; it is not Kindly)
${notesOf(emulator)}
  Three things to try
  1. Sign in at the shop with a click, open the chat, and ask "Where is order 1042?"
  2. Look at the inbox and at the debug console of the emulator: who asked, with which token, and why it went where.
  3. Break it: arm "Wrong signature" under Faults, ask again, and read why the shop refused.

  Real use needs only KINDLY_BOT_KEY in apps/sample/.env, see .env.example. Public key for Kindly,
  under Settings → Kindly Chat → Authentication:

${publicKey}

  Ctrl-C stops both.
`);
}

/** With a bot of one's own Kindly itself is on the other side. */
function startShop() {
  const child = spawn(process.execPath, [SHOP], { cwd: ROOT, stdio: 'inherit' });
  children.add(child);
  child.on('close', (code) => {
    process.exitCode = code ?? 0;
  });
}

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stopAll);
if (process.env.KINDLY_BOT_KEY) startShop();
else await startDemo();
