import {
  createPublicKey,
  createSecretKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { KindlyAuthOptionsError } from '../errors/kindly-auth-options.error.js';
import { generateKindlyKeyPair } from './key-pair.js';
import { loadPrivateKey, loadPublicKey } from './rsa-key.js';

const PEM = {
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
} as const;
const passphrase = randomBytes(12).toString('hex');

const { privateKey: pkcs8, publicKey: spki } = await generateKindlyKeyPair();
const reference = createPublicKey(spki);
const publicPkcs1 = reference.export({ type: 'pkcs1', format: 'pem' }).toString();
const pkcs1 = loadPrivateKey(pkcs8, 'privateKey')
  .export({ type: 'pkcs1', format: 'pem' })
  .toString();

function encrypted(type: 'pkcs1' | 'pkcs8'): string {
  return loadPrivateKey(pkcs8, 'privateKey')
    .export({ type, format: 'pem', cipher: 'aes-256-cbc', passphrase })
    .toString();
}

function base64(pem: string): string {
  return Buffer.from(pem).toString('base64');
}

function oneLineBody(pem: string): string {
  const [begin = '', ...rest] = pem.trim().split('\n');
  return [begin, rest.slice(0, -1).join(''), rest.at(-1)].join('\n');
}

/** What people's environments and secret stores make of PEM text. */
const SPELLINGS: readonly (readonly [string, (pem: string) => string | Buffer])[] = [
  ['as it is', (pem) => pem],
  ['without the last line end', (pem) => pem.trimEnd()],
  ['with CRLF', (pem) => pem.replaceAll('\n', '\r\n')],
  ['with \\n as two characters', (pem) => pem.replaceAll('\n', '\\n')],
  ['with \\r\\n as four characters', (pem) => pem.replaceAll('\n', '\\r\\n')],
  ['with its body on one line', oneLineBody],
  ['with spaces for line ends', (pem) => pem.replaceAll('\n', ' ')],
  ['indented', (pem) => pem.replaceAll(/^/gm, '    ')],
  ['with a remark in front', (pem) => `my key:\n${pem}`],
  ['as base64 of the whole', base64],
  ['as wrapped base64 of the whole', (pem) => base64(pem).replaceAll(/.{76}/g, '$&\n')],
  ['as a Buffer', (pem) => Buffer.from(pem)],
];

function derived(key: KeyObject): KeyObject {
  return createPublicKey(key.export({ type: 'pkcs8', format: 'pem' }).toString());
}

describe.each(SPELLINGS)('PEM text %s', (spelling, spell) => {
  it.each([
    ['PKCS#8', pkcs8],
    ['PKCS#1', pkcs1],
  ])('is read as a private key (%s)', (_format, pem) => {
    expect(derived(loadPrivateKey(spell(pem), 'privateKey')).equals(reference)).toBe(true);
  });

  it.each([
    ['SPKI', spki],
    ['PKCS#1', publicPkcs1],
  ])('is read as a public key (%s)', (_format, pem) => {
    expect(loadPublicKey(spell(pem), 'publicKey').equals(reference)).toBe(true);
  });

  it.each(['pkcs1', 'pkcs8'] as const)('is decrypted (%s)', (type) => {
    // On one line the headers of the traditional format cannot be told from its body.
    const isSpelt = type === 'pkcs8' || !/one line|spaces/.test(spelling);
    const pem = isSpelt ? spell(encrypted(type)) : encrypted(type);
    const key = loadPrivateKey({ key: pem, passphrase }, 'privateKey');
    expect(derived(key).equals(reference)).toBe(true);
  });
});

describe('a KeyObject', () => {
  it('is taken as it is', () => {
    const key = loadPrivateKey(pkcs8, 'privateKey');
    expect(loadPrivateKey(key, 'privateKey')).toBe(key);
    expect(loadPublicKey(reference, 'publicKey')).toBe(reference);
  });

  it('may have an exponent of 3, the smallest one that signs', () => {
    const key = withExponent('Aw');
    expect(loadPublicKey(key, 'publicKey')).toBe(key);
  });
});

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256', ...PEM });
const ed25519 = generateKeyPairSync('ed25519', PEM);
const weak = generateKeyPairSync('rsa', { modulusLength: 1024, ...PEM });
const pss = generateKeyPairSync('rsa-pss', { modulusLength: 2048, ...PEM });
function withExponent(e: string): KeyObject {
  return createPublicKey({ format: 'jwk', key: { ...reference.export({ format: 'jwk' }), e } });
}

/** The label is what counts: nothing of the body is read. */
const certificate = spki.replaceAll('PUBLIC KEY', 'CERTIFICATE');
const damaged = pkcs8.replace(/\n.{10}/, '\n');

const REFUSED_PRIVATE_KEYS = [
  ['an empty variable', '', 'empty', 'probably is not set'],
  ['white space', ' \n ', 'empty', 'probably is not set'],
  ['a path', './private.pem', 'key_unreadable', 'not its path'],
  ['random base64', randomBytes(64).toString('base64'), 'key_unreadable', 'is no PEM text'],
  ['base64 behind a remark', `# ${base64(pkcs8)}`, 'key_unreadable', 'is no PEM text'],
  ['base64 before a remark', `${base64(pkcs8)}\n# mine`, 'key_unreadable', 'is no PEM text'],
  ['damaged text', damaged, 'key_unreadable', 'is damaged'],
  ['a key cut short', pkcs8.slice(0, -60), 'key_unreadable', 'is no PEM text'],
  ['two blocks', pkcs8 + spki, 'key_unreadable', 'several PEM blocks'],
  ['a number', 42, 'invalid', 'must be PEM text'],
  ['null', null, 'invalid', 'must be PEM text'],
  ['an array', [pkcs8], 'invalid', 'must be PEM text'],
  ['a public key', spki, 'key_is_public', 'needs the private key'],
  ['a public PKCS#1 key', publicPkcs1, 'key_is_public', 'needs the private key'],
  ['a public KeyObject', reference, 'key_is_public', 'needs the private key'],
  ['a certificate', certificate, 'key_is_certificate', 'is a certificate'],
  [
    'an OpenSSH key',
    pkcs8.replaceAll('PRIVATE', 'OPENSSH PRIVATE'),
    'key_unreadable',
    'ssh-keygen',
  ],
  ['an EC key', ec.privateKey, 'key_not_rsa', 'is an ec key'],
  ['an Ed25519 key', ed25519.privateKey, 'key_not_rsa', 'is an ed25519 key'],
  ['a symmetric key', createSecretKey(randomBytes(32)), 'key_not_rsa', 'is a symmetric key'],
  ['an RSA-PSS key', pss.privateKey, 'key_rsa_pss', 'restricted to RSA-PSS'],
  [
    '1024 bits',
    weak.privateKey,
    'key_too_weak',
    '1024 bits; at least 2048 are needed. Make one with: openssl genrsa -out private.pem 2048',
  ],
  ['no passphrase', encrypted('pkcs8'), 'passphrase_missing', '{ key, passphrase }'],
  ['no passphrase (traditional)', encrypted('pkcs1'), 'passphrase_missing', '{ key, passphrase }'],
  [
    'a wrong passphrase',
    { key: encrypted('pkcs8'), passphrase: 'wrong' },
    'passphrase_wrong',
    'the passphrase is wrong',
  ],
  [
    'a wrong passphrase (traditional)',
    { key: encrypted('pkcs1'), passphrase: 'wrong' },
    'passphrase_wrong',
    'the passphrase is wrong',
  ],
] as const;

const REFUSED_PUBLIC_KEYS = [
  ['an empty variable', '', 'empty', 'probably is not set'],
  ['damaged text', spki.replace(/\n.{10}/, '\n'), 'key_unreadable', 'is damaged'],
  ['an object', {}, 'invalid', 'must be PEM text'],
  [
    'a private key',
    pkcs8,
    'key_is_private',
    'must not be where only the public one is needed. Get it with: openssl rsa -in private.pem -outform PEM -pubout -out public.pem',
  ],
  ['a private PKCS#1 key', pkcs1, 'key_is_private', 'must not be where'],
  ['a private KeyObject', loadPrivateKey(pkcs8, ''), 'key_is_private', 'must not be where'],
  ['a certificate', certificate, 'key_is_certificate', 'openssl x509 -pubkey'],
  ['an EC key', ec.publicKey, 'key_not_rsa', 'is an ec key'],
  ['an Ed25519 key', ed25519.publicKey, 'key_not_rsa', 'is an ed25519 key'],
  ['an RSA-PSS key', pss.publicKey, 'key_rsa_pss', 'restricted to RSA-PSS'],
  ['1024 bits', weak.publicKey, 'key_too_weak', '1024 bits; at least 2048'],
  ['an exponent of 1', withExponent('AQ'), 'key_too_weak', 'public exponent'],
] as const;

function errorOf(load: () => unknown): KindlyAuthOptionsError {
  try {
    load();
  } catch (error) {
    if (error instanceof KindlyAuthOptionsError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

function assertRefusal(error: KindlyAuthOptionsError, code: string, words: string): void {
  expect(error).toMatchObject({ option: 'theOption', code });
  expect(error.message).toContain('option "theOption" ');
  expect(error.message).toContain(words);
  // Not a line of any key, and no passphrase either.
  expect(error.message).not.toMatch(/[A-Za-z0-9+/]{40}|wrong"/);
}

describe('a private key is refused:', () => {
  it.each(REFUSED_PRIVATE_KEYS)('%s', (_name, input, code, words) => {
    assertRefusal(
      errorOf(() => loadPrivateKey(input as never, 'theOption')),
      code,
      words,
    );
  });
});

describe('a public key is refused:', () => {
  it.each(REFUSED_PUBLIC_KEYS)('%s', (_name, input, code, words) => {
    assertRefusal(
      errorOf(() => loadPublicKey(input as never, 'theOption')),
      code,
      words,
    );
  });
});
