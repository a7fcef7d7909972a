import { Transform, Type } from 'class-transformer';
import { IsIn, IsNumber, ValidateNested } from 'class-validator';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ClaimsChecker } from './claims-checker.js';
import { KindlyChatClaims, KindlyClaims } from './kindly-claims.js';

const NOW = 1_800_000_000;
const settings = { issuer: 'https://shop.example', clockTolerance: 5, claimsClass: KindlyClaims };
const checker = new ClaimsChecker(settings);
const claims = {
  iss: 'https://shop.example',
  sub: 'user-1',
  iat: NOW,
  exp: NOW + 300,
  chat: { id: 'chat-1' },
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW * 1000 });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('what revocations know a user by', () => {
  class Lower extends KindlyClaims {
    @Transform(({ value }) => String(value).toLowerCase())
    declare readonly sub: string;
  }
  class Later extends KindlyClaims {
    @Transform(({ value }) => Number(value) + 1)
    declare readonly iat: number;
  }

  it.each([
    ['sub', Lower, { sub: 'User-1' }],
    ['iat', Later, {}],
  ])('is not changed by the claims class: %s', async (name, claimsClass, bent) => {
    const strict = new ClaimsChecker({ ...settings, claimsClass });
    await expect(strict.check({ ...claims, ...bent })).rejects.toMatchObject({
      errorCode: 'claims_invalid',
      message: `claim "${name}" must be left as it is by the claims class`,
    });
  });

  it('may be transformed to itself', async () => {
    const lower = new ClaimsChecker({ ...settings, claimsClass: Lower });
    await expect(lower.check({ ...claims })).resolves.toMatchObject({ sub: 'user-1' });
  });
});

describe('the claims object', () => {
  it('is an instance of the claims class, all the way down', async () => {
    const checked = await checker.check({
      ...claims,
      chat: { id: 'chat-1', webhook_domains: ['example.com'] },
    });
    expect(checked).toBeInstanceOf(KindlyClaims);
    expect(checked.chat).toBeInstanceOf(KindlyChatClaims);
    expect(checked.chat.webhook_domains).toEqual(['example.com']);
  });

  it('has own keys for the claims of the token and for nothing else', async () => {
    const checked = await checker.check({ ...claims, cart: { items: [1] } });
    expect(Object.keys(checked).toSorted()).toEqual(['cart', 'chat', 'exp', 'iat', 'iss', 'sub']);
  });

  it('is frozen, all the way down', async () => {
    const checked = await checker.check({ ...claims, cart: { items: [{ id: 1 }] } });
    const { cart } = checked as unknown as { cart: { items: { id: number }[] } };
    expect(() => Object.assign(checked, { sub: 'user-2' })).toThrow(TypeError);
    expect(() => Object.assign(checked.chat, { id: 'chat-2' })).toThrow(TypeError);
    expect(() => cart.items.push({ id: 2 })).toThrow(TypeError);
    expect(() => Object.assign(cart.items[0] ?? {}, { id: 3 })).toThrow(TypeError);
  });

  it.each<[string, Record<string, unknown>]>([
    ['the least that there is', {}],
    ['what else is in the chat', { chat: { id: 'chat-1', webhook_domains: [], more: [{}] } }],
    ['claims of any kind', { cart: { items: [{ id: 1 }, [null]] }, tier: 'gold', empty: {} }],
  ])('is what class-transformer would make of it: %s', async (_name, bent) => {
    class Transformed extends KindlyClaims {}
    const members = (): Record<string, unknown> => structuredClone({ ...claims, ...bent });
    const transformed = await new ClaimsChecker({ ...settings, claimsClass: Transformed }).check(
      members(),
    );
    const checked = await checker.check(members());
    expect(Object.entries(checked)).toStrictEqual(Object.entries(transformed));
    expect(checked.chat).toBeInstanceOf(KindlyChatClaims);
  });
});

