import { generateKeyPairSync, sign } from 'node:crypto';
import { Controller, Post, type Type } from '@nestjs/common';
import { KindlyAuthModule, KindlyAuthOptionsError, KindlyWebhook } from 'nestjs-kindly-auth';
import { describe, expect, it } from 'vitest';
import { EXTRA_NAMES } from '../../libs/kindly-auth/src/kindly-auth.extras-check.js';
import { OPTION_NAMES } from '../../libs/kindly-auth/src/kindly-auth.names-check.js';
import { checkOptions } from '../../libs/kindly-auth/src/kindly-auth.options-check.js';
import { SIGNER_DEFAULTS } from '../../libs/kindly-auth/src/keys/token-signer.js';
import { ADAPTERS } from '../support/adapters.js';
import { keyPair } from '../support/kindly.js';
import { type Options, options } from '../support/kindly-module.js';
import { codesIn, page, tableOf } from '../support/markdown.js';
import { createApp } from '../support/running-app.js';

/** What the page says of an option. */
interface Explained {
  readonly name: string;
  readonly cells: readonly string[];
  readonly fallback: string;
  readonly bounds: string;
  readonly errors: readonly string[];
}

const EXPLAINED: readonly Explained[] = page('docs/options.md')
  .split(/^### /m)
  .slice(1)
  .map((section) => {
    const [name = ''] = codesIn(section);
    const [cells = []] = tableOf(section, 'type');
    const [, , fallback = '', bounds = '', errors = ''] = cells;
    return { name, cells, fallback, bounds, errors: codesIn(errors) };
  });

/** The numbers of the page: an option, or a member of one, and its ends. */
const NUMBERS = EXPLAINED.flatMap(({ name, bounds }) =>
  [...bounds.matchAll(/(?:`(\w+)` )?(\d+)…(\d+)/g)].map(([, member, from, to]) => ({
    name,
    member: name === 'verifiedTokenCache' ? 'maxEntries' : member,
    from: Number(from),
    to: Number(to),
  })),
);

const { privateKey, publicKey } = keyPair();
const { publicKey: otherKey } = keyPair('other');
const { privateKey: encrypted } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'yes' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
const WEAK = generateKeyPairSync('rsa', { modulusLength: 1024 });
const CURVE = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const PSS = generateKeyPairSync('rsa-pss', { modulusLength: 2048 });
const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----';
const SIGNER = {
  keyId: 'k',
  sign: (data: Uint8Array) => Promise.resolve(sign('sha256', data, privateKey)),
};
const SIGNER_ALONE = { privateKey: undefined, signer: SIGNER };

/** Options that cannot work, of one module or several, and the routes beside them. */
interface Mistake {
  readonly name: string;
  readonly code: string;
  readonly bent: readonly Readonly<Record<string, unknown>>[];
  readonly routes?: Type<unknown> | undefined;
}

function wrong(name: string, code: string, ...values: readonly unknown[]): readonly Mistake[] {
  return values.map((value) => ({ name, code, bent: [{ [name]: value }] }));
}

function wrongTogether(name: string, code: string, ...bent: Mistake['bent']): Mistake {
  return { name, code, bent };
}

/** What can be wrong with any key. */
function wrongKeys(name: string, half: 'privateKey' | 'publicKey'): readonly Mistake[] {
  const inPlace = (value: unknown): unknown => (name === 'previousPublicKeys' ? [value] : value);
  return [
    ...wrong(name, 'invalid', inPlace(5)),
    ...wrong(name, 'empty', inPlace('')),
    ...wrong(name, 'key_unreadable', inPlace('a/path.pem')),
    ...wrong(name, 'key_is_certificate', inPlace(CERTIFICATE)),
    ...wrong(name, 'key_not_rsa', inPlace(CURVE[half])),
    ...wrong(name, 'key_rsa_pss', inPlace(PSS[half])),
    ...wrong(name, 'key_too_weak', inPlace(WEAK[half])),
  ];
}

function routeWith(route: Parameters<typeof KindlyWebhook>[0]): Type<unknown> {
  @Controller()
  class Routes {
    @Post('webhook')
    @KindlyWebhook(route)
    answer(): object {
      return {};
    }
  }
  return Routes;
}

const MISTAKES: readonly Mistake[] = [
  ...wrong('issuer', 'required', undefined),
  ...wrong('issuer', 'invalid', 5),
  ...wrong('issuer', 'empty', ' '),
  ...wrong('privateKey', 'required', undefined),
  ...wrongKeys('privateKey', 'privateKey'),
  ...wrong('privateKey', 'passphrase_missing', encrypted),
  ...wrong('privateKey', 'passphrase_wrong', { key: encrypted, passphrase: 'no' }),
  ...wrong('privateKey', 'key_is_public', publicKey),
  ...wrong('signer', 'conflict', SIGNER),
  wrongTogether('signer', 'invalid', { privateKey: undefined, signer: {} }),
  wrongTogether('signer', 'signer_failed', {
    privateKey: undefined,
    publicKey,
    signer: { keyId: 'k', sign: () => Promise.reject(new Error('no key')) },
  }),
  wrongTogether('publicKey', 'required', SIGNER_ALONE),
  ...wrongKeys('publicKey', 'publicKey'),
  ...wrong('publicKey', 'key_is_private', privateKey),
  ...wrong('publicKey', 'key_mismatch', otherKey),
  ...wrong('previousPublicKeys', 'invalid', otherKey),
  ...wrongKeys('previousPublicKeys', 'publicKey'),
  ...wrong('previousPublicKeys', 'key_is_private', [privateKey]),
  wrongTogether('previousPublicKeys', 'duplicate', {
    keyId: 'k',
    previousPublicKeys: [{ key: otherKey, keyId: 'k' }],
  }),
  ...wrong('keyId', 'invalid', 5),
  ...wrong('keyId', 'empty', ''),
  ...wrong(
    'webhookDomains',
    'invalid',
    'example.com',
    [5],
    ...[
      'https://example.com',
      'example.com:443',
      'example.com/a',
      '10.0.0.1',
      'localhost',
      '*',
    ].map((host) => [host]),
    ['*.co.uk'],
  ),
  ...wrong('resolveUser', 'required', undefined),
  ...wrong('resolveUser', 'invalid', {}),
  wrongTogether('resolveUser', 'conflict', {
    resolveUser: () => undefined,
    userResolver: class {
      resolve(): undefined {
        return undefined;
      }
    },
  }),
  ...wrong('claims', 'invalid', Date),
  ...wrong('hmacSecrets', 'invalid', 5, { dialogue: 5 }),
  ...wrong('hmacSecrets', 'empty', undefined, '', [], {}),
  { name: 'hmacSecrets', code: 'required', bent: [{}], routes: routeWith({ identity: 'none' }) },
  { name: 'hmacSecrets', code: 'unknown', bent: [{}], routes: routeWith({ signature: 'ticket' }) },
  ...wrong('chatBinding', 'invalid', 'on'),
  ...wrong('webhookHost', 'invalid', '*.example.com'),
  ...wrong('webhookHost', 'empty', undefined, ''),
  ...wrong('verifiedTokenCache', 'invalid', true),
  ...wrong('revocation', 'invalid', true, { store: {} }, { whenUnavailable: 'ignore' }),
  ...NUMBERS.flatMap(({ name, member }) =>
    member === undefined ? wrong(name, 'invalid', '5', Number.NaN) : [],
  ),
  ...wrong('bot', 'invalid', 'a bot', 5),
  wrongTogether('bot', 'duplicate', {}, { path: 'another' }),
  { name: 'bot', code: 'unknown', bent: [{}], routes: routeWith({ bot: 'another' }) },
  ...wrong('path', 'invalid', '', '*', 5),
  wrongTogether('path', 'duplicate', {}, { bot: 'another', path: 'Kindly/Token' }),
  ...wrong('controller', 'invalid', true),
  ...wrong('imports', 'invalid', {}),
  ...wrong('guards', 'invalid', [() => true]),
  ...wrong('decorators', 'invalid', [{}]),
  ...wrong('userResolver', 'invalid', {}),
  ...wrong('isGlobal', 'invalid', 'yes'),
];

/** What is said when an app with these options starts: which option, and why. */
async function refusalOf({ bent, routes }: Omit<Mistake, 'name' | 'code'>): Promise<unknown> {
  const [adapter] = ADAPTERS;
  if (adapter === undefined) throw new Error('there is no adapter');
  try {
    const imports = bent.map((one) => KindlyAuthModule.forRoot(options(one as Partial<Options>)));
    const app = await createApp(adapter, { imports, controllers: routes ? [routes] : [] });
    await app.init();
    await app.close();
    return undefined;
  } catch (error) {
    if (!(error instanceof KindlyAuthOptionsError)) throw error;
    return { name: error.option.split(/[.[]/, 1)[0], code: error.code };
  }
}

describe('docs/options.md', () => {
  it('has each option that there is, once', () => {
    const names = EXPLAINED.map(({ name }) => name);
    expect(names.toSorted()).toEqual([...OPTION_NAMES, ...EXTRA_NAMES].toSorted());
  });

  it.each(EXPLAINED)('says all of $name', ({ cells }) => {
    expect(cells).toHaveLength(5);
    expect(cells).not.toContain('');
  });

  it.each(EXPLAINED)('names the errors of $name that there are', ({ name, errors }) => {
    const codes = MISTAKES.filter((mistake) => mistake.name === name).map(({ code }) => code);
    expect([...new Set(codes)].toSorted()).toEqual(errors.toSorted());
  });

  it.each(MISTAKES)('names what happens: $name, $code', async ({ name, code, ...mistake }) => {
    expect(await refusalOf(mistake)).toEqual({ name, code });
  });

  describe.each(NUMBERS)('has the bounds of $name $member', ({ name, member, from, to }) => {
    const optionsWith = (value: number): Options => {
      const signer = member === undefined ? {} : { [member]: value };
      const given = name === 'signer' ? { ...SIGNER, ...signer } : signer;
      return {
        ...options(name === 'signer' ? { privateKey: undefined, publicKey } : {}),
        [name]: member === undefined ? value : given,
      };
    };

    it.each([from, to])('takes %d', async (value) => {
      await expect(checkOptions(optionsWith(value), 'default')).resolves.toBeDefined();
    });

    it.each([from - 1, to + 1, from + 0.5])('does not take %d', async (value) => {
      await expect(checkOptions(optionsWith(value), 'default')).rejects.toMatchObject({
        option: member === undefined ? name : `${name}.${member}`,
        code: 'invalid',
      });
    });
  });

  it('has the defaults', async () => {
    const { claims, token, resolver, webhook, keyRing } = await checkOptions(options(), 'default');
    const defaults = {
      tokenLifetime: token.tokenLifetime,
      clockTolerance: claims.clockTolerance,
      resolverTimeout: resolver.timeout,
      verifiedTokenCache: webhook.maxCachedTokens,
      maxQueuedSignatures: keyRing.maxQueuedSignatures,
      maxTokenLength: token.maxTokenLength,
      chatBinding: `\`'${webhook.chatBinding}'\``,
      claims: `\`${claims.claimsClass.name}\``,
      signer: `none; \`concurrency\` ${SIGNER_DEFAULTS.concurrency}, \`timeout\` ${SIGNER_DEFAULTS.timeout}`,
    };
    const said = EXPLAINED.filter(({ name }) => name in defaults);
    expect(Object.fromEntries(said.map(({ name, fallback }) => [name, fallback]))).toEqual(
      Object.fromEntries(Object.entries(defaults).map(([name, value]) => [name, String(value)])),
    );
  });
});
