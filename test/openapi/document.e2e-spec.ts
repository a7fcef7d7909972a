import { Controller, Post, VersioningType } from '@nestjs/common';
import {
  ApiCookieAuth,
  ApiExcludeController,
  ApiTags,
  DocumentBuilder,
  SwaggerModule,
} from '@nestjs/swagger';
import {
  KindlyAuthModule,
  KindlyPayload,
  KindlyWebhook,
  type KindlyWebhookOptions,
  KindlyWebhookPayload,
} from 'nestjs-kindly-auth';
import { describe, expect, it } from 'vitest';
import { type Adapter, ADAPTERS } from '../support/adapters.js';
import { options, type Options, storeThat } from '../support/kindly-module.js';
import { type ApiDocument, documentOf, expectValid } from '../support/openapi.js';
import { type AppSettings, withApp } from '../support/running-app.js';

const SECRET = 'the-dialogue-secret-of-this-test';
const TOKEN = [
  'token_missing',
  'token_invalid',
  'token_expired',
  'claims_invalid',
  'token_revoked',
];
const SIGNATURE = { 401: ['signature_invalid'], 500: ['raw_body_missing'] };
const MISMATCH = { 403: ['chat_mismatch'] };
const UNSIGNED = { 401: TOKEN, ...MISMATCH };
const SIGNED = { ...SIGNATURE, ...MISMATCH, 401: ['signature_invalid', ...TOKEN] };

/** Never asked here. */
const STORE = storeThat(async () => undefined);

type Codes = Readonly<Record<number, readonly string[]>>;

async function documented(
  adapter: Adapter,
  settings: AppSettings,
  bent: Partial<Options> = {},
): Promise<ApiDocument> {
  const imports = [KindlyAuthModule.forRoot(options(bent)), ...(settings.imports ?? [])];
  const { app } = await withApp(adapter, { ...settings, imports });
  return documentOf(app);
}

function webhookWith(route: KindlyWebhookOptions): new () => object {
  @Controller()
  class Routed {
    @Post('webhook')
    @KindlyWebhook(route)
    answer() {
      return {};
    }
  }
  return Routed;
}

@Controller('mixed')
@KindlyWebhook({ identity: 'none' })
class Mixed {
  @Post('as-the-class')
  asTheClass() {
    return {};
  }
  @Post('signed-by-name')
  @KindlyWebhook({ signature: 'dialogue' })
  signedByName() {
    return {};
  }
  @Post('optional')
  @KindlyWebhook({ identity: 'optional' })
  optional() {
    return {};
  }
}
class Base {
  @Post('inherited')
  inherited(@KindlyPayload() _payload: KindlyWebhookPayload) {
    return {};
  }
}
@Controller('strict')
@KindlyWebhook()
class Strict extends Base {
  @Post('twice')
  @KindlyWebhook({ signature: 'dialogue' })
  twice() {
    return {};
  }
}
@Controller('lax')
@KindlyWebhook({ identity: 'none' })
class Lax extends Base {}

