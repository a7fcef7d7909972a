import { isUtf8 } from 'node:buffer';
import { Agent } from 'node:http';
import { Controller, Post } from '@nestjs/common';
import * as fc from 'fast-check';
import {
  KindlyAuthModule,
  KindlyErrorCode,
  KindlyPayload,
  KindlyUser,
  KindlyWebhook,
  type KindlyWebhookPayload,
} from 'nestjs-kindly-auth';
import { afterAll, describe, expect, it } from 'vitest';
import { ADAPTERS } from '../support/adapters.js';
import { anyBytes } from '../support/arbitraries.js';
import { forge } from '../support/attacks/forge.js';
import { type Answer, send, type Sent } from '../support/http.js';
import { CHAT_ID, goodClaims, mint, signatureHeaders, WEBHOOK_BODY } from '../support/kindly.js';
import { JSON_TYPE, options, TEXT_TYPE } from '../support/kindly-module.js';
import { startApp } from '../support/running-app.js';
import { assertProperty } from '../support/properties.js';

const SECRET = 'a secret of Kindly and of us';
const CODES: ReadonlySet<unknown> = new Set(Object.values(KindlyErrorCode));
/** What the app's own body parser answers, before anything of ours has run. */
const PARSER_STATUSES: ReadonlySet<number> = new Set([400, 413, 415]);

@Controller()
class WebhookController {
  @Post('signed')
  @KindlyWebhook()
  signed(@KindlyPayload() payload: KindlyWebhookPayload, @KindlyUser('sub') sub: string): object {
    return { payload, sub };
  }

  @Post('unsigned')
  @KindlyWebhook({ signature: false })
  unsigned(@KindlyPayload() payload: KindlyWebhookPayload, @KindlyUser('sub') sub: string): object {
    return { payload, sub };
  }

  @Post('optional')
  @KindlyWebhook({ identity: 'optional' })
  optional(@KindlyPayload() payload: KindlyWebhookPayload): object {
    return { payload };
  }
}

const agent = new Agent({ keepAlive: true });
const apps = await Promise.all(
  ADAPTERS.map((adapter) =>
    startApp(adapter, {
      imports: [KindlyAuthModule.forRoot(options({ hmacSecrets: SECRET }))],
      controllers: [WebhookController],
    }),
  ),
);
const genuine = mint({ name: 'Kari Nordmann' });

afterAll(async () => {
  agent.destroy();
  await Promise.all(apps.map(({ app }) => app.close()));
});

/** What Node lets through as the value of a header: visible Latin-1, blanks and tabs. */
const headerText = fc
  .array(
    fc.oneof(
      fc.integer({ min: 0x20, max: 0x7e }),
      fc.integer({ min: 0x80, max: 0xff }),
      fc.constant(9),
    ),
    {
      maxLength: 12,
    },
  )
  .map((codes) => String.fromCharCode(...codes));

/** A text with something else somewhere in it. */
function bentText(text: string): fc.Arbitrary<string> {
  return fc
    .tuple(fc.nat(text.length), fc.nat(6), headerText)
    .map(([start, length, put]) => text.slice(0, start) + put + text.slice(start + length));
}

/** A media type with something between its parts that one parser passes over, and another does not. */
function spaced(type: string): fc.Arbitrary<string> {
  const parts = type.split(/(?<=[/;=])|(?=[/;=])/);
  return fc
    .tuple(fc.nat(parts.length), fc.constantFrom('\u00a0', '\u0085', '\t', ' ', ';', ',', '"'))
    .map(([index, put]) => parts.toSpliced(index, 0, put).join(''));
}

function bentBytes(text: string): fc.Arbitrary<Buffer> {
  return fc
    .tuple(fc.nat(text.length), fc.nat(6), anyBytes(6))
    .map(([start, length, put]) =>
      Buffer.concat([
        Buffer.from(text.slice(0, start)),
        put,
        Buffer.from(text.slice(start + length)),
      ]),
    );
}

function oftenGood<T>(good: T, bad: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof({ weight: 2, arbitrary: fc.constant(good) }, { weight: 1, arbitrary: bad });
}

const hostileJson = fc.json({ maxDepth: 3 });

/** Signed by the right key, whatever it says: what a user with a genuine key could never have. */
const signed = fc.oneof(
  fc
    .tuple(
      fc.constantFrom(...Object.keys(goodClaims()), 'aud', 'nbf', 'name', '__proto__'),
      fc.jsonValue(),
    )
    .map(([name, value]) =>
      forge({ alg: 'RS256' }, JSON.stringify({ ...goodClaims(), [name]: value })),
    ),
  fc.oneof(anyBytes(80), hostileJson).map((payload) => forge({ alg: 'RS256' }, payload)),
  fc
    .dictionary(fc.string(), fc.jsonValue(), { maxKeys: 2 })
    .map((header) => forge({ alg: 'RS256', ...header }, JSON.stringify(goodClaims()))),
);

