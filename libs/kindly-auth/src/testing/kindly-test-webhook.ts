import { createHmac, randomBytes } from 'node:crypto';
import {
  KINDLY_HMAC_ALGORITHM,
  KINDLY_HMAC_ALGORITHM_HEADER,
  KINDLY_HMAC_HEADER,
  type KindlyClaims,
  type KindlyIdentity,
  type KindlyWebhookPayload,
} from '../index.js';
import type { KindlyTestToken } from './kindly-test-token.js';
import { assertRecord, assertText, bent, misuse } from './misuse.js';

type Members = Readonly<Record<string, unknown>>;
type Headers = Readonly<Record<string, string | undefined>>;

/** Fields of a webhook's body: those that Kindly documents, and any others. */
export type KindlyTestPayload = {
  readonly [K in keyof KindlyWebhookPayload]?: KindlyWebhookPayload[K];
};

/** A request as Fastify's `app.inject()` takes it. */
export interface KindlyTestRequest {
  readonly method: 'POST';
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly payload: string;
}

/** The part of supertest's `request(server).post(path)` that a webhook needs. */
export interface KindlyTestAgent {
  set(headers: Record<string, string>): unknown;
  send(body: string): unknown;
}

/** What a webhook has to ask of the stand-in for Kindly that sends it. */
export interface Sender<C extends KindlyClaims> {
  readonly chatId: string;
  tokenFor(identity: KindlyIdentity<C>): KindlyTestToken;
  secret(name: string): string;
}

interface WebhookDraft<C extends KindlyClaims> {
  readonly identity?: KindlyIdentity<C>;
  readonly bends: readonly ((token: KindlyTestToken) => KindlyTestToken)[];
  /** A token that somebody brings along, in the place of the identity's. */
  readonly token?: KindlyTestToken | string;
  readonly chatId: string;
  readonly payload: Members;
  /** The body as it stands, in the place of a payload. */
  readonly text?: string;
  /** Nothing: the request is not signed. */
  readonly secret: string | undefined;
  /** What is put in the place of fields after they were signed. */
  readonly forged?: Members;
  readonly headers: Headers;
}

/** What Kindly documents, with values as they could be. */
function samplePayload(chatId: string): Members {
  return {
    organization_id: 1,
    bot_id: 1,
    chat_id: chatId,
    user_id: 'visitor-1',
    chat_labels: [],
    exchange: { exchange_id: '0df7f4f3-ac51-431e-ac0e-2887da7d3ef1', language_code: 'en' },
    message: 'Hello',
    attachments: [],
    context: {},
    _links: { chat: `https://bot.kindly.ai/api/v1/chats/${chatId}` },
    source: 'web',
  };
}

/** Headers with these in their place, whatever the case of their names. */
function bentHeaders(headers: Headers, changes: Headers): Headers {
  const changed = new Set(Object.keys(changes).map((name) => name.toLowerCase()));
  const kept = Object.entries(headers).filter(([name]) => !changed.has(name.toLowerCase()));
  return { ...Object.fromEntries(kept), ...changes };
}

/**
 * A webhook as Kindly sends it: JSON, signed, with the token of whoever is signed in. Nobody is, until
 * `from()` says who. Each method gives another webhook and leaves this one as it is, so what several
 * tests have in common can be kept in a constant; times count from the moment at which it is sent.
 *
 * It goes to `fetch` as it is, to supertest by `through()`, and to Fastify's `app.inject()` by `to()`:
 *
 * ```ts
 * const webhook = kindly.webhook().from({ sub: 'ada' }).inChat('c1').saying('Where is my order?');
 *
 * await fetch(`${url}/webhooks/orders`, webhook);
 * await webhook.through(request(app.getHttpServer()).post('/webhooks/orders')).expect(200);
 * await app.inject(webhook.to('/webhooks/orders'));
 * ```
 */