describe('custom claims', () => {
  class Address {
    @IsIn(['no', 'se']) declare readonly country: string;
  }
  class ShopClaims extends KindlyClaims {
    @IsIn(['gold', 'basic']) declare readonly tier: 'gold' | 'basic';
    @ValidateNested() @Type(() => Address) declare readonly address?: Address;
    // Without `declare`, as people will write it.
    @IsNumber() points!: number;
  }
  const shopChecker = new ClaimsChecker({ ...settings, claimsClass: ShopClaims });
  const shopClaims = { ...claims, tier: 'gold', points: 3 };

  it('are instances of their class, nested ones too', async () => {
    const checked = await shopChecker.check({ ...shopClaims, address: { country: 'no' } });
    expect(checked).toBeInstanceOf(ShopClaims);
    expect(checked.address).toBeInstanceOf(Address);
  });

  it.each([
    [{ ...shopClaims, tier: 'silver' }, 'claim "tier" breaks the rule "isIn"'],
    [{ ...shopClaims, points: undefined }, 'claim "points" breaks the rule "isNumber"'],
    [
      { ...shopClaims, address: { country: 'dk' } },
      'claim "address.country" breaks the rule "isIn"',
    ],
    [{ ...shopClaims, sub: '' }, 'claim "sub" must not be empty'],
  ])('break their own rules: %#', async (members, message) => {
    await expect(shopChecker.check(members)).rejects.toMatchObject({
      errorCode: 'claims_invalid',
      message,
    });
  });

  it('are absent where the token has none, although the class declares a field', async () => {
    class Loose extends KindlyClaims {
      nickname: string | undefined;
    }
    const checked = await new ClaimsChecker({ ...settings, claimsClass: Loose }).check(claims);
    expect(Object.hasOwn(checked, 'nickname')).toBe(false);
  });

  it('may be bytes, which cannot be frozen', async () => {
    class Sealed extends KindlyClaims {
      @Transform(({ value }) => Buffer.from(String(value), 'base64'))
      declare readonly seal: Buffer;
    }
    const sealed = new ClaimsChecker({ ...settings, claimsClass: Sealed });
    const checked = await sealed.check({ ...claims, seal: 'AQID' });
    expect(checked.seal).toEqual(Buffer.from([1, 2, 3]));
    expect(Object.isFrozen(checked)).toBe(true);
  });
});

describe('claims that were checked before', () => {
  it('are the same for another request', async () => {
    const checked = await checker.check({ ...claims });
    expect(checker.again(checked, { ...claims })).toBe(checked);
  });

  it('are an instance of its own for another request where the class is one of the app', async () => {
    class ShopClaims extends KindlyClaims {}
    const shopChecker = new ClaimsChecker({ ...settings, claimsClass: ShopClaims });
    const checked = await shopChecker.check({ ...claims });
    const again = shopChecker.again(checked, { ...claims });
    expect(again).not.toBe(checked);
    expect(again).toBeInstanceOf(ShopClaims);
    expect(again).toStrictEqual(checked);
    expect(Object.isFrozen(again.chat)).toBe(true);
  });
});

describe('types', () => {
  it.each([
    ['iss', 1, 'claim "iss" must be a string'],
    ['sub', undefined, 'claim "sub" must be a string'],
    ['sub', '', 'claim "sub" must not be empty'],
    ['sub', null, 'claim "sub" must be a string'],
    ['sub', 42, 'claim "sub" must be a string: it is a number, so pass String(id)'],
    ['sub', ['user-1'], 'claim "sub" must be a string'],
    ['iat', undefined, 'claim "iat" must be an integer'],
    ['iat', 'now', 'claim "iat" must be an integer'],
    ['iat', NOW + 0.5, 'claim "iat" must be an integer'],
    ['exp', undefined, 'claim "exp" must be an integer'],
    ['exp', null, 'claim "exp" must be an integer'],
    ['exp', String(NOW + 1), 'claim "exp" must be an integer'],
    ['nbf', null, 'claim "nbf" must be an integer'],
    ['nbf', '0', 'claim "nbf" must be an integer'],
    ['jti', 7, 'claim "jti" must be a string'],
    ['chat', undefined, 'claim "chat" must be an object'],
    ['chat', null, 'claim "chat" must be an object'],
    ['chat', 'chat-1', 'claim "chat" must be an object'],
    ['chat', [{ id: 'chat-1' }], 'claim "chat" must be an object'],
    ['chat', {}, 'claim "chat.id" must be a string'],
    ['chat', { id: 1 }, 'claim "chat.id" must be a string'],
    ['chat', { id: '' }, 'claim "chat.id" must not be empty'],
    ['chat', { id: 'c', webhook_domains: null }, 'claim "chat.webhook_domains" must be an array'],
    ['chat', { id: 'c', webhook_domains: 'a.b' }, 'claim "chat.webhook_domains" must be an array'],
    [
      'chat',
      { id: 'c', webhook_domains: [1] },
      'each entry of claim "chat.webhook_domains" must be a string',
    ],
    ['name', null, 'claim "name" must be a string'],
    ['name', 7, 'claim "name" must be a string'],
    ['email', {}, 'claim "email" must be a string'],
    ['email_verified', 'true', 'claim "email_verified" must be a boolean'],
    ['email_verified', 1, 'claim "email_verified" must be a boolean'],
    ['phone_number', 4712345678, 'claim "phone_number" must be a string'],
    ['phone_number_verified', null, 'claim "phone_number_verified" must be a boolean'],
    ['picture', 'avatar.jpg', 'claim "picture" must be an http(s) URL'],
    ['picture', 'javascript:alert(1)', 'claim "picture" must be an http(s) URL'],
    ['picture', 'data:image/png;base64,AA==', 'claim "picture" must be an http(s) URL'],
    ['picture', ['https://example.com/avatar.jpg'], 'claim "picture" must be an http(s) URL'],
    ['picture', null, 'claim "picture" must be an http(s) URL'],
  ])('%s: %j', async (claim, value, message) => {
    await expect(checker.check({ ...claims, [claim]: value })).rejects.toMatchObject({
      errorCode: 'claims_invalid',
      message,
    });
  });

  it('says nothing of the value', async () => {
    await expect(checker.check({ ...claims, name: { first: 'Kari' } })).rejects.toMatchObject({
      message: expect.not.stringContaining('Kari'),
    });
  });

  it('has every profile claim of the specification', async () => {
    const profile = {
      name: 'Kari Nordmann',
      email: 'kari@example.com',
      email_verified: false,
      phone_number: '+4712345678',
      phone_number_verified: true,
      picture: 'https://example.com/avatar.jpg',
    };
    await expect(checker.check({ ...claims, ...profile })).resolves.toMatchObject(profile);
  });
});

