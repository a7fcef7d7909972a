import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importSPKI, jwtVerify, SignJWT, importPKCS8 } from 'jose';
import jwt from 'jsonwebtoken';
import { KindlyAuthModule, type KindlyKeyInput } from 'nestjs-kindly-auth';
import { afterAll, describe, expect, it } from 'vitest';
import { ADAPTERS } from './support/adapters.js';
import { deliver, goodClaims, ISSUER, keyPair } from './support/kindly.js';
import { expectLoop, options, tokenFrom, WebhookController } from './support/kindly-module.js';
import { withApp } from './support/running-app.js';

const { privateKey, publicKey } = keyPair();

describe.each(ADAPTERS)('tokens on $name', (adapter) => {
  async function app(key: KindlyKeyInput = privateKey): Promise<string> {
    const { url } = await withApp(adapter, {
      imports: [KindlyAuthModule.forRoot(options({ privateKey: key }))],
      controllers: [WebhookController],
    });
    return url;
  }

  describe('that we issue', () => {
    it('are accepted by jose', async () => {
      const { payload } = await jwtVerify(
        await tokenFrom(await app()),
        await importSPKI(publicKey, 'RS256'),
        { algorithms: ['RS256'], issuer: ISSUER, typ: 'JWT', maxTokenAge: 900 },
      );
      expect(payload.sub).toBe('user-1');
    });

    it('are accepted by jsonwebtoken', async () => {
      const verified = jwt.verify(await tokenFrom(await app()), publicKey, {
        algorithms: ['RS256'],
        issuer: ISSUER,
        maxAge: 900,
      });
      expect(verified).toMatchObject({ sub: 'user-1' });
    });
  });

  describe('that others make', () => {
    it.each<[string, () => Promise<string> | string]>([
      [
        'jose',
        async () =>
          new SignJWT(goodClaims())
            .setProtectedHeader({ alg: 'RS256' })
            .sign(await importPKCS8(privateKey, 'RS256')),
      ],
      ['jsonwebtoken', () => jwt.sign(goodClaims(), privateKey, { algorithm: 'RS256' })],
    ])('%s: are accepted by us', async (_name, make) => {
      const url = await app();
      expect(await deliver(`${url}/webhook`, { token: await make() })).toMatchObject({
        status: 200,
        body: { sub: 'user-1' },
      });
    });
  });

  const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

  describe.runIf(hasOpenssl)('with keys of openssl', () => {
    const folder = mkdtempSync(join(tmpdir(), 'kindly-openssl-'));
    const passphrase = randomBytes(9).toString('hex');
    const file = (name: string): string => join(folder, name);
    const openssl = (...parameters: string[]): Buffer =>
      execFileSync('openssl', parameters, { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] });
    afterAll(() => rmSync(folder, { recursive: true }));

    it.each<[string, () => KindlyKeyInput]>([
      [
        "the specification's two commands",
        () => {
          openssl('genrsa', '-out', 'private.pem', '2048');
          return readFileSync(file('private.pem'));
        },
      ],
      [
        'the traditional format',
        () => {
          openssl('genrsa', '-traditional', '-out', 'private.pem', '2048');
          const pem = readFileSync(file('private.pem'), 'utf8');
          expect(pem).toContain('BEGIN RSA PRIVATE KEY');
          return pem;
        },
      ],
      [
        'a passphrase',
        () => {
          openssl(
            'genrsa',
            '-aes256',
            '-passout',
            `pass:${passphrase}`,
            '-out',
            'encrypted.pem',
            '2048',
          );
          openssl(
            'rsa',
            '-in',
            'encrypted.pem',
            '-passin',
            `pass:${passphrase}`,
            '-out',
            'private.pem',
          );
          return { key: readFileSync(file('encrypted.pem')), passphrase };
        },
      ],
    ])('of %s: openssl verifies our token, and the guard honours it', async (_name, make) => {
      const key = make();
      openssl('rsa', '-in', 'private.pem', '-outform', 'PEM', '-pubout', '-out', 'public.pem');
      const url = await app(key);
      const [header, payload, signature = ''] = (await tokenFrom(url)).split('.');
      writeFileSync(file('input'), `${header}.${payload}`);
      writeFileSync(file('signature'), Buffer.from(signature, 'base64url'));
      const verified = openssl(
        'dgst',
        '-sha256',
        '-verify',
        'public.pem',
        '-signature',
        'signature',
        'input',
      );
      expect(verified.toString()).toBe('Verified OK\n');
      await expectLoop(url);
    });
  });
});
