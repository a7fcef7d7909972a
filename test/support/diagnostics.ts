import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Controller, Post } from '@nestjs/common';
import {
  KindlyAuthModule,
  KindlyDiagnosticsChannel,
  type KindlyDiagnosticsMessages,
  KindlyKeyRing,
  KindlyPayload,
  KindlyTokenService,
  KindlyWebhook,
  type KindlyWebhookPayload,
} from 'nestjs-kindly-auth';
import { expect, onTestFinished } from 'vitest';
import type { Adapter } from './adapters.js';
import { deliver, ISSUER, keyPair, mint } from './kindly.js';
import { ask, type Options, options, WebhookController } from './kindly-module.js';
import { type RunningApp, withApp } from './running-app.js';

const { publicKey } = keyPair();
const next = keyPair('next');

/** A message, with the channel that it came on. */
export type Heard = {
  [C in KindlyDiagnosticsChannel]: { readonly channel: C } & KindlyDiagnosticsMessages[C];
}[KindlyDiagnosticsChannel];

/** What is published on some channels. */
export interface Subscription {
  /** What was published since the last call. */
  readonly heard: () => readonly Heard[];
  readonly unsubscribe: () => void;
}

/** Subscribes to these channels, all of them by default, until the test is over. */
export function subscribeTo(...channels: readonly KindlyDiagnosticsChannel[]): Subscription {
  const names = channels.length > 0 ? channels : Object.values(KindlyDiagnosticsChannel);
  const messages: Heard[] = [];
  const keep = (message: unknown, channel: string | symbol): void =>
    void messages.push({ channel, ...(message as object) } as Heard);
  const stop = (): void => names.forEach((name) => void unsubscribe(name, keep));
  for (const name of names) subscribe(name, keep);
  onTestFinished(stop);
  return { heard: () => messages.splice(0), unsubscribe: stop };
}

@Controller()
class PayloadController {
  @Post('payload')
  @KindlyWebhook()
  payload(@KindlyPayload() _payload: KindlyWebhookPayload): object {
    return {};
  }

  @Post('unbound')
  @KindlyWebhook({ bot: 'unbound' })
  unbound(@KindlyPayload() _payload: KindlyWebhookPayload): object {
    return {};
  }
}

/** Starts an app with two bots, whose routes take all that can be refused. */
export function observedApp(
  adapter: Adapter,
  bent: Partial<Options> = {},
  rawBody = true,
): Promise<RunningApp> {
  return withApp(adapter, {
    options: { rawBody },
    controllers: [WebhookController, PayloadController],
    imports: [
      KindlyAuthModule.forRoot({
        issuer: ISSUER,
        publicKey,
        bot: 'unbound',
        chatBinding: 'off',
        controller: false,
      }),
      // What the app itself is asked for is that of the module that comes last.
      KindlyAuthModule.forRoot(options(bent)),
    ],
  });
}

/** What is told of a webhook of this app, by the name of its handler. */
export function routeOf(handler = 'answer'): object {
  const controller = handler === 'answer' ? 'WebhookController' : 'PayloadController';
  return { bot: handler === 'unbound' ? 'unbound' : 'default', controller, handler };
}

/** Does all of which a message may be published, at least once. */
export async function everything(app: RunningApp['app'], url: string): Promise<void> {
  await ask(url);
  await ask(url, '/kindly/token?');
  await deliver(`${url}/webhook`, { token: mint() });
  await deliver(`${url}/webhook`);
  await deliver(`${url}/unbound`, { token: mint(), body: '[]' });
  await expect(app.get(KindlyTokenService).issue('', { sub: 'user-1' })).rejects.toThrow('chat');
  const ring = app.get(KindlyKeyRing);
  ring.accept(next.publicKey);
  ring.revoke(next.keyId);
  await expect(ring.rotate({ privateKey: 'no key' })).rejects.toThrow('privateKey');
}