describe('rules', () => {
  it.each([
    [{ iss: 'https://shop.example/' }, 'claim "iss" names another issuer'],
    [{ aud: 'kindly' }, 'claim "aud" must be absent'],
    [{ aud: null }, 'claim "aud" must be absent'],
    [{ exp: NOW }, 'claim "exp" must be later than "iat"'],
    [{ exp: NOW - 1 }, 'claim "exp" must be later than "iat"'],
    [{ iat: 1e300, exp: 1e301 }, 'claim "exp" must be later than "iat"'],
    [{ exp: 1e300 }, 'claim "exp" must be later than "iat"'],
    [{ iat: -1e300 }, 'claim "exp" must be later than "iat"'],
    [{ exp: NOW + 901 }, 'claim "exp" must be at most 900 seconds after "iat"'],
    [{ iat: NOW + 6, exp: NOW + 300 }, 'claim "iat" lies in the future'],
    [{ nbf: NOW + 6 }, 'claim "nbf" lies in the future'],
  ])('%j', async (bent, message) => {
    await expect(checker.check({ ...claims, ...bent })).rejects.toMatchObject({
      errorCode: 'claims_invalid',
      message,
    });
  });

  it.each([
    [{ exp: NOW + 900 }],
    [{ iat: NOW + 5, exp: NOW + 300 }],
    [{ nbf: NOW + 5 }],
    [{ iat: NOW - 900, exp: NOW }],
    [{ iat: NOW - 900, exp: NOW - 4 }],
  ])('allows %j', async (bent) => {
    await expect(checker.check({ ...claims, ...bent })).resolves.toMatchObject(bent);
  });

  it.each([[NOW - 5], [NOW - 6], [NOW - 3600]])('has expired at %i', async (exp) => {
    await expect(checker.check({ ...claims, iat: exp - 300, exp })).rejects.toMatchObject({
      errorCode: 'token_expired',
    });
  });

  it('does not stretch the 900 seconds by the tolerance', async () => {
    const tolerant = new ClaimsChecker({ ...settings, clockTolerance: 60 });
    await expect(tolerant.check({ ...claims, exp: NOW + 901 })).rejects.toMatchObject({
      errorCode: 'claims_invalid',
    });
  });
});

describe('names and depths that could trip a reader', () => {
  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('%s', async (name) => {
    const members = JSON.parse(`{"${name}":{"isAdmin":true}}`) as object;
    for (const bent of [
      { ...claims, ...members },
      { ...claims, cart: [members] },
    ]) {
      await expect(checker.check(bent)).rejects.toMatchObject({
        errorCode: 'claims_invalid',
        message: 'the payload has a name that every JavaScript object inherits',
      });
    }
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });

  it('depth', async () => {
    const deep = JSON.parse('['.repeat(33) + ']'.repeat(33)) as unknown;
    await expect(checker.check({ ...claims, deep })).rejects.toMatchObject({
      errorCode: 'claims_invalid',
      message: 'the payload is nested deeper than 32 levels',
    });
    const shallow = JSON.parse('['.repeat(32) + ']'.repeat(32)) as unknown;
    await expect(checker.check({ ...claims, shallow })).resolves.toMatchObject({ shallow });
  });
});
