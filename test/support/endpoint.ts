import { KindlyAuthModule } from 'nestjs-kindly-auth';
import type { Adapter } from './adapters.js';
import { type Answer, type Sent, send } from './http.js';
import { json, options, type Options } from './kindly-module.js';
import { type AppSettings, withApp } from './running-app.js';

/** Starts apps that have the token endpoint, and gives a function that posts to it. */
export function endpointOf(adapter: Adapter) {
  return async (
    bent: Partial<Options> = {},
    settings: AppSettings = {},
  ): Promise<(sent?: Sent, path?: string) => Promise<Answer>> => {
    const { url } = await withApp(adapter, {
      ...settings,
      imports: [KindlyAuthModule.forRoot(options(bent)), ...(settings.imports ?? [])],
    });
    return (sent = json({ chatId: 'chat-1' }), path = '/kindly/token') => send(url + path, sent);
  };
}
