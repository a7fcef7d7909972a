import KeyvRedis from '@keyv/redis';
import { Keyv } from 'keyv';
import { KindlyAuthModule, KindlyAuthOptionsError } from 'nestjs-kindly-auth';
import { describe, expect, it } from 'vitest';
import { ADAPTERS } from '../support/adapters.js';
import { options, type Options } from '../support/kindly-module.js';
import { createApp } from '../support/running-app.js';

/** Nobody connects it. */
function keyvRedis({ keyv = true, adapter = true }): Keyv {
  const store = new KeyvRedis(undefined, { throwOnErrors: adapter });
  return new Keyv({ store, throwOnErrors: keyv });
}

/** What bounds memory, and what is no bound. */
const CACHES: readonly unknown[] = [true, 5000, 'off', [], null, { max: 5 }];
const MAX_ENTRIES: readonly unknown[] = [0, -1, 1.5, 1_000_001, '5000'];
const REVOCATIONS: readonly unknown[] = [true, 'memory', [], null, { ttl: 5 }];
const STORES: readonly unknown[] = [
  null,
  5,
  {},
  { get: () => undefined },
  { set: () => undefined },
];
/** Each would make every token look good while it fails. */
const HIDING: readonly [string, object][] = [
  ['is a Keyv as it is by default', new Keyv()],
  ['has an adapter as it is by default', keyvRedis({ adapter: false })],
  ['is a cache with stores in it', { get() {}, set() {}, stores: [] }],
  ['is a cache in two layers', { get() {}, set() {}, primary: new Map() }],
  ['has such an adapter in a Keyv as it is by default', keyvRedis({ keyv: false })],
];
const TIMEOUTS: readonly unknown[] = [0, 9, 10.5, 60_001, '1000', Infinity];
const QUEUES: readonly unknown[] = [-1, 0.5, 100_001, '10', Infinity];

describe.each(ADAPTERS)('limits on $name', (adapter) => {
  const boot = async (bent: object): Promise<unknown> => {
    const app = await createApp(adapter, {
      imports: [KindlyAuthModule.forRoot(options(bent as Partial<Options>))],
    });
    await app.init();
    return app.close();
  };
  const refusal = (option: string, code: string) =>
    expect.toSatisfy(
      (error: unknown) =>
        error instanceof KindlyAuthOptionsError && error.option === option && error.code === code,
    );

  it.each(CACHES)('are not kept by the cache %j', async (verifiedTokenCache) => {
    await expect(boot({ verifiedTokenCache })).rejects.toEqual(
      refusal('verifiedTokenCache', 'invalid'),
    );
  });

  it.each(MAX_ENTRIES)('are not kept by a cache of %j tokens', async (maxEntries) => {
    await expect(boot({ verifiedTokenCache: { maxEntries } })).rejects.toEqual(
      refusal('verifiedTokenCache.maxEntries', 'invalid'),
    );
  });

  it.each(QUEUES)('are not kept by a queue of %j signatures', async (maxQueuedSignatures) => {
    await expect(boot({ maxQueuedSignatures })).rejects.toEqual(
      refusal('maxQueuedSignatures', 'invalid'),
    );
  });

  it.each(REVOCATIONS)('are not kept by the revocation %j', async (revocation) => {
    await expect(boot({ revocation })).rejects.toEqual(refusal('revocation', 'invalid'));
  });

  it.each(STORES)('are not kept by a store %o', async (store) => {
    await expect(boot({ revocation: { store } })).rejects.toEqual(
      refusal('revocation.store', 'invalid'),
    );
  });

  it.each(HIDING)('are not kept by a store that %s', async (_name, store) => {
    await expect(boot({ revocation: { store } })).rejects.toThrow(/hides? (its|their) errors/);
  });

  it.each(['ignore', true])('are not kept when unavailable is %j', async (choice) => {
    await expect(boot({ revocation: { whenUnavailable: choice } })).rejects.toEqual(
      refusal('revocation.whenUnavailable', 'invalid'),
    );
  });

  it.each(TIMEOUTS)('are not kept by a store that has %j milliseconds', async (timeout) => {
    await expect(boot({ revocation: { timeout } })).rejects.toEqual(
      refusal('revocation.timeout', 'invalid'),
    );
  });

  it.each<[string, object | undefined]>([
    ['nothing', undefined],
    ['no more than that', {}],
    ['a Keyv', { store: new Keyv({ throwOnErrors: true }), whenUnavailable: 'refuse' }],
    ['a Keyv with Redis behind it', { store: keyvRedis({}), whenUnavailable: 'accept' }],
    ['a Map', { store: new Map(), timeout: 10 }],
    ['undefined members', { store: undefined, whenUnavailable: undefined, timeout: undefined }],
  ])('are kept by a revocation of %s', async (_name, revocation) => {
    await expect(boot({ revocation })).resolves.toBeUndefined();
  });

  it.each([
    {},
    { verifiedTokenCache: undefined, maxQueuedSignatures: undefined },
    { verifiedTokenCache: false, maxQueuedSignatures: 0 },
    { verifiedTokenCache: {}, maxQueuedSignatures: 100_000 },
    { verifiedTokenCache: { maxEntries: 1 } },
    { verifiedTokenCache: { maxEntries: 1_000_000 } },
  ])('are kept by %j', async (bent) => {
    await expect(boot(bent)).resolves.toBeUndefined();
  });
});