describe.each(ADAPTERS)('OpenAPI on $name', (adapter) => {
  describe('a webhook', () => {
    const token = { 'kindly-token': [] };
    const hmac = { 'kindly-hmac': [] };
    const both = { ...token, ...hmac };
    const tickets = { dialogue: SECRET, tickets: 'the-secret-of-tickets' };

    it.each<readonly [string, Partial<Options>, KindlyWebhookOptions, object[], Codes]>([
      ['without secrets', {}, {}, [token], UNSIGNED],
      ['with a secret', { hmacSecrets: SECRET }, {}, [both], SIGNED],
      [
        'that says it is not signed',
        { hmacSecrets: SECRET },
        { signature: false },
        [token],
        UNSIGNED,
      ],
      ['of a kind that is not signed', { hmacSecrets: { dialogue: false } }, {}, [token], UNSIGNED],
      ['signed by name', { hmacSecrets: tickets }, { signature: 'tickets' }, [both], SIGNED],
      [
        'for anonymous visitors too',
        { hmacSecrets: SECRET },
        { identity: 'optional' },
        [both, hmac],
        SIGNED,
      ],
      [
        'for anonymous visitors, unsigned',
        {},
        { identity: 'optional', signature: false },
        [token, {}],
        UNSIGNED,
      ],
      ['without a user', { hmacSecrets: SECRET }, { identity: 'none' }, [hmac], SIGNATURE],
      ['for everybody', {}, { identity: 'none', signature: false }, [{}], {}],
      ['not bound to its chat', { chatBinding: 'off' }, {}, [token], { 401: TOKEN }],
      [
        'bound to its host',
        { webhookHost: 'shop.example.com' },
        {},
        [token],
        { 401: TOKEN, 403: ['chat_mismatch', 'host_not_listed'] },
      ],
      [
        'whose revocations are in a store',
        { revocation: { store: STORE } },
        {},
        [token],
        { ...UNSIGNED, 503: ['revocation_unavailable'] },
      ],
      [
        'that does without that store when it fails',
        { revocation: { store: STORE, whenUnavailable: 'accept' } },
        {},
        [token],
        UNSIGNED,
      ],
    ])(
      '%s: says what it needs, and what it refuses',
      async (_name, bent, route, security, codes) => {
        const document = await documented(adapter, { controllers: [webhookWith(route)] }, bent);
        expect(document.operation('/webhook').security).toEqual(security);
        expect(document.codes('/webhook')).toEqual(codes);
      },
    );

    it('is documented by the options of its bot', async () => {
      const document = await documented(adapter, {
        imports: [
          KindlyAuthModule.forRoot(
            options({ bot: 'support', controller: false, hmacSecrets: SECRET }),
          ),
        ],
        controllers: [webhookWith({ bot: 'support' })],
      });
      expect(document.codes('/webhook')).toEqual(SIGNED);
    });

    it('is documented anew for an app with other options', async () => {
      const controllers = [webhookWith({})];
      const first = await documented(adapter, { controllers });
      expect(first.codes('/webhook')).toEqual(UNSIGNED);
      const second = await documented(adapter, { controllers }, { hmacSecrets: SECRET });
      expect(second.codes('/webhook')).toEqual(SIGNED);
      const third = await documented(adapter, { controllers });
      expect(third.operation('/webhook')).toEqual(first.operation('/webhook'));
    });

    it('is documented by what class and method say together', async () => {
      const document = await documented(
        adapter,
        { controllers: [Mixed, Strict, Lax] },
        { hmacSecrets: SECRET },
      );
      const paths = ['mixed/as-the-class', 'mixed/signed-by-name', 'mixed/optional'];
      const inherited = ['strict/twice', 'strict/inherited', 'lax/inherited'];
      expect(
        [...paths, ...inherited].map((path) => [
          document.operation(`/${path}`).security,
          document.codes(`/${path}`)[400] ?? [],
        ]),
      ).toEqual([
        [[hmac], []],
        [[hmac], []],
        [[both, hmac], []],
        [[both], []],
        [[both], ['body_invalid']],
        [[hmac], ['body_invalid']],
      ]);
    });
  });

  describe('the token endpoint', () => {
    it('is there for each bot that has one, at its path, with an id of its own', async () => {
      const { document } = await documented(adapter, {
        imports: [
          KindlyAuthModule.forRoot(options({ bot: 'support', path: 'support/token' })),
          KindlyAuthModule.forRoot(options({ bot: 'none', controller: false })),
        ],
      });
      const ids = Object.entries(document.paths).map(([path, { post }]) => [
        path,
        post?.operationId,
      ]);
      expect(ids).toEqual([
        ['/kindly/token', 'KindlyTokenController_issue'],
        ['/support/token', 'KindlyTokenController_support_issue'],
      ]);
    });

    it('is documented under a global prefix and a version', async () => {
      const { document } = await documented(adapter, {
        configure: (app) => {
          app.setGlobalPrefix('api');
          app.enableVersioning({ type: VersioningType.URI, defaultVersion: '1' });
        },
      });
      expect(Object.keys(document.paths)).toEqual(['/api/v1/kindly/token']);
    });

    it("has what the app's decorators say of it", async () => {
      const decorators = [ApiTags('chat'), ApiCookieAuth('session')];
      const { app } = await withApp(adapter, {
        imports: [KindlyAuthModule.forRoot(options({ decorators }))],
      });
      const config = new DocumentBuilder().addCookieAuth('session', undefined, 'session').build();
      const document = SwaggerModule.createDocument(app, config);
      await expectValid(document);
      expect(document.paths['/kindly/token']?.post).toMatchObject({
        tags: ['chat'],
        security: [{ session: [] }],
      });
    });

    it('is left out where the app says so', async () => {
      const { document } = await documented(adapter, {}, { decorators: [ApiExcludeController()] });
      expect(document.paths).toEqual({});
    });
  });
});
