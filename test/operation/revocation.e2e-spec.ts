import { EventEmitter, once } from 'node:events';
import { Keyv } from 'keyv';
import {
  KindlyAuthModule,
  type KindlyIdentity,
  KindlyKeyRing,
  type KindlyRevocationStore,
  KindlyTokenService,
} from 'nestjs-kindly-auth';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ADAPTERS } from '../support/adapters.js';
import { type Answer, refusal } from '../support/http.js';
import { deliver, keyPair, mint, now } from '../support/kindly.js';
import {
  IDENTITY,
  options,
  type Options,
  tokenFrom,
  WebhookController,
} from '../support/kindly-module.js';
import { type RunningApp, withApp } from '../support/running-app.js';
import { INVALID, outcome, REVOKED } from '../support/webhook.js';

const { sub } = IDENTITY;
const UNAVAILABLE = {
  status: 503,
  headers: { 'retry-after': '1' },
  body: refusal(
    503,
    'Service Unavailable',
    'revocation_unavailable',
    'Whether the bearer token was revoked could not be found out: ask again in a moment',
  ),
};

/** Time stands still, so that a test says which second it is. */
function stopTheClock(): { tick(seconds: number): void } {
  vi.useFakeTimers({ toFake: ['Date'], now: now() * 1000 });
  onTestFinished(() => void vi.useRealTimers());
  return { tick: (seconds) => void vi.setSystemTime(Date.now() + seconds * 1000) };
}

/** A store that counts what it is asked, and fails for as long as it is told to. */
class CountedStore implements KindlyRevocationStore {
  questions = 0;
  isDown = false;
  readonly ttls: number[] = [];
  /** What happens while it is asked. */
  meanwhile: () => unknown = () => undefined;
  readonly #keyv = new Keyv({ throwOnErrors: true });

