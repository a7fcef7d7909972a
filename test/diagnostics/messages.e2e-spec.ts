import { Controller, Post } from '@nestjs/common';
import {
  KindlyAuthModule,
  KindlyDiagnosticsChannel,
  KindlyKeyRing,
  KindlyTokenService,
  KindlyWebhook,
} from 'nestjs-kindly-auth';
import { describe, expect, it } from 'vitest';
import { ADAPTERS } from '../support/adapters.js';
import { observedApp, subscribeTo } from '../support/diagnostics.js';
import { deliver, keyPair, mint } from '../support/kindly.js';
import { ask, options, WebhookController } from '../support/kindly-module.js';
import { withApp } from '../support/running-app.js';

const { publicKey, keyId } = keyPair();
const next = keyPair('next');
const DURATION = expect.any(Number) as number;
const SECRET = 'the-secret-of-this-test';

@Controller()
class VisitorController {
  @Post('visit')
  @KindlyWebhook({ identity: 'optional' })
  visit(): object {
    return {};
  }
}

@Controller()
@KindlyWebhook({ bot: 'support' })
class SupportController {
  @Post('support')
  answer(): object {
    return {};
  }
}

describe.each(ADAPTERS)('on $name, a subscriber hears', (adapter) => {
  it('that a token was issued, from the endpoint and from the service, once each', async () => {
    const { app, url } = await observedApp(adapter);
    const { heard } = subscribeTo();
    const issued = {
      channel: 'nestjs-kindly-auth:token:issued',
      bot: 'default',
      keyId,
      duration: DURATION,
    };
    expect((await ask(url)).status).toBe(200);
    expect(heard()).toStrictEqual([issued]);
    await app.get(KindlyTokenService).issue('chat-1', { sub: 'user-1' });
    expect(heard()).toStrictEqual([issued]);
  });

  it('that a webhook was accepted, and whether it said who the user is', async () => {
    const { url } = await withApp(adapter, {
      controllers: [VisitorController],
      imports: [KindlyAuthModule.forRoot(options({ hmacSecrets: SECRET }))],
    });
    const { heard } = subscribeTo();
    const accepted = {
      channel: 'nestjs-kindly-auth:webhook:accepted',
      bot: 'default',
      controller: 'VisitorController',
      handler: 'visit',
      duration: DURATION,
    };
    const token = mint();
    for (const sent of [{ token }, { token }, {}]) {
      expect((await deliver(`${url}/visit`, { ...sent, secret: SECRET })).status).toBe(200);
    }
    expect(heard()).toStrictEqual([
      { ...accepted, identified: true },
      { ...accepted, identified: true },
      { ...accepted, identified: false },
    ]);
  });

  it('how the keys change', async () => {
    const { app } = await observedApp(adapter);
    const ring = app.get(KindlyKeyRing);
    const { heard } = subscribeTo();
    ring.accept(publicKey);
    expect(heard()).toEqual([]);
    ring.accept(next.publicKey);
    await ring.rotate({ privateKey: next.privateKey });
    expect(ring.revoke('nobody')).toBe(false);
    ring.revoke(keyId);
    const changed = {
      channel: 'nestjs-kindly-auth:keys:changed',
      bot: 'default',
      errorCode: undefined,
    };
    expect(heard()).toStrictEqual([
      { ...changed, change: 'accepted', keyId: next.keyId },
      { ...changed, change: 'rotated', keyId: next.keyId },
      { ...changed, change: 'revoked', keyId },
    ]);
  });

  it('that a new key is bad', async () => {
    const { app } = await observedApp(adapter);
    const ring = app.get(KindlyKeyRing);
    const { heard } = subscribeTo();
    await expect(ring.rotate({ privateKey: publicKey })).rejects.toThrow('privateKey');
    expect(() => ring.accept(next.privateKey)).toThrow('private');
    expect(() => ring.accept({ key: next.publicKey, keyId })).toThrow('keyId');
    const refused = {
      channel: 'nestjs-kindly-auth:keys:changed',
      bot: 'default',
      change: 'refused',
      keyId: undefined,
    };
    expect(heard()).toStrictEqual([
      { ...refused, errorCode: 'key_is_public' },
      { ...refused, errorCode: 'key_is_private' },
      { ...refused, errorCode: 'duplicate' },
    ]);
  });

  it('which of several bots it was', async () => {
    const { app, url } = await withApp(adapter, {
      controllers: [SupportController, WebhookController],
      imports: [
        KindlyAuthModule.forRoot(options()),
        KindlyAuthModule.forRoot(options({ bot: 'support', privateKey: next.privateKey })),
      ],
    });
    const { heard } = subscribeTo();
    await ask(url, '/kindly/token');
    await ask(url, '/kindly/support/token');
    await deliver(`${url}/webhook`, { token: mint() });
    await deliver(`${url}/support`, { token: mint({}, { key: 'next' }) });
    await deliver(`${url}/support`, { token: mint() });
    app.get<KindlyKeyRing>('KindlyKeyRing(support)').accept(keyPair('third').publicKey);
    expect(heard()).toMatchObject([
      { channel: KindlyDiagnosticsChannel.TokenIssued, bot: 'default', keyId },
      { channel: KindlyDiagnosticsChannel.TokenIssued, bot: 'support', keyId: next.keyId },
      { channel: KindlyDiagnosticsChannel.WebhookAccepted, bot: 'default' },
      { channel: KindlyDiagnosticsChannel.WebhookAccepted, bot: 'support' },
      { channel: KindlyDiagnosticsChannel.WebhookRefused, bot: 'support' },
      { channel: KindlyDiagnosticsChannel.KeysChanged, bot: 'support', change: 'accepted' },
    ]);
  });

  it('the milliseconds that it took', async () => {
    const { url } = await observedApp(adapter);
    const { heard } = subscribeTo();
    const before = performance.now();
    await ask(url);
    await deliver(`${url}/webhook`, { token: mint() });
    await deliver(`${url}/webhook`);
    const most = performance.now() - before;
    const durations = heard().map((message) => ('duration' in message ? message.duration : NaN));
    expect(durations).toHaveLength(3);
    for (const duration of durations) expect(duration).toBeGreaterThan(0);
    expect(durations.reduce((sum, duration) => sum + duration)).toBeLessThan(most);
  });
});
