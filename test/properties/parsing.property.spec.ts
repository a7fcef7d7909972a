import * as fc from 'fast-check';
import { KindlyAuthException } from 'nestjs-kindly-auth';
import { describe, expect, it } from 'vitest';
import { readChatId, type TokenRequest } from '../../libs/kindly-auth/src/token/token-request.js';
import {
  assertTokenBounded,
  authorizationsOf,
  readBearerToken,
} from '../../libs/kindly-auth/src/webhook/bearer-token.js';
import {
  assertHostListed,
  assertSameChat,
} from '../../libs/kindly-auth/src/webhook/claims-binding.js';
import {
  rawBodyOf,
  verifyKindlySignature,
} from '../../libs/kindly-auth/src/webhook/kindly-signature.js';
import { anyBytes, anyText, anyValue, honestJson } from '../support/arbitraries.js';
import { forge } from '../support/attacks/forge.js';
import { botOf, verdictOf } from '../support/bot.js';
import { mint } from '../support/kindly.js';
import { assertProperty } from '../support/properties.js';

const bot = await botOf();
const genuine = mint();

/** What was read, or the typed refusal; an error of any other kind would answer 500. */
function readOrRefusal<T>(read: () => T): T | KindlyAuthException {
  try {
    return read();
  } catch (error) {
    if (error instanceof KindlyAuthException && error.getStatus() < 500) return error;
    throw error;
  }
}

function base64url(part: Buffer | string): string {
  return Buffer.from(part).toString('base64url');
}