const authorization = fc.oneof(
  { weight: 3, arbitrary: fc.constant([`Bearer ${genuine}`]) },
  { weight: 2, arbitrary: bentText(`Bearer ${genuine}`).map((value) => [value]) },
  { weight: 2, arbitrary: signed.map((token) => [`Bearer ${token}`]) },
  { weight: 1, arbitrary: fc.array(headerText, { maxLength: 2 }) },
);

const contentType = oftenGood(
  'application/json',
  fc.oneof(
    fc.constantFrom(
      'application/json; charset=utf-8',
      'application/json;charset=utf-16',
      'text/plain',
    ),
    fc.constantFrom(
      'application/x-www-form-urlencoded',
      'application/vnd.api+json',
      'multipart/form-data',
    ),
    bentText('application/json; charset=utf-8'),
    spaced('application/json; charset=utf-8'),
    spaced('text/plain;charset=UTF-8'),
    headerText,
  ),
);

const webhookBody = fc.oneof(
  fc.constant(Buffer.from(WEBHOOK_BODY)),
  bentBytes(WEBHOOK_BODY),
  fc
    .dictionary(
      fc.constantFrom(
        'chat_id',
        'exchange',
        '_links',
        'context',
        'message',
        'user_id',
        '__proto__',
      ),
      fc.jsonValue(),
    )
    .map((fields) => Buffer.from(JSON.stringify({ chat_id: CHAT_ID, ...fields }))),
  hostileJson.map((text) => Buffer.from(text)),
  anyBytes(),
);

function webhookHeaders(parts: readonly [readonly string[], string, readonly string[]]): string[] {
  const [values, type, signature] = parts;
  return [
    ...values.flatMap((value) => ['Authorization', value]),
    ...(type.trim() === '' ? [] : ['Content-Type', type]),
    ...signature,
  ];
}

const webhook: fc.Arbitrary<readonly [string, Sent]> = fc
  .tuple(
    fc.constantFrom('/signed', '/unsigned', '/optional'),
    webhookBody,
    authorization,
    contentType,
    fc.boolean(),
  )
  .chain(([path, body, values, type, chunked]) => {
    const good = signatureHeaders(body, SECRET);
    const bent = fc
      .tuple(fc.nat(good.length - 1), headerText)
      .map(([index, put]) => (index % 2 === 1 ? good.with(index, put) : good.toSpliced(index, 2)));
    return oftenGood(good, bent).map((signature) => [
      path,
      { headers: webhookHeaders([values, type, signature]), body, chunked },
    ]);
  });

const TOKEN_BODY = JSON.stringify({ chatId: CHAT_ID });
const tokenRequest: fc.Arbitrary<readonly [string, Sent]> = fc
  .tuple(
    fc.oneof(
      fc.constant(Buffer.from(TOKEN_BODY)),
      bentBytes(TOKEN_BODY),
      fc.constant(Buffer.from(JSON.stringify(TOKEN_BODY))),
      fc
        .dictionary(fc.constantFrom('chatId', 'chat_id', '__proto__', 'sub'), fc.jsonValue())
        .map((body) => Buffer.from(JSON.stringify(body))),
      hostileJson.map((text) => Buffer.from(text)),
      anyBytes(),
      fc.constantFrom(4000, 4096, 4097, 9000).map((length) => Buffer.alloc(length, ' ')),
    ),
    fc.oneof(
      fc.constantFrom(JSON_TYPE, TEXT_TYPE),
      contentType.map((type) => ['Content-Type', type]),
    ),
    fc.boolean(),
  )
  // Of longer bodies without a Content-Length the app's own parser decides.
  .map(([body, headers, chunked]) => [
    '/kindly/token',
    { headers, body, chunked: chunked && body.length <= 4096 },
  ]);

function hasCode({ body }: Answer): boolean {
  return CODES.has((body as { errorCode?: unknown }).errorCode);
}

function isOfTheParser(answer: Answer): boolean {
  return PARSER_STATUSES.has(answer.status) && !hasCode(answer);
}

/** Good, or refused in a way that a program can tell. */
function isStable(answer: Answer): boolean {
  return answer.status === 200 || hasCode(answer) || isOfTheParser(answer);
}

/** Of an answer all that must be the same everywhere; of a token only that there is one. */
function essence({ status, headers, body }: Answer): object {
  const { token } = body as { token?: unknown };
  return {
    status,
    challenge: headers['www-authenticate'],
    cache: headers['cache-control'],
    body: typeof token === 'string' ? 'a token' : body,
  };
}

async function expectStable([path, sent]: readonly [string, Sent]): Promise<void> {
  const answers = await Promise.all(apps.map(({ url }) => send(url + path, { ...sent, agent })));
  expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
  expect(answers.filter((answer) => !isStable(answer))).toEqual([]);
  if (answers.some(isOfTheParser) || !isUtf8(Buffer.from(sent.body ?? ''))) return;
  const [one, other] = answers.map(essence);
  expect(other).toEqual(one);
}

describe('a request that is bent somewhere has the same answer on both adapters, and never a 5xx:', () => {
  it('a webhook', async () => {
    await assertProperty(800, fc.asyncProperty(webhook, expectStable));
  });

  it('a token request', async () => {
    await assertProperty(500, fc.asyncProperty(tokenRequest, expectStable));
  });
});
