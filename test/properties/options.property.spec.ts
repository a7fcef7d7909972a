import { createPublicKey, createSecretKey, generateKeyPairSync } from 'node:crypto';
import * as fc from 'fast-check';
import { KindlyAuthModule, KindlyAuthOptionsError, KindlyClaims } from 'nestjs-kindly-auth';
import { describe, it } from 'vitest';
import { ADAPTERS } from '../support/adapters.js';
import { anyBytes, anyText, anyValue } from '../support/arbitraries.js';
import { bootBot } from '../support/bot.js';
import { ISSUER, keyPair } from '../support/kindly.js';
import { options } from '../support/kindly-module.js';
import { createApp } from '../support/running-app.js';
import { assertProperty } from '../support/properties.js';

const { privateKey, publicKey } = keyPair();
const next = keyPair('next');
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** Keys as they go wrong: the other half, another kind, another pair, cut or changed on the way. */
const key = fc.oneof(
  fc.constantFrom<unknown>(
    privateKey,
    publicKey,
    next.publicKey,
    ec.privateKey,
    ec.publicKey,
    createSecretKey(Buffer.from('secret')),
    createPublicKey(publicKey),
    Buffer.from(privateKey),
    Buffer.from(privateKey).toString('base64'),
    privateKey.replaceAll('\n', '\\n'),
    { key: privateKey, passphrase: 'open' },
    { key: next.publicKey, keyId: 'next' },
  ),
  fc
    .tuple(fc.constantFrom(privateKey, publicKey), fc.nat(), fc.nat(60), anyText(4))
    .map(([pem, place, length, put]) => {
      const start = place % pem.length;
      return pem.slice(0, start) + put + pem.slice(start + length);
    }),
  fc.record({ key: anyValue(), passphrase: anyValue(), keyId: anyValue() }, { requiredKeys: [] }),
  anyBytes(),
  anyValue(),
);

class ShopClaims extends KindlyClaims {}

const signer = fc.oneof(
  fc.record(
    { keyId: fc.oneof(anyText(), anyValue()), sign: fc.oneof(fc.func(anyValue()), anyValue()) },
    { requiredKeys: [] },
  ),
  anyValue(),
);

/** A good value of each option often enough that the others get their turn. */
function oftenGood(good: readonly unknown[], bad: fc.Arbitrary<unknown> = anyValue()) {
  return fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...good) },
    { weight: 1, arbitrary: bad },
  );
}

const secrets = fc.oneof(
  fc.dictionary(
    anyText(8),
    fc.oneof(anyText(), fc.array(anyText()), fc.constant(false), anyValue()),
  ),
  fc.array(anyValue()),
  anyValue(),
);

const OPTIONS = {
  issuer: oftenGood([ISSUER], fc.oneof(anyText(), anyValue())),
  privateKey: oftenGood([privateKey], key),
  publicKey: oftenGood([publicKey], key),
  signer,
  previousPublicKeys: oftenGood([[], [next.publicKey]], fc.oneof(fc.array(key), anyValue())),
  keyId: oftenGood(['key-1'], fc.oneof(anyText(), anyValue())),
  tokenLifetime: oftenGood([1, 300, 900], fc.oneof(fc.double(), anyValue())),
  clockTolerance: oftenGood([0, 5, 60], fc.oneof(fc.double(), anyValue())),
  maxTokenLength: oftenGood([1024, 16_384], fc.oneof(fc.double(), anyValue())),
  webhookDomains: oftenGood([[], ['a.example']], fc.oneof(fc.array(anyText()), anyValue())),
  resolveUser: oftenGood([() => ({ sub: 'user-1' })]),
  resolverTimeout: oftenGood([100, 60_000], fc.oneof(fc.double(), anyValue())),
  maxQueuedSignatures: oftenGood([0, 1000], fc.oneof(fc.double(), anyValue())),
  verifiedTokenCache: oftenGood(
    [false, {}, { maxEntries: 1 }],
    fc.oneof(fc.record({ maxEntries: fc.oneof(fc.double(), anyValue()) }), anyValue()),
  ),
  revocation: oftenGood(
    [{}, { store: new Map() }, { whenUnavailable: 'accept', timeout: 10 }],
    fc.oneof(
      fc.record({ store: anyValue(), whenUnavailable: anyValue(), timeout: anyValue() }),
      anyValue(),
    ),
  ),
  claims: oftenGood([KindlyClaims, ShopClaims]),
  hmacSecrets: oftenGood(['secret', ['one', 'two'], { dialogue: 'secret' }], secrets),
  chatBinding: oftenGood(['off', 'required', 'when-present']),
  webhookHost: oftenGood(['a.example'], fc.oneof(anyText(), anyValue())),
};

