import { createPublicKey, sign } from 'node:crypto';
import { promisify } from 'node:util';
import { KindlyAuthModule, KindlyKeyRing, type KindlyTokenSigner } from 'nestjs-kindly-auth';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ADAPTERS } from '../support/adapters.js';
import { endpointOf } from '../support/endpoint.js';
import { refusal } from '../support/http.js';
import { keyPair } from '../support/kindly.js';
import { ask, expectLoop, IDENTITY, options } from '../support/kindly-module.js';
import { tokenOf, WebhookController } from '../support/kindly-module.js';
import { recordingLogger, withApp } from '../support/running-app.js';

const { privateKey, publicKey } = keyPair();
const next = keyPair('next');
const signAsync = promisify(sign);

/** A signer that waits with each signature until it is told to go on. */
class GatedSigner implements KindlyTokenSigner {
  readonly keyId = 'gated';
  readonly concurrency = 2;
  /** Milliseconds; the longest that there is. */
  readonly timeout: number = 60_000;
  isOpen = true;
  asked = 0;
  mostAtOnce = 0;
  readonly #waiting: (() => void)[] = [];

  async sign(data: Uint8Array): Promise<Uint8Array> {
    this.asked += 1;
    if (!this.isOpen) {
      const turn = new Promise<void>((resolve) => void this.#waiting.push(resolve));
      this.mostAtOnce = Math.max(this.mostAtOnce, this.#waiting.length);
      await turn;
    }
    return signAsync('sha256', data, privateKey);
  }

  open(): void {
    this.isOpen = true;
    for (const go of this.#waiting.splice(0)) go();
  }
}

const TIMEOUT = refusal(
  503,
  'Service Unavailable',
  'signer_timeout',
  'The token could not be signed in time',
);
const BUSY = refusal(
  503,
  'Service Unavailable',
  'signer_busy',
  'Too many tokens are being issued at once: ask again in a moment',
);

describe.each(ADAPTERS)('a signer that is too slow, on $name', (adapter) => {
  const endpoint = endpointOf(adapter);
  const gated = (maxQueuedSignatures: number) => {
    const signer = new GatedSigner();
    const bent = { signer, privateKey: undefined, publicKey, maxQueuedSignatures };
    return { signer, bent };
  };

  it('has a queue that ends: who comes then is told when to ask again', async () => {
    const { lines, logger } = recordingLogger('error');
    const { signer, bent } = gated(3);
    const post = await endpoint(bent, { options: { logger } });
    signer.isOpen = false;
    const before = signer.asked;
    const waiting = Array.from({ length: 2 }, () => post());
    await expect.poll(() => signer.asked - before).toBe(2);
    const more = Array.from({ length: 10 }, () => post());
    const refused = await refusedOf(more, 7);
    for (const answer of refused) {
      expect(answer).toMatchObject({ status: 503, body: BUSY });
      expect(answer.headers['retry-after']).toBe('1');
    }
    // One line a second, and there is no saying how long the refusals took.
    expect(new Set(lines)).toEqual(
      new Set([
        expect.stringContaining(
          'Tokens are asked for faster than they can be signed: 2 signatures are under way, and 3 wait',
        ),
      ]),
    );
    signer.open();
    const answers = await Promise.all([...waiting, ...more]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(5);
    expect(signer.mostAtOnce).toBe(2);
    expect(tokenOf(await post())).toMatch(/^eyJ/);
  });

  it('needs no queue while it has a hand free', async () => {
    const { signer, bent } = gated(0);
    const post = await endpoint(bent);
    expect((await post()).status).toBe(200);
    signer.isOpen = false;
    const waiting = [post(), post()];
    await expect.poll(() => signer.mostAtOnce).toBe(2);
    expect((await post()).status).toBe(503);
    signer.open();
    expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual([200, 200]);
  });

  it('costs the app nothing when it is too much: nobody is looked up', async () => {
    const { signer, bent } = gated(0);
    let asked = 0;
    const resolveUser = () => {
      asked += 1;
      return IDENTITY;
    };
    const post = await endpoint({ ...bent, resolveUser });
    signer.isOpen = false;
    const waiting = [post(), post()];
    await expect.poll(() => signer.mostAtOnce).toBe(2);
    expect((await post()).status).toBe(503);
    expect(asked).toBe(2);
    signer.open();
    await Promise.all(waiting);
  });

  it('is given up when it hangs, and its place is free again', async () => {
    // A good signature may take longer than a hanging one is waited for, so the test keeps the time.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const { lines, logger } = recordingLogger('error');
    const { signer, bent } = gated(0);
    Object.assign(signer, { timeout: 100 });
    const post = await endpoint(bent, { options: { logger } });
    signer.isOpen = false;
    const hanging = [post(), post()];
    await expect.poll(() => signer.mostAtOnce).toBe(2);
    vi.advanceTimersByTime(100);
    for (const answer of await Promise.all(hanging)) {
      expect(answer).toMatchObject({ status: 503, body: TIMEOUT });
      expect(answer.headers['retry-after']).toBe('1');
    }
    expect(lines).toEqual(
      Array.from({ length: 2 }, () =>
        expect.stringContaining(
          'No token was issued (signer_timeout): the signer gave no signature within 100 milliseconds',
        ),
      ),
    );
    signer.isOpen = true;
    expect((await post()).status).toBe(200);
  });

  it('keeps an app from starting when it hangs already then', async () => {
    const { signer, bent } = gated(0);
    Object.assign(signer, { timeout: 100, isOpen: false });
    await expect(endpoint(bent)).rejects.toMatchObject({ option: 'signer', code: 'signer_failed' });
  });

  it('signs with a key that is replaced what waits for it, and nothing once that key is revoked', async () => {
    for (const isRevoked of [false, true]) {
      const { signer, bent } = gated(10);
      let known = 0;
      const resolveUser = () => {
        known += 1;
        return IDENTITY;
      };
      const running = await withApp(adapter, {
        imports: [KindlyAuthModule.forRoot(options({ ...bent, resolveUser }))],
        controllers: [WebhookController],
      });
      const ring = running.app.get(KindlyKeyRing);
      signer.isOpen = false;
      const asked = Array.from({ length: 5 }, () => ask(running.url));
      // Whoever is known has nothing left to wait for but the signer.
      await expect.poll(() => known).toBe(5);
      expect(signer.mostAtOnce).toBe(2);
      await ring.rotate({ privateKey: next.privateKey });
      if (isRevoked) ring.revoke('gated');
      signer.open();
      const statuses = (await Promise.all(asked)).map(({ status }) => status);
      const good = isRevoked ? 2 : 5;
      expect(statuses.filter((status) => status === 200)).toHaveLength(good);
      expect(statuses.filter((status) => status === 503)).toHaveLength(5 - good);
      await expectLoop(running.url);
    }
  });

  it('is asked again after it has failed', async () => {
    const { signer, bent } = gated(0);
    const post = await endpoint(bent);
    const works = signer.sign.bind(signer);
    signer.sign = () => Promise.reject(new Error('the KMS is down'));
    for (let time = 0; time < 5; time += 1) expect((await post()).status).toBe(500);
    signer.sign = works;
    expect((await post()).status).toBe(200);
  });

  it('is a signer of the app, so its limits are checked when the app starts', async () => {
    const { bent } = gated(0);
    const limits = [
      ...[0, -1, 1.5, Number.NaN, '4', 10_001].map((concurrency) => ({ concurrency })),
      ...[0, 99, 60_001, '1000', Infinity].map((timeout) => ({ timeout })),
    ];
    for (const limit of limits) {
      const signer = Object.assign(new GatedSigner(), limit as object);
      await expect(endpoint({ ...bent, signer })).rejects.toMatchObject({
        option: `signer.${Object.keys(limit).join()}`,
        code: 'invalid',
      });
    }
  });
});

/** The first answers that come, which are those of the requests that do not wait. */
async function refusedOf<T>(answers: readonly Promise<T>[], count: number): Promise<readonly T[]> {
  const settled: T[] = [];
  for (const answer of answers) void answer.then((one) => settled.push(one));
  await expect.poll(() => settled.length).toBe(count);
  return [...settled];
}

it('a key of this process signs for everybody who asks at once', async () => {
  const [adapter] = ADAPTERS;
  if (!adapter) throw new Error('There is no adapter.');
  const post = await endpointOf(adapter)(options({ privateKey }));
  const answers = await Promise.all(Array.from({ length: 200 }, () => post()));
  const keyOfToken = createPublicKey(publicKey);
  expect(keyOfToken.asymmetricKeyType).toBe('rsa');
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
});
