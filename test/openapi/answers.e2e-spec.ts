import { sign } from 'node:crypto';
import { Controller, Post } from '@nestjs/common';
import {
  KindlyAuthModule,
  KindlyErrorCode,
  type KindlyTokenSigner,
  KindlyWebhook,
} from 'nestjs-kindly-auth';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ADAPTERS, type Adapter } from '../support/adapters.js';
import { GOOD_REQUESTS } from '../support/attacks/goods.js';
import { strike } from '../support/attacks/strike.js';
import { ATTACK_TABLE } from '../support/attacks/table.js';
import { DOORS, startTarget } from '../support/attacks/target.js';
import { type Answer, type Refusal, send } from '../support/http.js';
import { deliver, keyPair, mint, now, signatureHeaders, WEBHOOK_BODY } from '../support/kindly.js';
import {
  ask,
  FORM_TYPE,
  JSON_TYPE,
  options,
  type Options,
  storeThat,
  TEXT_TYPE,
  WebhookController,
} from '../support/kindly-module.js';
import { type ApiDocument, documentOf } from '../support/openapi.js';
import { recordingLogger, type RunningApp, withApp } from '../support/running-app.js';

const { privateKey, publicKey } = keyPair();
const TOKENS = '/kindly/token';
const SECRET = 'the-dialogue-secret-of-this-test';

/** An answer, and the document that foretells it. */
interface Told {
  readonly document: ApiDocument;
  readonly path: string;
  readonly answer: Answer;
}

@Controller()
class Signed {
  @Post('signed')
  @KindlyWebhook()
  answer(): object {
    return {};
  }
}

/** Starts an app with these options, and asks its token endpoint. */
async function tokenFrom(adapter: Adapter, bent: Partial<Options>): Promise<Told> {
  const { app, url } = await withApp(adapter, {
    imports: [KindlyAuthModule.forRoot(options(bent))],
  });
  return { document: await documentOf(app), path: TOKENS, answer: await ask(url) };
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}

/** A signer that signs the probe of the start, and then nothing until it is let go. */
class StuckSigner implements KindlyTokenSigner {
  readonly keyId = 'stuck';
  readonly concurrency = 1;
  /** Settles when a token waits for its signature. */
  readonly asked: Promise<void>;
  letGo: () => void = () => undefined;
  readonly #isLetGo: Promise<void>;
  #onAsked: () => void = () => undefined;
  #signatures = 0;

