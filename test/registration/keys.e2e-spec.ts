import { sign } from 'node:crypto';
import { decodeProtectedHeader, importSPKI, jwtVerify } from 'jose';
import {
  KindlyAuthModule,
  KindlyAuthOptionsError,
  KindlyKeyRing,
  type KindlyTokenSigner,
  KindlyTokenService,
} from 'nestjs-kindly-auth';
import { describe, expect, it } from 'vitest';
import { ADAPTERS } from '../support/adapters.js';
import { deliver, ISSUER, keyPair, mint } from '../support/kindly.js';
import { withApp } from '../support/running-app.js';
import { ask, expectLoop, options, tokenOf, WebhookController } from '../support/kindly-module.js';

const pair = keyPair();
const next = keyPair('next');

describe.each(ADAPTERS)('KindlyAuthModule on $name', (adapter) => {
  it('verifies only, with the public key alone', async () => {
    const { publicKey } = pair;
    const { app, url } = await withApp(adapter, {
      imports: [KindlyAuthModule.forRoot({ issuer: ISSUER, publicKey, controller: false })],
      controllers: [WebhookController],
    });
    expect((await deliver(`${url}/webhook`, { token: mint() })).status).toBe(200);
    await expect(app.get(KindlyTokenService).issue('chat-1', { sub: 'u' })).rejects.toMatchObject({
      option: 'privateKey',
      code: 'required',
    });
  });

  it('signs with a signer', async () => {
    const signed: number[] = [];
    const signer: KindlyTokenSigner = {
      keyId: 'projects/shop/keys/kindly',
      sign: (data) => {
        signed.push(data.length);
        return Promise.resolve(sign('sha256', data, pair.privateKey));
      },
    };
    const { publicKey } = pair;
    const { url } = await withApp(adapter, {
      imports: [KindlyAuthModule.forRoot(options({ privateKey: undefined, signer, publicKey }))],
      controllers: [WebhookController],
    });
    await expectLoop(url);
    const token = tokenOf(await ask(url));
    expect(decodeProtectedHeader(token).kid).toBe('projects/shop/keys/kindly');
    await jwtVerify(token, await importSPKI(publicKey, 'RS256'));
    expect(signed.length).toBeGreaterThan(1);
  });

  describe('rotation', () => {
    it('accepts previous keys by their id, and without one', async () => {
      const { url } = await withApp(adapter, {
        imports: [
          KindlyAuthModule.forRoot(
            options({ privateKey: next.privateKey, previousPublicKeys: [pair.publicKey] }),
          ),
        ],
        controllers: [WebhookController],
      });
      await expectLoop(url);
      const status = async (header?: Record<string, unknown>, key?: string) => {
        const token = mint({}, { ...(header && { header }), ...(key !== undefined && { key }) });
        return (await deliver(`${url}/webhook`, { token })).status;
      };
      expect(await status({ kid: pair.keyId })).toBe(200);
      expect(await status()).toBe(200);
      expect(await status({ kid: next.keyId }, 'next')).toBe(200);
      expect(await status({}, 'next')).toBe(200);
      // The id of one key with the signature of the other.
      expect(await status({ kid: next.keyId })).toBe(401);
      expect(await status({ kid: 'unknown' })).toBe(401);
      expect(await status({}, 'foreign')).toBe(401);
    });

    it('accepts a previous key under an id of its own', async () => {
      const previousPublicKeys = [{ key: pair.publicKey, keyId: 'key-2025' }];
      const { url } = await withApp(adapter, {
        imports: [
          KindlyAuthModule.forRoot(options({ privateKey: next.privateKey, previousPublicKeys })),
        ],
        controllers: [WebhookController],
      });
      const token = mint({}, { header: { kid: 'key-2025' } });
      expect((await deliver(`${url}/webhook`, { token })).status).toBe(200);
    });

    it('goes on without a restart', async () => {
      const { app, url } = await withApp(adapter, {
        imports: [KindlyAuthModule.forRoot(options())],
        controllers: [WebhookController],
      });
      const old = tokenOf(await ask(url));
      const keyRing = app.get(KindlyKeyRing);
      await expect(keyRing.rotate({ privateKey: 'nonsense' })).rejects.toBeInstanceOf(
        KindlyAuthOptionsError,
      );
      expect(decodeProtectedHeader(tokenOf(await ask(url))).kid).toBe(pair.keyId);
      await keyRing.rotate({ privateKey: next.privateKey });
      const fresh = tokenOf(await ask(url));
      expect(decodeProtectedHeader(fresh).kid).toBe(next.keyId);
      expect(keyRing.publicKey).toBe(next.publicKey);
      for (const token of [old, fresh]) {
        expect((await deliver(`${url}/webhook`, { token })).status).toBe(200);
      }
    });
  });
});
