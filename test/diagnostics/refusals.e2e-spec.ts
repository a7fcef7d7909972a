import { sign } from 'node:crypto';
import { promisify } from 'node:util';
import { UnauthorizedException } from '@nestjs/common';
import {
  KindlyDiagnosticsChannel,
  KindlyErrorCode,
  type KindlyIdentity,
  KindlyTokenService,
  type KindlyTokenSigner,
} from 'nestjs-kindly-auth';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ADAPTERS } from '../support/adapters.js';
import { observedApp, routeOf, subscribeTo } from '../support/diagnostics.js';
import { endpointOf } from '../support/endpoint.js';
import type { Sent } from '../support/http.js';
import { deliver, keyPair, mint, now, type Webhook, WEBHOOK_BODY } from '../support/kindly.js';
import { json, type Options, storeThat } from '../support/kindly-module.js';

const { privateKey, publicKey } = keyPair();
const signAsync = promisify(sign);
const DURATION = expect.any(Number) as number;
const SECRET = 'the-secret-of-this-test';

/** A signer that signs nothing more until it is told to go on. */
class HangingSigner implements KindlyTokenSigner {
  readonly keyId = 'kms';
  readonly concurrency = 1;
  /** Milliseconds. */
  readonly timeout = 100;
  hangs = false;
  asked = 0;

  async sign(data: Uint8Array): Promise<Uint8Array> {
    this.asked += 1;
    return this.hangs ? new Promise(() => undefined) : signAsync('sha256', data, privateKey);
  }
}

function withSigner(bent: Partial<Options> = {}): [HangingSigner, Partial<Options>] {
  const signer = new HangingSigner();
  return [signer, { signer, privateKey: undefined, publicKey, ...bent }];
}

/** A request for a token that is refused. */
interface RefusedToken {
  readonly errorCode: KindlyErrorCode;
  readonly bent?: Partial<Options>;
  readonly sent?: Sent;
}

const REFUSED_TOKENS: readonly RefusedToken[] = [
  { errorCode: 'chat_id_missing', sent: json({}) },
  { errorCode: 'chat_id_conflict', sent: json({ chatId: 'a', chat_id: 'b' }) },
  { errorCode: 'body_invalid', sent: json(['a']) },
  { errorCode: 'body_too_large', sent: json({ chatId: 'a', more: 'x'.repeat(4096) }) },
  { errorCode: 'not_signed_in', bent: { resolveUser: () => null } },
  {
    errorCode: 'resolver_timeout',
    bent: { resolveUser: () => new Promise<null>(() => undefined), resolverTimeout: 100 },
  },
  {
    errorCode: 'identity_invalid',
    bent: { resolveUser: () => ({ sub: 7 }) as unknown as KindlyIdentity },
  },
];

/** A webhook that is refused. */
interface RefusedWebhook {
  readonly errorCode: KindlyErrorCode;
  readonly bent?: Partial<Options>;
  readonly sent: () => Webhook;
  readonly rawBody?: false;
  readonly handler?: 'payload';
}

const SIGNED = { hmacSecrets: SECRET };

const REFUSED_WEBHOOKS: readonly RefusedWebhook[] = [
  {
    errorCode: 'raw_body_missing',
    bent: SIGNED,
    rawBody: false,
    sent: () => ({ token: mint(), secret: SECRET }),
  },
  { errorCode: 'signature_invalid', bent: SIGNED, sent: () => ({ token: mint() }) },
  { errorCode: 'token_missing', sent: () => ({}) },
  { errorCode: 'token_invalid', sent: () => ({ token: mint({}, { key: 'foreign' }) }) },
  {
    errorCode: 'token_expired',
    sent: () => ({ token: mint({ iat: now() - 400, exp: now() - 100 }) }),
  },
  {
    errorCode: 'token_revoked',
    bent: { revocation: { store: storeThat(async () => now() + 1) } },
    sent: () => ({ token: mint() }),
  },
  {
    errorCode: 'revocation_unavailable',
    bent: { revocation: { store: storeThat(() => Promise.reject(new Error('down'))) } },
    sent: () => ({ token: mint() }),
  },
  { errorCode: 'claims_invalid', sent: () => ({ token: mint({ iss: 'another' }) }) },
  { errorCode: 'chat_mismatch', sent: () => ({ token: mint({ chat: { id: 'another' } }) }) },
  {
    errorCode: 'host_not_listed',
    bent: { webhookHost: 'other.example.com' },
    sent: () => ({ token: mint() }),
  },
  {
    errorCode: 'body_invalid',
    handler: 'payload',
    sent: () => ({ token: mint(), body: WEBHOOK_BODY.replace('"Where is my order?"', '7') }),
  },
];