export class KindlyTestWebhook<C extends KindlyClaims = KindlyClaims> {
  /** Kindly posts its webhooks. */
  readonly method = 'POST';
  /** The headers, with a token and a signature of their own on each call. */
  declare readonly headers: Record<string, string>;
  /** The body; its bytes are those of this text in UTF-8. */
  declare readonly body: string;

  // Private to the language too: what a failing test prints of a webhook must not show the secret.
  readonly #sender: Sender<C>;
  readonly #draft: WebhookDraft<C>;

  private constructor(sender: Sender<C>, draft: WebhookDraft<C>) {
    this.#sender = sender;
    this.#draft = draft;
    // Own members, so that `{ ...webhook, signal }` has them too.
    Object.defineProperties(this, {
      headers: { enumerable: true, get: () => this.#headers() },
      body: { enumerable: true, get: () => this.#body() },
    });
  }

  /** @internal */
  static by<C extends KindlyClaims>(sender: Sender<C>): KindlyTestWebhook<C> {
    return new KindlyTestWebhook(sender, {
      bends: [],
      chatId: sender.chatId,
      payload: {},
      secret: sender.secret('dialogue'),
      headers: {},
    });
  }

  /** Somebody is signed in: the request carries a token about him, for the chat of the webhook. */
  from(identity: KindlyIdentity<C>): KindlyTestWebhook<C> {
    // Only to see whether the identity is one.
    this.#sender.tokenFor(identity);
    return this.#with({ identity, token: undefined });
  }

  /** Nobody is signed in: the request carries no token. So it is before `from()`, too. */
  fromAnonymous(): KindlyTestWebhook<C> {
    return this.#with({ identity: undefined, token: undefined, bends: [] });
  }

  /**
   * Bends the token of whom `from()` names.
   *
   * ```ts
   * kindly.webhook().from({ sub: 'ada' }).whoseToken((token) => token.expired())
   * ```
   */
  whoseToken(bend: (token: KindlyTestToken) => KindlyTestToken): KindlyTestWebhook<C> {
    if (this.#draft.identity === undefined) {
      throw misuse('whoseToken() bends the token of somebody: say from({ sub: … }) before it.');
    }
    return this.#with({ bends: [...this.#draft.bends, bend] });
  }

  /** Brings this token along, whatever it is; it says nothing about the chat of the body. */
  withToken(token: KindlyTestToken | string): KindlyTestWebhook<C> {
    return this.#with({ token, identity: undefined, bends: [] });
  }

  /** The chat, in the body and in the token of whom `from()` names. */
  inChat(id: string): KindlyTestWebhook<C> {
    assertText(
      id,
      'the chat id of inChat()',
      'For none, use .withPayload({ chat_id: undefined }).',
    );
    return this.#writing({ chatId: id });
  }

  /** What the user wrote: field `message`. */
  saying(message: string): KindlyTestWebhook<C> {
    if (typeof message !== 'string') throw misuse('what saying() gets must be a text.');
    return this.withPayload({ message });
  }

  /**
   * Any fields of the body, in the place of those that are there; `undefined` takes one out. A `chat_id`
   * that stands here is that of the body alone, and not the token's.
   */
  withPayload(fields: KindlyTestPayload): KindlyTestWebhook<C> {
    assertRecord(fields, 'what withPayload() gets');
    return this.#writing({ payload: { ...this.#draft.payload, ...fields } });
  }

  /** The body to the letter, JSON or not. It is signed as it stands. */
  withBody(text: string): KindlyTestWebhook<C> {
    if (typeof text !== 'string') {
      throw misuse('what withBody() gets must be a text. For fields, use .withPayload({ … }).');
    }
    return this.#with({ text });
  }

  /** Signed with the secret of another kind of Kindly request, by its name in `hmacSecrets`. */
  signedFor(name: string): KindlyTestWebhook<C> {
    return this.#with({ secret: this.#sender.secret(name) });
  }

  /** Signed with this secret: for instance with the one that is on its way out. */
  signedWithSecret(secret: string): KindlyTestWebhook<C> {
    assertText(secret, 'the secret of signedWithSecret()', 'For no signature, use .unsigned().');
    return this.#with({ secret });
  }

  /** Signed by somebody who does not know the secret. */
  wronglySigned(): KindlyTestWebhook<C> {
    return this.#with({ secret: randomBytes(32).toString('base64') });
  }

  /** Without the two headers of the signature. */
  unsigned(): KindlyTestWebhook<C> {
    return this.#with({ secret: undefined });
  }

  /**
   * Changed on its way, after it was signed.
   *
   * @param fields what is put in the place of the signed fields. Default: another `message`
   */
  tampered(
    fields: KindlyTestPayload = { message: 'Not what the user wrote' },
  ): KindlyTestWebhook<C> {
    assertRecord(fields, 'what tampered() gets');
    return this.#writing({ forged: fields });
  }

  /** Any headers, in the place of those that are there; `undefined` takes one out. */
  withHeaders(headers: Readonly<Record<string, string | undefined>>): KindlyTestWebhook<C> {
    assertRecord(headers, 'what withHeaders() gets');
    return this.#with({ headers: bentHeaders(this.#draft.headers, headers) });
  }

  /**
   * For Fastify's `app.inject()`.
   *
   * @param url the path of the webhook, such as `/webhooks/orders`
   */
  to(url: string): KindlyTestRequest {
    assertText(url, 'the path of to()');
    return { method: this.method, url, headers: this.headers, payload: this.body };
  }

  /**
   * For supertest.
   *
   * @param test `request(app.getHttpServer()).post('/webhooks/orders')`, returned with headers and body
   */
  through<T extends KindlyTestAgent>(test: T): T {
    if (typeof test?.set !== 'function' || typeof test.send !== 'function') {
      throw misuse(
        "through() needs what supertest's request(app.getHttpServer()).post('/path') returns.",
      );
    }
    test.set(this.headers);
    test.send(this.body);
    return test;
  }

  #with(changes: {
    readonly [K in keyof WebhookDraft<C>]?: WebhookDraft<C>[K] | undefined;
  }): KindlyTestWebhook<C> {
    return new KindlyTestWebhook(this.#sender, { ...this.#draft, ...changes });
  }

  /** Changes the fields of the body. */
  #writing(changes: Partial<WebhookDraft<C>>): KindlyTestWebhook<C> {
    if (this.#draft.text === undefined) return this.#with(changes);
    throw misuse(
      'withBody() has set the body to the letter, and its fields cannot be changed any more: say withBody() last.',
    );
  }

  #headers(): Record<string, string> {
    const { secret, headers } = this.#draft;
    const token = this.#token()?.toString();
    const all = {
      'Content-Type': 'application/json',
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      ...(secret === undefined ? {} : signatureOf(this.#signedBody(), secret)),
    };
    return bent(bentHeaders(all, headers), {}) as Record<string, string>;
  }

  #body(): string {
    const { forged } = this.#draft;
    return forged === undefined
      ? this.#signedBody()
      : JSON.stringify(bent(this.#payload(), forged));
  }

  #token(): KindlyTestToken | string | undefined {
    const { identity, bends, chatId, token } = this.#draft;
    if (identity === undefined) return token;
    const good = this.#sender.tokenFor(identity).inChat(chatId);
    return bends.reduce((current, bend) => bend(current), good);
  }

  #payload(): Members {
    const { chatId, payload } = this.#draft;
    return bent(samplePayload(chatId), payload);
  }

  #signedBody(): string {
    return this.#draft.text ?? JSON.stringify(this.#payload());
  }
}

function signatureOf(body: string, secret: string): Record<string, string> {
  return {
    [KINDLY_HMAC_HEADER]: createHmac('sha256', secret).update(body).digest('base64'),
    [KINDLY_HMAC_ALGORITHM_HEADER]: KINDLY_HMAC_ALGORITHM,
  };
}