  constructor(readonly timeout?: number) {
    this.asked = new Promise((resolve) => void (this.#onAsked = resolve));
    this.#isLetGo = new Promise((resolve) => void (this.letGo = resolve));
  }

  async sign(data: Uint8Array): Promise<Uint8Array> {
    this.#signatures += 1;
    if (this.#signatures > 1) {
      this.#onAsked();
      await this.#isLetGo;
    }
    return sign('sha256', data, privateKey);
  }
}

/** Starts an app with a store of revocations that says this, and delivers a good webhook. */
async function deliveredTo(adapter: Adapter, says: () => Promise<unknown>): Promise<Told> {
  const { app, url } = await withApp(adapter, {
    controllers: [WebhookController],
    imports: [KindlyAuthModule.forRoot(options({ revocation: { store: storeThat(says) } }))],
  });
  const answer = await deliver(`${url}/webhook`, { token: mint() });
  return { document: await documentOf(app), path: '/webhook', answer };
}

/** What the doors of the attacks do not show: the errors of the operator, and what he has revoked. */
const OF_THE_OPERATOR: Readonly<Record<string, (adapter: Adapter) => Promise<Told>>> = {
  identity_invalid: (adapter) =>
    tokenFrom(adapter, { resolveUser: () => ({ sub: 7 }) as unknown as { sub: string } }),
  resolver_timeout: (adapter) => tokenFrom(adapter, { resolveUser: never, resolverTimeout: 100 }),
  signer_timeout: (adapter) =>
    tokenFrom(adapter, { privateKey: undefined, publicKey, signer: new StuckSigner(100) }),
  signer_busy: async (adapter) => {
    const signer = new StuckSigner();
    const bent = { privateKey: undefined, publicKey, signer, maxQueuedSignatures: 0 };
    const { app, url } = await withApp(adapter, {
      imports: [KindlyAuthModule.forRoot(options(bent))],
    });
    const first = ask(url);
    await signer.asked;
    const answer = await ask(url);
    signer.letGo();
    expect((await first).status).toBe(200);
    return { document: await documentOf(app), path: TOKENS, answer };
  },
  token_revoked: (adapter) => deliveredTo(adapter, async () => now() + 1),
  revocation_unavailable: (adapter) =>
    deliveredTo(adapter, () => Promise.reject(new Error('down'))),
  raw_body_missing: async (adapter) => {
    const { app, url } = await withApp(adapter, {
      controllers: [Signed],
      options: { rawBody: false },
      imports: [KindlyAuthModule.forRoot(options({ hmacSecrets: SECRET }))],
    });
    const answer = await deliver(`${url}/signed`, { token: mint(), secret: SECRET });
    return { document: await documentOf(app), path: '/signed', answer };
  },
};

describe.each(ADAPTERS)('what the document foretells on $name', (adapter) => {
  let target: RunningApp;
  let document: ApiDocument;
  const met = new Set<string>();

  beforeAll(async () => {
    // Tokens live by the second: with the clock at rest, the last good one and the first bad one do.
    vi.useFakeTimers({ toFake: ['Date'] });
    target = await startTarget(adapter, recordingLogger('error').logger);
    document = await documentOf(target.app);
  });
  afterAll(async () => {
    vi.useRealTimers();
    await target.app.close();
  });

  it.each(ATTACK_TABLE)('$title', async ({ attacks }) => {
    for (const { door, make, expected } of attacks) {
      const answer = await strike(target.url, door, await make());
      expect(document.problemsWith(DOORS[door], answer)).toEqual([]);
      const { errorCode } = expected.body as Refusal;
      expect(document.codes(DOORS[door])[expected.status]).toContain(errorCode);
      expect((answer.body as Refusal).errorCode).toBe(errorCode);
      met.add(errorCode);
    }
  });

  it.each(GOOD_REQUESTS)('$name', async ({ door, make }) => {
    expect(document.problemsWith(DOORS[door], await strike(target.url, door, make()))).toEqual([]);
  });

  it.each(Object.entries(OF_THE_OPERATOR))('%s', async (errorCode, provoke) => {
    const told = await provoke(adapter);
    expect(told.answer.body).toMatchObject({ errorCode });
    expect(told.document.problemsWith(told.path, told.answer)).toEqual([]);
    met.add(errorCode);
  });

  it('every code there is', () => {
    expect([...met].toSorted()).toEqual(Object.values(KindlyErrorCode).toSorted());
  });

  it.each([
    ['a body that the parser cannot read', { headers: JSON_TYPE, body: '{' }, 400],
    ['one that it will not read', { headers: JSON_TYPE, body: `"${'x'.repeat(2 ** 21)}"` }, 413],
  ])('%s', async (_name, sent, status) => {
    const answer = await send(target.url + TOKENS, sent);
    expect(answer.status).toBe(status);
    expect(document.problemsWith(TOKENS, answer)).toEqual([]);
  });

  it.each([
    ['application/json', JSON_TYPE, '{"chatId":"chat-1"}'],
    ['application/json', JSON_TYPE, '{"chat_id":"chat-1"}'],
    ['text/plain', TEXT_TYPE, '{"chatId":"chat-1"}'],
    ['application/x-www-form-urlencoded', FORM_TYPE, 'chat_id=chat-1'],
  ])('a token for a body of %s', async (type, headers, body) => {
    const { requestBody } = document.operation(TOKENS);
    expect(requestBody).toHaveProperty(['content', type]);
    const { headers: sent, ...answer } = await send(target.url + TOKENS, { headers, body });
    expect(document.problemsWith(TOKENS, { headers: sent, ...answer })).toEqual([]);
    expect(answer.status).toBe(200);
    expect(sent['cache-control']).toBe('no-store');
  });

  it.each([
    [{ chatId: 'chat-1' }, true],
    [{ chat_id: 'chat-1', more: 1 }, true],
    [{}, false],
    [{ chatId: '' }, false],
    [{ chatId: 'x'.repeat(257) }, false],
    [{ chatId: 7 }, false],
  ])('whether %j is a token request', async (body, isGood) => {
    const validate = document.validator(
      'paths',
      TOKENS,
      'post',
      'requestBody',
      'content',
      'application/json',
      'schema',
    );
    const { status } = await send(target.url + TOKENS, {
      headers: JSON_TYPE,
      body: JSON.stringify(body),
    });
    expect([validate(body), status === 200]).toEqual([isGood, isGood]);
  });

  it.each<readonly [object, boolean]>([
    [{ chat_id: 'c', exchange: { exchange_id: 'e' }, context: { a: null }, more: 1 }, true],
    [{ chat_id: 'c', bot_id: 7, user_id: 'u', attachments: [{}], _links: { chat: 'u' } }, true],
    [{ message: 'no chat' }, false],
    [{ chat_id: '' }, false],
    [{ chat_id: 'c', message: 7 }, false],
    [{ chat_id: 'c', bot_id: 1.5 }, false],
    [{ chat_id: 'c', exchange: { exchange_id: 7 } }, false],
    [{ chat_id: 'c', exchange: 'e' }, false],
    [{ chat_id: 'c', context: [] }, false],
    [{ chat_id: 'c', chat_labels: {} }, false],
  ])('whether %j is a payload', async (payload, isGood) => {
    const validate = document.validator('components', 'schemas', 'KindlyWebhookPayload');
    const { chat_id: id } = payload as { readonly chat_id?: string };
    const token = mint({ chat: { id: id || 'c', webhook_domains: ['shop.example.com'] } });
    const body = JSON.stringify(payload);
    const { status } = await deliver(target.url + DOORS.payload, { token, body });
    expect([validate(payload), status]).toEqual([isGood, isGood ? 200 : id === '' ? 403 : 400]);
  });

  it('which headers sign a webhook', async () => {
    const { parameters, security } = document.operation(DOORS.tickets);
    expect(security).toEqual([{ 'kindly-hmac': [] }]);
    const { securitySchemes = {} } = document.document.components ?? {};
    const names = [securitySchemes['kindly-hmac'], ...(parameters ?? [])].map((one) => ({
      name: undefined,
      ...one,
    }));
    const [signature, , algorithm] = signatureHeaders(WEBHOOK_BODY, SECRET);
    expect(names.map(({ name }) => name)).toEqual([signature, algorithm]);
    expect(parameters).toMatchObject([
      { required: true, schema: { enum: [signatureHeaders(WEBHOOK_BODY, SECRET)[3]] } },
    ]);
  });
});