/** JSON with the names that JavaScript objects inherit, which `JSON.parse` makes members of. */
const hostileJson = fc.oneof(
  fc.json({ maxDepth: 3 }),
  honestJson().map((value) => JSON.stringify({ ['__proto__']: value, constructor: value })),
  fc.integer({ min: 1, max: 4000 }).map((depth) => '['.repeat(depth) + ']'.repeat(depth)),
  fc.integer({ min: 1, max: 2000 }).map((depth) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`),
  fc.constantFrom(
    '1e999',
    '-0',
    '"\\ud800"',
    '{"a":1,"a":2}',
    '{"toString":1}',
    '{"then":1}',
    '\ufeff{}',
  ),
);

const part = fc.oneof(anyBytes(60).map(base64url), hostileJson.map(base64url), anyText());
const tokenText = fc.oneof(
  anyText(400),
  fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('.')),
  part.map((header) => `${header}.${genuine.split('.').slice(1).join('.')}`),
  anyBytes(300).map(
    (signature) => `${genuine.split('.').slice(0, 2).join('.')}.${base64url(signature)}`,
  ),
);

describe('a token', () => {
  it('of any text is refused as invalid, and nothing breaks', async () => {
    await assertProperty(
      1500,
      fc.asyncProperty(tokenText, async (text) => {
        expect(await verdictOf(bot, text)).toBe('token_invalid');
      }),
    );
  });

  it('that is signed is read or refused, whatever its header and claims are', async () => {
    const payload = fc.oneof(hostileJson, anyBytes(), anyText());
    await assertProperty(
      600,
      fc.asyncProperty(fc.dictionary(anyText(8), anyValue()), payload, async (header, claims) => {
        // What JSON cannot hold comes out as something else, which is as good.
        const plain = JSON.parse(
          JSON.stringify(header, (_name, value: unknown) =>
            typeof value === 'bigint' ? 1 : value,
          ),
        ) as object;
        const token = forge({ ...plain, alg: 'RS256' }, claims);
        expect(await verdictOf(bot, token)).toMatch(/^(?:token_invalid|claims_invalid)$/);
      }),
    );
  });
});

describe('Authorization headers', () => {
  const space = fc.constantFrom(' ', '  ', '\t', '\u00a0', '', ',', '\n');
  const value = fc.oneof(
    anyText(),
    fc
      .tuple(
        fc.constantFrom('Bearer', 'bearer', 'BEARER', 'Basic', 'Bearers', ''),
        space,
        anyText(),
        space,
      )
      .map((parts) => parts.join('')),
    fc
      .tuple(fc.constantFrom('Bearer', 'bEaReR'), fc.constantFrom(' ', '   '), fc.base64String())
      .map((parts) => parts.join('')),
  );

  /** RFC 6750, section 2.1, character by character. */
  function tokenIn(text: string): string | undefined {
    if (text.slice(0, 7).toLowerCase() !== 'bearer ') return undefined;
    const token = text.slice(7).replace(/^ +/, '');
    const body = token.replace(/=+$/, '');
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/';
    return body !== '' && Array.from(body).every((letter) => letters.includes(letter))
      ? token
      : undefined;
  }

  it('of any text give the one token that RFC 6750 sees in them, or are refused', async () => {
    await assertProperty(
      4000,
      fc.property(fc.array(value, { maxLength: 2 }), (values) => {
        const rawHeaders = values.flatMap((text) => ['Authorization', text]);
        const authorizations = authorizationsOf({ headers: {}, rawHeaders });
        const read = readOrRefusal(() => readBearerToken(authorizations));
        const [only = '', another] = values;
        const expected = another === undefined ? tokenIn(only) : undefined;
        expect(read instanceof KindlyAuthException ? undefined : read).toBe(expected);
        expect(authorizations).toEqual(values);
      }),
    );
  });

  it('are bounded before they are read', async () => {
    await assertProperty(
      500,
      fc.property(value, fc.nat(60), (text, limit) => {
        const outcome = readOrRefusal(() => assertTokenBounded([text], limit));
        expect(outcome instanceof KindlyAuthException).toBe(text.length > limit + 'Bearer '.length);
      }),
    );
  });
});

const headers = fc.record(
  {
    'content-type': fc.oneof(
      fc.constantFrom(
        'application/json',
        'application/json; charset=utf-8',
        'text/plain',
        'a/b+json',
      ),
      anyText(),
    ),
    'content-length': fc.oneof(fc.nat().map(String), anyText(6)),
    'transfer-encoding': fc.constantFrom('chunked', 'identity'),
    'kindly-hmac': fc.oneof(fc.base64String(), anyText(), fc.constant(['a', 'b'] as never)),
    'kindly-hmac-algorithm': fc.oneof(fc.constant('HMAC-SHA-256 (base64 encoded)'), anyText()),
  },
  { requiredKeys: [] },
);

describe('the body of a webhook', () => {
  const body = fc.oneof(
    hostileJson.map((text): unknown => JSON.parse(text.replace('\ufeff', ''))),
    fc.record(
      { chat_id: fc.oneof(fc.constant('chat-1'), anyText(), honestJson()) },
      { requiredKeys: [] },
    ),
    anyText(),
    anyBytes(),
    fc.constantFrom(undefined, null),
  );
  const chat = fc.record({ id: fc.oneof(fc.constant('chat-1'), anyText()) });

  it('is of the chat of the token, or refused', async () => {
    await assertProperty(
      2000,
      fc.property(
        headers,
        body,
        chat,
        fc.constantFrom('when-present', 'required', 'off'),
        (sent, parsed, of, binding) => {
          const outcome = readOrRefusal(() =>
            assertSameChat({ headers: sent, body: parsed }, { chat: of } as never, binding),
          );
          fc.pre(!(outcome instanceof KindlyAuthException) && binding !== 'off');
          const members = (parsed ?? {}) as Record<string, unknown>;
          const named = Object.entries(members).filter(([name]) => name === 'chat_id');
          expect(named.every(([, id]) => id === of.id)).toBe(true);
          expect(binding === 'when-present' || named.length === 1).toBe(true);
        },
      ),
    );
  });

  it('is signed or refused, whatever the headers say', async () => {
    await assertProperty(
      1000,
      fc.property(headers, fc.option(anyBytes(), { nil: undefined }), (sent, rawBody) => {
        const request = rawBody === undefined ? { headers: sent } : { headers: sent, rawBody };
        const outcome = readOrRefusal(() => verifyKindlySignature(rawBodyOf(request), sent, []));
        expect(outcome).toMatchObject({ errorCode: 'signature_invalid' });
      }),
    );
  });

  it('is for a host that the token lists, or refused', async () => {
    await assertProperty(
      500,
      fc.property(fc.array(anyText()), anyText(), (domains, host) => {
        const claims = { chat: { id: 'chat-1', webhook_domains: domains } };
        const outcome = readOrRefusal(() => assertHostListed(claims as never, host));
        expect(outcome instanceof KindlyAuthException || domains.length > 0).toBe(true);
      }),
    );
  });
});

describe('the body of a token request', () => {
  const body = fc.oneof(
    fc.record(
      { chatId: fc.oneof(anyText(300), anyValue()), chat_id: fc.oneof(anyText(300), anyValue()) },
      { requiredKeys: [] },
    ),
    hostileJson,
    hostileJson.map((text) => Buffer.from(text)),
    anyBytes(),
    anyValue(),
  );

  it('names one chat id, a text of 1 to 256 characters, or is refused', async () => {
    await assertProperty(
      2000,
      fc.asyncProperty(headers, body, async (sent, parsed) => {
        // `raw` says that the adapter has read the stream, as Fastify does.
        const request = { headers: sent, body: parsed, raw: {} } as unknown as TokenRequest;
        const outcome = await readChatId(request).then(
          (id) => (id.length >= 1 && id.length <= 256 ? 'a chat id' : id),
          (error: unknown) => (error instanceof KindlyAuthException ? error.errorCode : error),
        );
        expect(outcome).toBeOneOf([
          'a chat id',
          'chat_id_missing',
          'chat_id_conflict',
          'body_invalid',
          'body_too_large',
        ]);
      }),
    );
  });
});