  get(key: string): Promise<unknown> {
    return this.ask(() => this.#keyv.get(key));
  }

  set(key: string, value: number, ttl: number): Promise<unknown> {
    this.ttls.push(ttl);
    return this.ask(() => this.#keyv.set(key, value, ttl));
  }

  private async ask<T>(question: () => Promise<T>): Promise<T> {
    this.questions += 1;
    if (this.isDown) throw new Error('down');
    this.meanwhile();
    return question();
  }
}

/** Looks a user up, and says who he is when it is told to. */
function slowResolver() {
  const sessions = new EventEmitter();
  const resolveUser = async (): Promise<KindlyIdentity> => {
    const found = once(sessions, 'found');
    sessions.emit('asked');
    await found;
    return IDENTITY;
  };
  const answer = (): unknown => sessions.emit('found');
  return { asked: once(sessions, 'asked'), answer, resolveUser };
}

describe.each(ADAPTERS)('a user whose tokens are revoked, on $name', (adapter) => {
  const start = (bent: Partial<Options> = {}): Promise<RunningApp> =>
    withApp(adapter, {
      imports: [KindlyAuthModule.forRoot(options(bent))],
      controllers: [WebhookController],
    });
  const post = ({ url }: RunningApp, token: string): Promise<Answer> =>
    deliver(`${url}/webhook`, { token });
  const revoke = ({ app }: RunningApp): Promise<void> => app.get(KindlyTokenService).revoke(sub);

  it('is refused with what was issued before, and let in with what comes after', async () => {
    const clock = stopTheClock();
    const running = await start();
    const before = await tokenFrom(running.url);
    expect(await post(running, before)).toMatchObject({ status: 200 });
    clock.tick(1);
    await revoke(running);
    const after = await tokenFrom(running.url);
    expect(await outcome(post(running, before))).toEqual(REVOKED);
    expect(await post(running, after)).toMatchObject({ status: 200 });
  });

  it('keeps what was issued in the same second', async () => {
    stopTheClock();
    const running = await start();
    const token = await tokenFrom(running.url);
    await revoke(running);
    expect(await post(running, token)).toMatchObject({ status: 200 });
  });

  it('is refused until nothing that was issued before can be good', async () => {
    const clock = stopTheClock();
    const running = await start({ clockTolerance: 60 });
    const token = mint({ iat: now() - 1, exp: now() + 899 });
    await revoke(running);
    clock.tick(899 + 59);
    expect(await outcome(post(running, token))).toEqual(REVOKED);
    clock.tick(1);
    expect(await post(running, token)).toMatchObject({ body: { errorCode: 'token_expired' } });
  });

  it('gets nothing that lasts when he was looked up before', async () => {
    const clock = stopTheClock();
    const { asked, answer, resolveUser } = slowResolver();
    const running = await start({ resolveUser });
    const issued = tokenFrom(running.url);
    await asked;
    clock.tick(1);
    await revoke(running);
    clock.tick(1);
    answer();
    expect(await outcome(post(running, await issued))).toEqual(REVOKED);
  });

  it('is not refused a token because the clock was set back while he was looked up', async () => {
    const clock = stopTheClock();
    const { asked, answer, resolveUser } = slowResolver();
    const running = await start({ resolveUser });
    const issued = tokenFrom(running.url);
    await asked;
    clock.tick(-60);
    answer();
    expect(await post(running, await issued)).toMatchObject({ status: 200 });
  });

  it('is refused by verify(), too', async () => {
    const clock = stopTheClock();
    const running = await start();
    const token = await tokenFrom(running.url);
    const service = running.app.get(KindlyTokenService);
    await expect(service.verify(token)).resolves.toMatchObject({ sub });
    clock.tick(1);
    await revoke(running);
    await expect(service.verify(token)).rejects.toMatchObject({ errorCode: 'token_revoked' });
  });

  it('is another than the others', async () => {
    const clock = stopTheClock();
    const running = await start();
    const other = mint({ sub: 'user-2' });
    clock.tick(1);
    await revoke(running);
    expect(await post(running, other)).toMatchObject({ status: 200 });
  });

  it('is refused at every instance that shares the store, and at no other', async () => {
    const clock = stopTheClock();
    const revocation = { store: new Keyv({ throwOnErrors: true }) };
    const [one, other, apart] = await Promise.all([
      start({ revocation }),
      start({ revocation }),
      start(),
    ]);
    const token = await tokenFrom(one.url);
    expect(await post(other, token)).toMatchObject({ status: 200 });
    clock.tick(1);
    await revoke(one);
    expect(await outcome(post(one, token))).toEqual(REVOKED);
    expect(await outcome(post(other, token))).toEqual(REVOKED);
    expect(await post(apart, token)).toMatchObject({ status: 200 });
  });
});

describe.each(ADAPTERS)('the store of revocations, on $name', (adapter) => {
  const startWith = (
    revocation: Options['revocation'],
    clockTolerance?: number,
  ): Promise<RunningApp> =>
    withApp(adapter, {
      imports: [KindlyAuthModule.forRoot(options({ revocation, clockTolerance }))],
      controllers: [WebhookController],
    });

  it('is asked for each webhook, and not for one that is refused without it', async () => {
    const store = new CountedStore();
    const { url } = await startWith({ store });
    const token = mint();
    await deliver(`${url}/webhook`, { token });
    await deliver(`${url}/webhook`, { token });
    expect(store.questions).toBe(2);
    await deliver(`${url}/webhook`, { token, body: '{"chat_id":"another"}' });
    await deliver(`${url}/webhook`, { token: mint({}, { key: keyPair('another').privateKey }) });
    await deliver(`${url}/webhook`, {});
    expect(store.questions).toBe(2);
  });

  it('keeps a revocation until the last clock, as far behind as clocks may be, says that the token has expired', async () => {
    const store = new CountedStore();
    const { app } = await startWith({ store }, 60);
    await app.get(KindlyTokenService).revoke(sub);
    expect(store.ttls).toEqual([(900 + 3 * 60) * 1000]);
  });

  it('takes its time, in which a key can be revoked', async () => {
    const store = new CountedStore();
    const { url, app } = await startWith({ store });
    const token = await tokenFrom(url);
    const service = app.get(KindlyTokenService);
    const ring = app.get(KindlyKeyRing);
    const { keyId } = ring;
    await ring.rotate({ privateKey: keyPair('next').privateKey });
    store.meanwhile = () => ring.acceptedKeyIds.includes(keyId) && ring.revoke(keyId);
    expect(await outcome(deliver(`${url}/webhook`, { token }))).toEqual(INVALID);
    ring.accept(keyPair().publicKey);
    await expect(service.verify(token)).rejects.toMatchObject({ errorCode: 'token_invalid' });
  });

  it('refuses while it is down, issues all the same, and is back by itself', async () => {
    const store = new CountedStore();
    const { url, app } = await startWith({ store });
    store.isDown = true;
    const token = await tokenFrom(url);
    expect(await deliver(`${url}/webhook`, { token })).toMatchObject(UNAVAILABLE);
    await expect(app.get(KindlyTokenService).revoke(sub)).rejects.toMatchObject({
      errorCode: 'revocation_unavailable',
    });
    store.isDown = false;
    expect(await deliver(`${url}/webhook`, { token })).toMatchObject({ status: 200 });
  });

  it('accepts while it is down, where that is wanted', async () => {
    const store = new CountedStore();
    const { url, app } = await startWith({ store, whenUnavailable: 'accept' });
    store.isDown = true;
    expect(await deliver(`${url}/webhook`, { token: mint() })).toMatchObject({ status: 200 });
    await expect(app.get(KindlyTokenService).revoke(sub)).rejects.toMatchObject({
      errorCode: 'revocation_unavailable',
    });
  });
});
