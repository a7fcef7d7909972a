import { Controller, Injectable, Module, Post, type Type, UseGuards } from '@nestjs/common';
import { LazyModuleLoader } from '@nestjs/core';
import {
  KindlyAuthModule,
  KindlyTokenService,
  KindlyWebhook,
  KindlyWebhookGuard,
  type KindlyWebhookOptions,
} from 'nestjs-kindly-auth';
import { describe, expect, it } from 'vitest';
import { ADAPTERS } from '../support/adapters.js';
import { deliver, mint } from '../support/kindly.js';
import { recordingLogger, createApp, withApp } from '../support/running-app.js';
import { expectLoop, options, type Options, WebhookController } from '../support/kindly-module.js';

describe.each(ADAPTERS)('KindlyAuthModule on $name', (adapter) => {
  it('is found by a guard in a module that is loaded lazily', async () => {
    const { app, url } = await withApp(adapter, {
      imports: [KindlyAuthModule.forRoot(options())],
      controllers: [WebhookController],
    });
    @Injectable()
    class Late {
      constructor(readonly tokens: KindlyTokenService) {}
    }
    @Module({ providers: [Late] })
    class LateModule {}
    const late = await app.get(LazyModuleLoader).load(() => LateModule);
    await expect(late.get(Late).tokens.verify(mint())).resolves.toMatchObject({
      sub: 'user-1',
    });
    await expectLoop(url);
  });

  it('leaves routes with other guards to the app', async () => {
    class Elsewhere {
      canActivate(): boolean {
        return true;
      }
    }
    @Controller()
    @UseGuards(Elsewhere, new Elsewhere())
    class Other {
      @Post('other')
      answer() {
        return {};
      }
    }
    const { url } = await withApp(adapter, {
      imports: [KindlyAuthModule.forRoot(options({ bot: 'support' }))],
      controllers: [Other],
    });
    expect((await deliver(`${url}/other`)).status).toBe(201);
  });

  describe('does not boot', () => {
    function routeOf(route: KindlyWebhookOptions) {
      @Controller()
      class OpenController {
        @Post('webhook')
        @KindlyWebhook(route)
        answer() {
          return {};
        }
      }
      return OpenController;
    }

    it.each<[KindlyWebhookOptions, Partial<Options>, string, string, string]>([
      [{ identity: 'optional' }, {}, 'hmacSecrets', 'required', 'everybody could call it'],
      [{ identity: 'none' }, {}, 'hmacSecrets', 'required', 'everybody could call it'],
      [
        { identity: 'none' },
        { hmacSecrets: { dialogue: false } },
        'hmacSecrets',
        'required',
        'everybody could call it',
      ],
      [{ signature: 'tickets' }, {}, 'hmacSecrets', 'unknown', 'there are: none'],
      [
        { signature: 'tickets' },
        { hmacSecrets: 'x' },
        'hmacSecrets',
        'unknown',
        'there are: "dialogue"',
      ],
      [{}, { hmacSecrets: { tickets: 'x' } }, 'hmacSecrets', 'unknown', 'there are: "tickets"'],
      [
        {},
        { hmacSecrets: { tickets: 'x', nudges: 'y' } },
        'hmacSecrets',
        'unknown',
        'there are: "tickets", "nudges"',
      ],
      [{ bot: 'support' }, {}, 'bot', 'unknown', 'there are: "default"'],
      [
        { identity: 'maybe' as never },
        {},
        'identity',
        'invalid',
        '"required", "optional" or "none"',
      ],
    ])('with a route of %j', async (route, bent, option, code, words) => {
      const app = await createApp(adapter, {
        imports: [KindlyAuthModule.forRoot(options(bent))],
        controllers: [routeOf(route)],
      });
      await expect(app.init()).rejects.toMatchObject({
        option,
        code,
        message: expect.stringMatching(new RegExp(`OpenController\\.answer.*${words}`)),
      });
    });

    it('with a plain guard that finds no bot', async () => {
      @Controller()
      @UseGuards(KindlyWebhookGuard)
      class Plain {
        @Post('webhook')
        answer() {
          return {};
        }
      }
      const app = await createApp(adapter, {
        imports: [KindlyAuthModule.forRoot(options({ bot: 'support' }))],
        controllers: [Plain],
      });
      await expect(app.init()).rejects.toMatchObject({ option: 'bot', code: 'unknown' });
    });

    class OwnGuard extends KindlyWebhookGuard {}
    class Elsewhere {
      canActivate(): boolean {
        return true;
      }
    }

    it.each([
      ['a guard of its own that finds no bot', UseGuards(OwnGuard), 'bot', 'unknown'],
      ['an instance of our guard', UseGuards(new KindlyWebhookGuard()), 'guards', 'invalid'],
      ['an instance of its own', UseGuards(new OwnGuard()), 'guards', 'invalid'],
      [
        'a guard that has nothing of ours',
        KindlyWebhook({ guard: Elsewhere as never }),
        'guard',
        'invalid',
      ],
    ])('with %s', async (_name, decorate, option, code) => {
      @Controller()
      class Own {
        @Post('webhook')
        @decorate
        answer() {
          return {};
        }
      }
      const app = await createApp(adapter, {
        imports: [KindlyAuthModule.forRoot(options({ bot: 'support' }))],
        controllers: [Own],
      });
      await expect(app.init()).rejects.toMatchObject({ option, code });
    });

    it('with a webhook and no KindlyAuthModule', async () => {
      const app = await createApp(adapter, { controllers: [WebhookController] });
      await expect(app.init()).rejects.toMatchObject({
        option: 'bot',
        code: 'unknown',
        message: expect.stringContaining('Import KindlyAuthModule.forRoot('),
      });
    });

    it.each<[string, Partial<Options>, Partial<Options>, string]>([
      ['one name for two bots', { bot: 'a' }, { bot: 'a', path: 'other' }, 'bot'],
      ['no name for two bots', {}, { path: 'other' }, 'bot'],
      [
        'one path for two bots',
        { bot: 'a', path: 'kindly' },
        { bot: 'b', path: '/kindly/' },
        'path',
      ],
      [
        'paths that Express takes for one',
        { bot: 'a', path: 'Kindly/Token' },
        { bot: 'b', path: 'kindly/token' },
        'path',
      ],
    ])('with %s', async (_name, first, second, option) => {
      await expect(
        createApp(adapter, {
          imports: [
            KindlyAuthModule.forRoot(options(first)),
            KindlyAuthModule.forRoot(options(second)),
          ],
        }),
      ).rejects.toMatchObject({ option, code: 'duplicate' });
    });
  });

  describe('says at boot', () => {
    @Controller()
    class Tickets {
      @Post('tickets')
      @KindlyWebhook({ identity: 'none' })
      answer() {
        return {};
      }
    }

    async function warnings(
      bent: Partial<Options>,
      controllers: Type[] = [WebhookController],
    ): Promise<readonly string[]> {
      const { lines, logger } = recordingLogger('warn');
      await withApp(adapter, {
        imports: [KindlyAuthModule.forRoot(options(bent))],
        controllers,
        options: { logger },
      });
      return lines;
    }

    it('that no webhook will get a token when there are no webhook domains', async () => {
      expect(await warnings({})).toEqual([
        expect.stringContaining('"webhookDomains" of bot "default" is empty'),
      ]);
      expect(await warnings({ webhookDomains: ['shop.example.com'] })).toEqual([]);
      expect(await warnings({ webhookDomains: () => ['shop.example.com'] })).toEqual([]);
      expect(await warnings({ controller: false })).toEqual([]);
      expect(await warnings({}, [])).toEqual([]);
      expect(await warnings({ hmacSecrets: 'x' }, [Tickets])).toEqual([]);
    });

    it('that two bots accept the tokens of each other', async () => {
      const { lines, logger } = recordingLogger('warn');
      const of = (bent: Partial<Options>) => KindlyAuthModule.forRoot(options(bent));
      await withApp(adapter, {
        imports: [of({}), of({ bot: 'two' }), of({ bot: 'three', issuer: 'another' })],
        options: { logger },
      });
      expect(lines).toEqual([
        expect.stringContaining('Bots "default" and "two" have the same issuer and the same key'),
      ]);
    });

    it('once that a wildcard of a user covers the customers of others', async () => {
      const { lines, logger } = recordingLogger('warn');
      const webhookDomains = () => ['*.ngrok.app'];
      const { app } = await withApp(adapter, {
        imports: [KindlyAuthModule.forRoot(options({ webhookDomains }))],
        options: { logger },
      });
      const tokens = app.get(KindlyTokenService);
      await tokens.issue('chat-1', { sub: 'user-1' });
      await tokens.issue('chat-1', { sub: 'user-1' }, { webhookDomains: ['*.ngrok.app'] });
      expect(lines).toEqual([expect.stringContaining('covers every customer of "ngrok.app"')]);
    });

    it('that a wildcard covers the customers of others', async () => {
      expect(await warnings({ webhookDomains: ['*.ngrok.app'] })).toEqual([
        expect.stringContaining('covers every customer of "ngrok.app"'),
      ]);
    });
  });

  // Of a guard that the app installs for all routes, the audit at boot sees nothing.
  it('refuses a request that a global guard finds no bot for', async () => {
    const { lines, logger } = recordingLogger('error');
    @Controller()
    class Global {
      @Post('webhook')
      answer() {
        return {};
      }
    }
    const { url } = await withApp(adapter, {
      imports: [KindlyAuthModule.forRoot(options({ bot: 'support' }))],
      controllers: [Global],
      options: { logger },
      configure: (created) => {
        created.useGlobalGuards(created.get(KindlyWebhookGuard, { strict: false }));
      },
    });
    const answer = await deliver(`${url}/webhook`, { token: mint() });
    expect(answer.body).toEqual({
      statusCode: 500,
      error: 'Internal Server Error',
      message: 'Internal server error',
    });
    expect(lines.join('\n')).toContain('no KindlyAuthModule of the app has this name');
  });
});
