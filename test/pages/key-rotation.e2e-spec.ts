import { decodeProtectedHeader } from 'jose';
import type { generateKindlyKeyPair, KindlyKeyRing as KeyRing } from 'nestjs-kindly-auth';
import { afterAll, describe, expect, it } from 'vitest';
import { PageApp } from '../support/page-app.js';
import { classOf, otherPair, privateKey, start, tokenFrom } from '../support/page-module.js';
import { moduleOf } from '../support/running-app.js';

/** What the runbook for keys defines. */
interface Runbook {
  readonly announce: (ring: KeyRing, publicKey: string) => void;
  readonly rotate: (ring: KeyRing, privateKey: string) => Promise<void>;
  readonly newPair: typeof generateKindlyKeyPair;
  readonly replaceStolenKey: (ring: KeyRing, privateKey: string) => Promise<void>;
}

const page = new PageApp('docs/key-rotation.md');
const { KindlyAuthModule, KindlyKeyRing } = await page.package();
afterAll(() => page.remove());

describe('the runbook for keys', () => {
  it('rotation.service.ts: rotates', async () => {
    const RotationService = classOf(await page.import('rotation.service.ts'), 'RotationService');
    const { app, url } = await start(
      moduleOf({
        imports: [
          KindlyAuthModule.forRoot({ issuer: 'i', privateKey, resolveUser: () => ({ sub: 'u' }) }),
        ],
        providers: [RotationService],
      }),
    );
    const rotation = app.get<{ rotate(privateKey: string): Promise<string> }>(RotationService);
    await expect(rotation.rotate(otherPair.privateKey)).resolves.toBe(otherPair.publicKey);
    expect(decodeProtectedHeader(await tokenFrom(url)).kid).toBe(otherPair.keyId);
  });

  it('rotate.ts and compromise.ts: announce, rotate, replace what was stolen', async () => {
    const { announce, rotate, newPair } = (await page.import('rotate.ts')) as unknown as Runbook;
    const sample = await page.import('compromise.ts');
    const { replaceStolenKey } = sample as unknown as Runbook;
    const { app } = await start(
      moduleOf({
        imports: [KindlyAuthModule.forRoot({ issuer: 'i', privateKey, controller: false })],
      }),
    );
    const ring = app.get(KindlyKeyRing);
    const first = ring.keyId;
    announce(ring, otherPair.publicKey);
    expect(ring.acceptedKeyIds).toEqual([first, otherPair.keyId]);
    await rotate(ring, otherPair.privateKey);
    expect(ring.acceptedKeyIds).toEqual([otherPair.keyId, first]);
    const third = await newPair();
    await replaceStolenKey(ring, third.privateKey);
    expect(ring.acceptedKeyIds).toEqual([third.keyId, first]);
  });
});
