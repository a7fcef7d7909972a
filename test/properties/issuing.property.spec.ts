import * as fc from 'fast-check';
import { KindlyAuthException } from 'nestjs-kindly-auth';
import { describe, expect, it } from 'vitest';
import { anyText, anyValue, honestJson, membersBut } from '../support/arbitraries.js';
import { botOf } from '../support/bot.js';
import { goodClaims, ISSUER } from '../support/kindly.js';
import { assertProperty } from '../support/properties.js';

const bot = await botOf({ maxTokenLength: 16_384 });

const PROFILE = [
  'name',
  'email',
  'email_verified',
  'phone_number',
  'phone_number_verified',
  'picture',
];
const RESERVED = ['iss', 'iat', 'exp', 'nbf', 'jti', 'aud', 'chat'] as const;

const sub = anyText().filter((text) => text !== '');
const chatId = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 120 })
  .filter((text) => !/[\p{Cc}\p{Cs}]/u.test(text));

/** What the specification and an app of its own may say of a user, `undefined` values among it. */
const identity = fc
  .tuple(
    membersBut(['sub', ...PROFILE, ...RESERVED]),
    fc.record(
      {
        name: fc.option(anyText(), { nil: undefined }),
        email: fc.option(anyText(), { nil: undefined }),
        email_verified: fc.option(fc.boolean(), { nil: undefined }),
        phone_number: anyText(),
        phone_number_verified: fc.boolean(),
        picture: fc.webUrl(),
        chat: fc.constant(undefined),
      },
      { requiredKeys: [] },
    ),
    sub,
  )
  .map(([custom, profile, user]) => ({ ...custom, ...profile, sub: user }));

const settings = fc.record(
  {
    lifetime: fc.integer({ min: 1, max: 900 }),
    webhookDomains: fc.subarray(['shop.example', '*.shop.example', 'xn--bcher-kva.example']),
  },
  { requiredKeys: [] },
);

/** As JSON has it, which knows neither `undefined` nor the sign of zero. */
function asJson(value: unknown): Record<string, unknown> {
  return JSON.parse(JSON.stringify(value)) as Record<string, unknown>;
}

/** What the guard finds in a token. */
async function claimsIn(token: string): Promise<Record<string, unknown>> {
  const { claims } = await bot.authenticator.authenticate(token);
  return asJson(claims);
}

/** The claims of the token that is issued, or the code of the refusal. */
async function claimsOrCode(
  chat: unknown,
  user: unknown,
): Promise<Record<string, unknown> | string> {
  try {
    const token = await bot.tokens.issue(chat as string, user as never);
    return await claimsIn(token);
  } catch (error) {
    if (error instanceof KindlyAuthException) return error.errorCode;
    throw error;
  }
}

describe('what is issued', () => {
  it('is verified, and says again what the app said: no more and no less', async () => {
    await assertProperty(
      600,
      fc.asyncProperty(identity, chatId, settings, async (user, id, options) => {
        const token = await bot.tokens.issue(id, user, options);
        const { lifetime = 300, webhookDomains = [] } = options;
        const claims = await claimsIn(token);
        const { iat } = claims;
        expect(claims).toStrictEqual({
          ...asJson(user),
          iss: ISSUER,
          iat: expect.any(Number),
          exp: Number(iat) + lifetime,
          chat: {
            id,
            ...(webhookDomains.length > 0 ? { webhook_domains: webhookDomains } : {}),
          },
        });
        expect(asJson(await bot.tokens.verify(token))).toStrictEqual(claims);
      }),
    );
  });

  it('never says what only the library may say, whatever the app puts there', async () => {
    await assertProperty(
      600,
      fc.asyncProperty(
        identity,
        fc.constantFrom(...RESERVED),
        fc.oneof(honestJson(), anyValue()).filter((value) => value !== undefined),
        async (user, name, value) => {
          await expect(
            bot.tokens.issue('chat-1', { ...user, [name]: value }),
          ).rejects.toMatchObject({ errorCode: 'identity_invalid' });
        },
      ),
    );
  });

  it('never is what a function of the identity makes of it', async () => {
    await assertProperty(
      300,
      fc.asyncProperty(identity, membersBut([...PROFILE, ...RESERVED]), async (user, other) => {
        // All that a good token needs, and a claim that is never issued.
        const toJSON = (): object => ({ ...other, ...goodClaims(), jti: 'forged' });
        const forged: object = { ...user, toJSON };
        await expect(bot.tokens.issue('chat-1', forged as typeof user)).rejects.toMatchObject({
          errorCode: 'identity_invalid',
        });
      }),
    );
  });
});

describe('what the app says of a user', () => {
  it('becomes a token that the guard accepts, or is refused with a typed error', async () => {
    await assertProperty(
      800,
      fc.asyncProperty(
        fc.oneof(anyValue(), fc.dictionary(anyText(10), anyValue()), identity),
        fc.oneof(fc.constant({}), fc.dictionary(fc.constantFrom('sub', ...PROFILE), anyValue())),
        async (user, bent) => {
          const given = typeof user === 'object' ? { ...user, ...bent } : user;
          const outcome = await claimsOrCode('chat-1', given);
          // Never `claims_invalid`: what our own guard would refuse must not leave the house.
          expect(typeof outcome === 'string' ? outcome : outcome['iss']).toBeOneOf([
            'identity_invalid',
            ISSUER,
          ]);
        },
      ),
    );
  });

  it('is about one chat: every chat id is taken as it is, or refused as the client’s mistake', async () => {
    await assertProperty(
      400,
      fc.asyncProperty(fc.oneof(anyText(300), anyValue()), async (id) => {
        const outcome = await claimsOrCode(id, { sub: 'user-1' });
        expect(typeof outcome === 'string' ? outcome : outcome['chat']).toBeOneOf([
          'chat_id_missing',
          'body_invalid',
          { id },
        ]);
      }),
    );
  });
});
