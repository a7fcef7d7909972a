import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { expect, it, onTestFinished } from 'vitest';
import type { Environment } from '../support/app-process.js';
import { EMULATOR, EmulatorClient } from '../support/emulator.js';
import { serve } from '../support/web-server.js';

const ROOT = join(import.meta.dirname, '../..');

/** A dialogue whose webhook triggers the same dialogue again. */
async function loopFlags(): Promise<readonly string[]> {
  const webhook = await serve((_request, response) => {
    response.end(JSON.stringify({ reply: 'Again.', exchange_slug: 'again' }));
  });
  const host = `shop.example.com=${webhook}`;
  return ['--host', host, '--dialogue', 'again=https://shop.example.com/again'];
}

it.each<[string, Environment, string]>([
  ['plainly where nobody reads it on a terminal', {}, ''],
  ['without colours where nobody wants them', { NO_COLOR: '1' }, ''],
  ['in colour where somebody wants it', { FORCE_COLOR: '1' }, '\u001b[33m'],
])('warns beside its results, %s', async (_name, environment, colour) => {
  const { PATH = '' } = process.env;
  const words = ['start', '--port', '0', '--json', ...(await loopFlags())];
  const emulator = spawn(process.execPath, [join(ROOT, EMULATOR), ...words], {
    env: { PATH, ...environment },
  });
  onTestFinished(() => void emulator.kill());
  const [results, asides] = [[] as string[], text(emulator.stderr)];
  const lines = createInterface(emulator.stdout).on('line', (line) => results.push(line));
  await once(lines, 'line');
  const { url } = JSON.parse(results[0] ?? '') as { readonly url: string };
  await new EmulatorClient(url).trigger({ dialogue: 'again' });
  emulator.kill('SIGINT');
  await once(emulator, 'close');
  expect(results).toHaveLength(1);
  expect(await asides).toBe(
    `${colour}Dialogue "again" was not triggered: it would go on and on.${colour && '\u001b[39m'}\n`,
  );
});