describe('the codes of the tables', () => {
  it('are all that there are', () => {
    const tables = [...REFUSED_TOKENS, ...REFUSED_WEBHOOKS].map(({ errorCode }) => errorCode);
    expect(new Set([...tables, 'signer_busy', 'signer_timeout'])).toEqual(
      new Set(Object.values(KindlyErrorCode)),
    );
  });
});

describe.each(ADAPTERS)('on $name, a subscriber hears', (adapter) => {
  const endpoint = endpointOf(adapter);

  it.each(REFUSED_TOKENS)('that no token was issued: $errorCode', async (row) => {
    const post = await endpoint(row.bent);
    const { heard } = subscribeTo();
    expect((await post(row.sent)).body).toMatchObject({ errorCode: row.errorCode });
    expect(heard()).toStrictEqual([
      {
        channel: 'nestjs-kindly-auth:token:refused',
        bot: 'default',
        errorCode: row.errorCode,
        duration: DURATION,
      },
    ]);
  });

  it('that no token was issued: signer_timeout, and signer_busy before anybody is looked up', async () => {
    const resolveUser = vi.fn<() => KindlyIdentity>(() => ({ sub: 'user-1' }));
    const [signer, bent] = withSigner({ resolveUser, maxQueuedSignatures: 0 });
    // A good signature may take longer than a hanging one is waited for, so the test keeps the time.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const post = await endpoint(bent);
    const { heard } = subscribeTo();
    signer.hangs = true;
    const before = signer.asked;
    const hanging = post();
    await expect.poll(() => signer.asked - before).toBe(1);
    expect((await post()).status).toBe(503);
    expect(resolveUser).toHaveBeenCalledTimes(1);
    expect(heard()).toMatchObject([{ bot: 'default', errorCode: 'signer_busy' }]);
    vi.advanceTimersByTime(100);
    expect((await hanging).status).toBe(503);
    expect(heard()).toMatchObject([{ bot: 'default', errorCode: 'signer_timeout' }]);
  });

  it("that the app's own error was in the way of a token, without a code", async () => {
    const resolveUser = (): never => {
      throw new UnauthorizedException('kari@example.org has no session');
    };
    const post = await endpoint({ resolveUser });
    const { heard } = subscribeTo();
    expect((await post()).status).toBe(401);
    expect(heard()).toStrictEqual([
      {
        channel: 'nestjs-kindly-auth:token:refused',
        bot: 'default',
        errorCode: undefined,
        duration: DURATION,
      },
    ]);
  });

  it('that the service refused to issue', async () => {
    const { app } = await observedApp(adapter);
    const tokens = app.get(KindlyTokenService);
    const { heard } = subscribeTo();
    await expect(tokens.issue('', { sub: 'user-1' })).rejects.toThrow('chat');
    await expect(tokens.issue('chat-1', { sub: '' })).rejects.toThrow('Internal');
    await expect(tokens.issue('chat-1', { sub: 'u' }, { lifetime: 0 })).rejects.toThrow('lifetime');
    expect(heard()).toMatchObject([
      { errorCode: 'chat_id_missing' },
      { errorCode: 'identity_invalid' },
      { errorCode: undefined },
    ]);
  });

  it.each(REFUSED_WEBHOOKS)('that a webhook was refused: $errorCode', async (row) => {
    const { errorCode, bent, rawBody, sent, handler } = row;
    const { url } = await observedApp(adapter, bent, rawBody);
    const { heard } = subscribeTo(KindlyDiagnosticsChannel.WebhookRefused);
    const answer = await deliver(`${url}/${handler ?? 'webhook'}`, sent());
    expect(answer.body).toMatchObject({ errorCode });
    expect(heard()).toStrictEqual([
      {
        channel: 'nestjs-kindly-auth:webhook:refused',
        ...routeOf(handler),
        errorCode,
        duration: DURATION,
      },
    ]);
  });

  it.each(['["a list"]', '{"valueOf":7}', '{"message":7}'])(
    'that a webhook was accepted by the guard and refused for its body: %s',
    async (body) => {
      const { url } = await observedApp(adapter);
      const { heard } = subscribeTo();
      const answer = await deliver(`${url}/unbound`, { token: mint(), body });
      expect(answer.body).toMatchObject({ errorCode: 'body_invalid' });
      expect(heard()).toMatchObject([
        { channel: KindlyDiagnosticsChannel.WebhookAccepted, ...routeOf('unbound') },
        {
          channel: KindlyDiagnosticsChannel.WebhookRefused,
          ...routeOf('unbound'),
          errorCode: 'body_invalid',
        },
      ]);
    },
  );
});
