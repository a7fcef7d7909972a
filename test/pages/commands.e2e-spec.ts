import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KindlyAuthModule, KindlyTokenService } from 'nestjs-kindly-auth';
import { describe, expect, it } from 'vitest';
import { ADAPTERS } from '../support/adapters.js';
import { blocksOf, page, PAGES } from '../support/markdown.js';
import { withApp } from '../support/running-app.js';
import { dataFolder, startSample } from '../support/sample.js';

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};

function has(command: string, ...args: string[]): boolean {
  return spawnSync(command, args).status === 0;
}

/** The block of a page that has these words. */
function script(path: string, words: string): string {
  return blocksOf('sh', path).find((block) => block.includes(words)) ?? `no block has ${words}`;
}

describe("the README's two commands", () => {
  it('are those that package.json has', () => {
    expect(script('README.md', 'npm start')).toBe('npm ci && npm start\n');
    expect(script('README.md', 'npm test')).toBe('npm ci && npm test\n');
    expect(scripts).toMatchObject({ start: expect.any(String), test: expect.any(String) });
  });
});

describe('the commands of the pages', () => {
  it.each(PAGES)('call scripts of package.json that are there: %s', (path) => {
    // An app of the reader's has scripts of its own.
    const ofNewApps = new Set(['start:dev', 'test:e2e']);
    const called = [...page(path).matchAll(/\bnpm run ([\w:-]+)/g)].map(([, name = '']) => name);
    expect(called.filter((name) => !(name in scripts) && !ofNewApps.has(name))).toEqual([]);
  });

  it.runIf(has('bash', '--version') && has('curl', '--version'))(
    'with curl: ask the sample about an order',
    async () => {
      const { url } = await startSample();
      const commands = script('apps/sample/README.md', 'curl');
      const cwd = await dataFolder();
      const command = commands.replaceAll('http://localhost:3000', url);
      const answer = execFileSync('bash', ['-c', command], { cwd, encoding: 'utf8' });
      expect(JSON.parse(answer)).toMatchObject({ reply: expect.stringContaining('Order 1042') });
    },
  );

  it.runIf(has('bash', '--version') && has('openssl', 'version'))(
    'with openssl: make a pair that boots',
    async () => {
      const cwd = await dataFolder();
      const commands = script('docs/quick-start.md', 'openssl');
      execFileSync('bash', ['-c', commands], { cwd, stdio: 'ignore' });
      const [madePrivate, madePublic] = ['private.pem', 'public.pem'].map((name) =>
        readFileSync(join(cwd, name)),
      );
      const [adapter] = ADAPTERS;
      if (!adapter) throw new Error('there is no adapter');
      const pair = { privateKey: madePrivate, publicKey: madePublic };
      const { app } = await withApp(adapter, {
        imports: [KindlyAuthModule.forRoot({ issuer: 'i', controller: false, ...pair })],
      });
      expect(app.get(KindlyTokenService)).toBeDefined();
    },
  );
});
