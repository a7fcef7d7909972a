import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KindlyAuthModule, KindlyTokenService } from 'nestjs-kindly-auth';
import { describe, expect, it } from 'vitest';
import { ADAPTERS } from './support/adapters.js';
import { blocksOf } from './support/readme.js';
import { withApp } from './support/running-app.js';
import { dataFolder, startSample } from './support/sample.js';

describe("the README's commands", () => {
  const has = (command: string): boolean => spawnSync(command, ['--version']).status === 0;
  const script = (words: string): string =>
    blocksOf('sh').find((block) => block.includes(words)) ?? `no block has ${words}`;

  it('are those that package.json has', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: object };
    expect(script('npm start')).toBe('npm ci && npm start\n');
    expect(script('npm test')).toBe('npm ci && npm test\n');
    expect(scripts).toMatchObject({ start: expect.any(String), test: expect.any(String) });
  });

  it.runIf(has('bash') && has('curl'))('with curl: ask the sample about an order', async () => {
    const { url } = await startSample();
    const command = script('curl').replaceAll('http://localhost:3000', url);
    const cwd = await dataFolder();
    const answer = execFileSync('bash', ['-c', command], { cwd, encoding: 'utf8' });
    expect(JSON.parse(answer)).toMatchObject({ reply: expect.stringContaining('Order 1042') });
  });

  it.runIf(has('bash') && spawnSync('openssl', ['version']).status === 0)(
    'with openssl: make a pair that boots',
    async () => {
      const cwd = await dataFolder();
      execFileSync('bash', ['-c', script('openssl')], { cwd, stdio: 'ignore' });
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

describe("the README's tables", () => {
  const text = readFileSync('README.md', 'utf8');

  it('explain every option', async () => {
    const { OPTION_NAMES } = await import('../libs/kindly-auth/src/kindly-auth.options-check.js');
    const { EXTRA_NAMES } = await import('../libs/kindly-auth/src/kindly-auth.extras-check.js');
    for (const name of [...OPTION_NAMES, ...EXTRA_NAMES]) {
      expect(text).toMatch(new RegExp(`^\\| \`${name}(\\(request\\))?\` +\\|`, 'm'));
    }
  });
});
