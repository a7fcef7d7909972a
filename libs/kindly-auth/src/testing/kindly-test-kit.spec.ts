import { inspect } from 'node:util';
import { calculateJwkThumbprint, exportJWK, importSPKI, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { KindlyAuthModule } from '../index.js';
import {
  createKindlyTestKit,
  type KindlyTestKit,
  type KindlyTestKitSettings,
  throwAwayKindlyKeyPair,
} from './index.js';

const kindly = createKindlyTestKit();
const ADA = { sub: 'ada', name: 'Ada' };

describe('throwAwayKindlyKeyPair()', () => {
  it('makes one pair for each name', () => {
    expect(throwAwayKindlyKeyPair()).toBe(throwAwayKindlyKeyPair('default'));
    expect(throwAwayKindlyKeyPair('other').publicKey).not.toBe(kindly.publicKey);
  });

  it('gives its pairs the key id of RFC 7638', async () => {
    const { publicKey, keyId } = throwAwayKindlyKeyPair();
    const jwk = await exportJWK(await importSPKI(publicKey, 'RS256', { extractable: true }));
    expect(keyId).toBe(await calculateJwkThumbprint(jwk));
  });
});

describe('a token', () => {
  it('is one that jose verifies', async () => {
    const token = kindly.tokenFor(ADA).inChat('c1').forwardableTo('a.example', 'b.example');
    const key = await importSPKI(kindly.publicKey, 'RS256');
    const { payload, protectedHeader } = await jwtVerify(token.toString(), key);
    expect(protectedHeader).toEqual({ alg: 'RS256', typ: 'JWT' });
    expect(payload).toEqual({
      ...ADA,
      iss: kindly.issuer,
      iat: expect.any(Number),
      exp: Number(payload.iat) + 300,
      chat: { id: 'c1', webhook_domains: ['a.example', 'b.example'] },
    });
  });

  it('is verified as Kindly does', () => {
    const token = kindly.tokenFor(ADA);
    expect(kindly.verify(token.toString())).toEqual(token.claims);
    for (const [bent, words] of [
      [token.expired(1), 'has expired'],
      [token.without('exp'), 'has expired'],
      [token.signedByStranger(), 'not signed with the key'],
      [token.signedWithPublicKey(), 'not signed with the key'],
      [token.unsigned(), 'not signed with the key'],
      [token.tampered(), 'not signed with the key'],
      ['nonsense', 'must be a compact JWT'],
    ] as const) {
      expect(() => kindly.verify(String(bent))).toThrow(words);
    }
  });

  it('is left as it was by whoever bends it', () => {
    const token = kindly.tokenFor(ADA);
    const [claims, header] = [token.claims, token.header];
    token.expired().without('sub').inChat('c2').withHeader({ kid: 'x' }).tampered();
    expect([token.claims, token.header]).toEqual([claims, header]);
  });

  it('is bent in the order in which it is said', () => {
    const token = kindly.tokenFor(ADA).expired().withClaims({ exp: 1, sub: undefined, tier: 'x' });
    expect(token.claims).toMatchObject({ exp: 1, tier: 'x' });
    expect(token.claims).not.toHaveProperty('sub');
    expect(token.withHeader({ typ: undefined, kid: 'k' }).header).toEqual({
      alg: 'RS256',
      kid: 'k',
    });
    expect(JSON.parse(JSON.stringify({ token: kindly.tokenFor(ADA) }))).toEqual({
      token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
    });
  });
});

describe('a webhook', () => {
  it.each([
    ['{"foo":1,"bar":2}', 'uEeD0Q7eW9btdx6LFvvlpwkzQBWdbknsQkg1C27Cx7Q='],
    ['{"message":"Hei på deg ÆØÅ 👋"}', 'vARkHBxwdKIGL3qZTEJwqYi1KB2eRq7ZBX0kF4BL/kU='],
  ])('has the published signature for %j', (body, signature) => {
    const { headers } = kindly.webhook().withBody(body).signedWithSecret('examplekey');
    expect(headers).toEqual({
      'Content-Type': 'application/json',
      'Kindly-HMAC': signature,
      'Kindly-HMAC-algorithm': 'HMAC-SHA-256 (base64 encoded)',
    });
  });

  it('is left as it was by whoever changes it', () => {
    const webhook = kindly.webhook();
    const [headers, body] = [webhook.headers, webhook.body];
    webhook.from(ADA).inChat('c2').saying('x').unsigned().withHeaders({ a: 'b' }).tampered();
    expect([webhook.headers, webhook.body]).toEqual([headers, body]);
  });

  it('has what Kindly documents, and what it is told', () => {
    const webhook = kindly.webhook().inChat('c1').saying('Hi');
    const bent = webhook.withPayload({ source: undefined, context: { page: 'cart' }, extra: 1 });
    const { source, ...documented } = JSON.parse(webhook.body) as Record<string, unknown>;
    expect(source).toBe('web');
    expect(JSON.parse(bent.body)).toEqual({ ...documented, context: { page: 'cart' }, extra: 1 });
    expect(documented).toMatchObject({
      chat_id: 'c1',
      message: 'Hi',
      _links: { chat: 'https://bot.kindly.ai/api/v1/chats/c1' },
    });
  });
});

describe('secrets and keys', () => {
  it('are the same for all kits of a bot, and others for each name', () => {
    expect(createKindlyTestKit().secret()).toBe(kindly.secret('dialogue'));
    const others = [kindly.secret('tickets'), createKindlyTestKit({ bot: 'support' }).secret()];
    expect(new Set([kindly.secret(), ...others]).size).toBe(3);
  });

  it('are those of the app where it has its own', () => {
    const keys = throwAwayKindlyKeyPair('of the app');
    const own = createKindlyTestKit({ keys, hmacSecrets: { tickets: 'x' } });
    expect([own.privateKey, own.secret('tickets')]).toEqual([keys.privateKey, 'x']);
    expect(own.options.hmacSecrets).toEqual({ tickets: 'x' });
    expect(() => own.secret('toString')).toThrow(
      'setting "hmacSecrets" has no secret "toString" (there are: tickets).',
    );
  });

  it('do not show when a failing test prints what it compares', () => {
    const things = [kindly, kindly.tokenFor(ADA), kindly.webhook().from(ADA)];
    const printed = inspect(things, { depth: 9, showHidden: true });
    expect(printed).not.toContain('PRIVATE KEY');
    expect(printed).not.toContain(kindly.secret());
  });

  it('are options that a module takes as they are', () => {
    const module = KindlyAuthModule.forRoot({ ...kindly.options, controller: false });
    expect(module.module).toBe(KindlyAuthModule);
  });
});

type Misuse = (kit: KindlyTestKit) => unknown;

describe('a mistake in the test is said by name:', () => {
  it.each<[string, Misuse]>([
    ['"sub" of an identity must be a text', (kit) => kit.webhook().from({ sub: '' })],
    ['must be an object with a "sub"', (kit) => kit.tokenFor('ada' as never)],
    ['claim "exp" is not the identity’s', (kit) => kit.tokenFor({ ...ADA, exp: 1 } as never)],
    ['.withPayload({ chat_id: undefined })', (kit) => kit.webhook().inChat('')],
    ['.without("chat")', (kit) => kit.tokenFor(ADA).inChat('')],
    ['say from({ sub: … }) before it', (kit) => kit.webhook().whoseToken((token) => token)],
    ['saying() gets must be a text', (kit) => kit.webhook().saying({} as never)],
    ['use .withPayload({ … })', (kit) => kit.webhook().withBody({} as never)],
    ['withPayload() gets must be an object', (kit) => kit.webhook().withPayload('' as never)],
    ['withClaims() gets must be an object', (kit) => kit.tokenFor(ADA).withClaims([] as never)],
    ['withHeader() gets must be an object', (kit) => kit.tokenFor(ADA).withHeader(null as never)],
    ['tampered() gets must be an object', (kit) => kit.tokenFor(ADA).tampered('' as never)],
    ['tampered() gets must be an object', (kit) => kit.webhook().tampered('' as never)],
    ['withHeaders() gets must be an object', (kit) => kit.webhook().withHeaders('' as never)],
    ['say withBody() last', (kit) => kit.webhook().withBody('{}').saying('x')],
    ['say withBody() last', (kit) => kit.webhook().withBody('{}').inChat('x')],
    ['say withBody() last', (kit) => kit.webhook().withBody('{}').tampered()],
    ['For no signature, use .unsigned()', (kit) => kit.webhook().signedWithSecret('')],
    ['signedWith() needs a private key', (kit) => kit.tokenFor(ADA).signedWith(kit.publicKey)],
    ['signedWith() needs a private key', (kit) => kit.tokenFor(ADA).signedWith(undefined as never)],
    ['of expired() must be a number of seconds', (kit) => kit.tokenFor(ADA).expired(-1)],
    ['of notYetValid() must be a number', (kit) => kit.tokenFor(ADA).notYetValid(NaN)],
    ['of livingFor() must be a number', (kit) => kit.tokenFor(ADA).livingFor(0)],
    ['the path of to() must be a text', (kit) => kit.webhook().to('')],
    ["through() needs what supertest's", (kit) => kit.webhook().through({} as never)],
    ["through() needs what supertest's", (kit) => kit.webhook().through(undefined as never)],
    ['connectTo() needs what Test', (kit) => kit.connectTo({} as never)],
    ['connectTo() needs what Test', (kit) => kit.connectTo(undefined as never)],
    ['the name of a secret must be a text', (kit) => kit.secret('')],
    ['must be an object', () => createKindlyTestKit('x' as never)],
    ['setting "isuer" is not known', () => createKindlyTestKit({ isuer: 'x' } as never)],
    ['setting "issuer" must be a text', () => createKindlyTestKit({ issuer: '' })],
    ['setting "bot" must be a text', () => createKindlyTestKit({ bot: 7 } as never)],
    ['setting "chatId" must be a text', () => createKindlyTestKit({ chatId: '' })],
  ])('%s', (words, mistake) => {
    const act = (): unknown => mistake(kindly);
    expect(act).toThrow(TypeError);
    expect(act).toThrow(`nestjs-kindly-auth/testing: `);
    expect(act).toThrow(words.replace('’', "'"));
  });

  it('has settings that may be undefined', () => {
    const settings: KindlyTestKitSettings = { issuer: undefined, claims: undefined };
    expect(createKindlyTestKit(settings).issuer).toBe('https://issuer.test');
  });
});
