import { createHmac, generateKeyPairSync } from 'node:crypto';
import { exportSPKI, importSPKI, SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { PublicKeyError, readPublicKey } from './public-key.js';
import { checkToken } from './token-check.js';

const CHAT = '3f0d3c1e-8f55-4a7e-9c67-0a3d2f3a9b10';
const NOW = 1_800_000_000;
const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
const publicPem = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();
const botKey = readPublicKey(publicPem);

const GOOD = {
  iss: 'shop',
  sub: 'user-1',
  iat: NOW,
  exp: NOW + 300,
  chat: { id: CHAT, webhook_domains: ['shop.example.com'] },
};

function mint(claims: object, key = pair.privateKey, header: object = {}): Promise<string> {
  return new SignJWT({ ...claims }).setProtectedHeader({ alg: 'RS256', ...header }).sign(key);
}

async function check(token: string, bent: object = {}) {
  return checkToken(token, { botKey, rules: 'strict', chatId: CHAT, now: NOW + 10, ...bent });
}

function problemsOf({ rules }: Awaited<ReturnType<typeof check>>): readonly string[] {
  return rules.filter(({ verdict }) => verdict === 'failed').map(({ rule }) => rule);
}

describe('checkToken', () => {
  it('takes a good token, and says of each rule why', async () => {
    const verdict = await check(await mint({ ...GOOD, email: 'a@b.c', email_verified: true }));
    expect(verdict).toMatchObject({ accepted: true, summary: 'A good token.' });
    expect(verdict.rules.every(({ verdict: one }) => one === 'ok')).toBe(true);
  });

  it('warns when another user goes on in a chat', async () => {
    const token = await mint(GOOD);
    expect((await check(token, { formerSubject: 'user-1' })).summary).toBe('A good token.');
    const verdict = await check(token, { formerSubject: 'user-2' });
    expect(verdict).toMatchObject({ accepted: true, summary: 'Taken, with 1 warning.' });
    expect(verdict.rules.find(({ rule }) => rule === 'claim:sub')?.found).toContain('another user');
  });

  it.each<[string, () => Promise<string> | string, string[], RegExp]>([
    ['the word Bearer', async () => `Bearer ${await mint(GOOD)}`, ['format'], /token alone/],
    ['what is no JWT', () => 'hello', ['format'], /compact JWT/],
    ['an object', () => '[object Object]', ['format'], /compact JWT/],
    ['an encrypted token', () => 'a.b.c.d.e', ['format'], /signed tokens/],
    [
      'a token signed by another pair',
      () => mint(GOOD, other.privateKey),
      ['signature'],
      /are not one pair/,
    ],
    [
      'HS256',
      () => {
        const input = [{ alg: 'HS256' }, GOOD]
          .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
          .join('.');
        return `${input}.${createHmac('sha256', publicPem).update(input).digest('base64url')}`;
      },
      ['algorithm'],
      /shared secret/,
    ],
    ['no signature', () => new UnsecuredJWT(GOOD).encode(), ['algorithm'], /anybody/],
    ['no iss', () => mint({ ...GOOD, iss: undefined }), ['claim:iss'], /its own examples leave it/],
    ['a number for sub', () => mint({ ...GOOD, sub: 42 }), ['claim:sub'], /String\(user\.id\)/],
    [
      'milliseconds',
      () => mint({ ...GOOD, iat: NOW * 1000, exp: (NOW + 300) * 1000 }),
      ['lifetime', 'issued-at'],
      /Divide by 1000/,
    ],
    [
      'a time before which it is not valid',
      () => mint({ ...GOOD, nbf: NOW + 600 }),
      ['claim:nbf'],
      /Leave it out/,
    ],
    ['an hour', () => mint({ ...GOOD, exp: NOW + 3600 }), ['lifetime'], /900 seconds/],
    [
      'an old token',
      () => mint({ ...GOOD, iat: NOW - 600, exp: NOW - 300 }),
      ['expiry'],
      /each call/,
    ],
    [
      'a fast clock',
      () => mint({ ...GOOD, iat: NOW + 120, exp: NOW + 420 }),
      ['issued-at'],
      /clock/,
    ],
    [
      'a chat id of its own',
      () => mint({ ...GOOD, chat: undefined, chat_id: CHAT }),
      ['claim:chat'],
      /Put it into an object/,
    ],
    ['no chat id', () => mint({ ...GOOD, chat: {} }), ['claim:chat'], /read both/],
    ['another chat', () => mint({ ...GOOD, chat: { id: 'other' } }), ['claim:chat'], /each chat/],
    [
      'text for a flag',
      () => mint({ ...GOOD, email_verified: 'yes' }),
      ['claim:email_verified'],
      /boolean/,
    ],
    [
      'a script for a picture',
      () => mint({ ...GOOD, picture: 'javascript:alert(1)' }),
      ['claim:picture'],
      /http/,
    ],
  ])('refuses %s, by name and with advice', async (_name, make, problems, advice) => {
    const verdict = await check(await make());
    expect(verdict.accepted).toBe(false);
    expect(problemsOf(verdict)).toEqual(problems);
    expect(verdict.rules.map((rule) => rule.advice).join(' ')).toMatch(advice);
    expect(verdict.summary).toMatch(new RegExp(`^Refused: ${problems[0]}: `));
  });

  it('says that a short key is no key', () => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
    const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
    expect(() => readPublicKey(pem)).toThrow(/1024 bits; at least 2048/);
  });

  it('says that there is no key', async () => {
    const verdict = await check(await mint(GOOD), { botKey: undefined });
    expect(verdict.rules).toContainEqual(
      expect.objectContaining({ rule: 'signature', advice: expect.stringContaining('Paste') }),
    );
  });

  it("diagnoses the specification's own Node example: no iss", async () => {
    const claims = { ...GOOD, iss: undefined, name: 'Test', email: 'a@b.c', email_verified: true };
    expect(problemsOf(await check(await mint(claims)))).toEqual(['claim:iss']);
    expect(await check(await mint(claims), { rules: 'lenient' })).toMatchObject({
      accepted: true,
      summary: 'Taken, with 1 warning.',
    });
  });

  it("diagnoses a token in the style of Kindly's published demo: avatar, and no margin", async () => {
    const claims = { ...GOOD, exp: NOW + 900, avatar: 'https://example.com/a.png' };
    const { accepted, rules } = await check(await mint(claims));
    expect(accepted).toBe(true);
    expect(rules).toContainEqual(
      expect.objectContaining({
        rule: 'claim:avatar',
        verdict: 'warning',
        advice: expect.stringContaining('"picture"'),
      }),
    );
  });

  it.each(['shop.example.com:443', 'https://shop.example.com', 'localhost', '127.0.0.1'])(
    'warns of the webhook domain %s',
    async (domain) => {
      const chat = { id: CHAT, webhook_domains: [domain] };
      const { rules } = await check(await mint({ ...GOOD, chat }));
      expect(rules).toContainEqual(
        expect.objectContaining({ rule: 'claim:webhook_domains', verdict: 'warning' }),
      );
    },
  );

  it('is lenient about rules, not about who signed', async () => {
    const lenient = { rules: 'lenient' };
    expect(await check(await mint({ ...GOOD, exp: NOW + 3600 }), lenient)).toMatchObject({
      accepted: true,
    });
    expect(await check(await mint(GOOD, other.privateKey), lenient)).toMatchObject({
      accepted: false,
    });
    expect(await check(new UnsecuredJWT(GOOD).encode(), lenient)).toMatchObject({
      accepted: false,
    });
  });
});

describe('readPublicKey', () => {
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });

  it('reads PEM text as it comes', async () => {
    for (const text of [
      publicPem,
      publicPem.replaceAll('\n', String.raw`\n`),
      publicPem.replaceAll('\n', '\r\n'),
    ]) {
      const { key } = readPublicKey(text);
      expect(await exportSPKI(await importSPKI(publicPem, 'RS256'))).toBe(
        key.export({ type: 'spki', format: 'pem' }).toString().trimEnd(),
      );
    }
  });

  it.each([
    ['nothing', '', /no key/],
    [
      'a private key',
      pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      /PRIVATE key/,
    ],
    ['half of it', publicPem.slice(0, 100), /no whole PEM/],
    ['a damaged one', publicPem.split('\n').toSpliced(3, 1).join('\n'), /damaged/],
    ['a key of OpenSSH', 'ssh-rsa AAAA', /OpenSSH/],
    ['a certificate', '-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----', /certificate/],
    ['an EC key', ec.publicKey.export({ type: 'spki', format: 'pem' }).toString(), /an ec key/],
  ])('says what is wrong with %s', (_name, text, message) => {
    expect(() => readPublicKey(text)).toThrow(PublicKeyError);
    expect(() => readPublicKey(text)).toThrow(message);
  });
});