const EXTRAS = {
  bot: oftenGood(['default', 'shop'], fc.oneof(anyText(), anyValue())),
  path: oftenGood(['token'], fc.oneof(anyText(), anyValue())),
  controller: oftenGood([false, undefined]),
  isGlobal: oftenGood([true, false]),
  userResolver: oftenGood([undefined]),
  guards: oftenGood([[]]),
  decorators: oftenGood([[]]),
  imports: oftenGood([[]]),
};

/** Options that are complete, a few of them bent. */
function bent(shapes: Record<string, fc.Arbitrary<unknown>>) {
  return fc
    .tuple(
      fc.record(shapes, { requiredKeys: [] }),
      fc.uniqueArray(fc.constantFrom(...Object.keys(shapes)), { maxLength: 3 }),
    )
    .map(([odd, kept]) => ({
      ...options(),
      ...Object.fromEntries(kept.map((name) => [name, odd[name]])),
    }));
}

const given = fc.oneof(
  { weight: 6, arbitrary: bent(OPTIONS) },
  { weight: 2, arbitrary: bent({ ...OPTIONS, ...EXTRAS }) },
  { weight: 1, arbitrary: fc.record(OPTIONS, { requiredKeys: [] }) },
  { weight: 1, arbitrary: fc.dictionary(anyText(), anyValue()) },
  { weight: 1, arbitrary: anyValue() },
);

/** What became of it: nothing bad, or the error. */
function failureOf(booted: Promise<unknown>): Promise<unknown> {
  return booted.then(
    () => undefined,
    (error: unknown) => error,
  );
}

function expectBootOrRefusal(failure: unknown): void {
  if (failure === undefined || failure instanceof KindlyAuthOptionsError) return;
  throw failure;
}

describe('options of any shape', () => {
  it('boot, or are refused with a KindlyAuthOptionsError', async () => {
    await assertProperty(
      500,
      fc.asyncProperty(given, async (odd) => {
        expectBootOrRefusal(await failureOf(bootBot(odd as object)));
      }),
    );
  });
});

describe.each(ADAPTERS)('any path of the token endpoint on $name', (adapter) => {
  /** Characters that mean something to a router, and some that do not. */
  const sign = fc.constantFrom(...Array.from('/:*?+(){}[]|\\^$.!<>=,"\'&%#@~-_ aZ1å'));
  const path = fc.oneof(
    fc.string({ unit: sign, maxLength: 8 }),
    fc
      .array(fc.constantFrom(':a', ':b1', 'kindly', 'token.json', '~', ''))
      .map((parts) => parts.join('/')),
  );

  it('boots, or is refused with a KindlyAuthOptionsError', async () => {
    await assertProperty(
      150,
      fc.asyncProperty(path, async (text) => {
        const start = async (): Promise<void> => {
          const imports = [KindlyAuthModule.forRoot(options({ path: text }))];
          const app = await createApp(adapter, { imports });
          try {
            await app.init();
          } finally {
            await app.close();
          }
        };
        expectBootOrRefusal(await failureOf(start()));
      }),
    );
  });
});
