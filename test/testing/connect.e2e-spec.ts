import { sign } from 'node:crypto';
import { Controller, type DynamicModule, Injectable, Post } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { decodeJwt } from 'jose';
import {
  InjectKindlyTokenService,
  KindlyAuthModule,
  kindlyAuthOverrideToken,
  type KindlyAuthOptionsFactory,
  KindlyTokenService,
  KindlyUser,
  KindlyWebhook,
} from 'nestjs-kindly-auth';
import {
  createKindlyTestKit,
  type KindlyTestKit,
  throwAwayKindlyKeyPair,
} from 'nestjs-kindly-auth/testing';
import { describe, expect, it, onTestFinished } from 'vitest';

/** The keys of production, which no test must depend on. */
const production = throwAwayKindlyKeyPair('production');
const kindly = createKindlyTestKit();

@Controller()
class Webhooks {
  constructor(@InjectKindlyTokenService() readonly tokens: KindlyTokenService) {}

  @Post('webhook')
  @KindlyWebhook()
  answer(@KindlyUser('sub') sub: string) {
    return { sub };
  }
}

@Injectable()
class BothBots {
  constructor(
    readonly plain: KindlyTokenService,
    @InjectKindlyTokenService('support') readonly support: KindlyTokenService,
  ) {}
}

interface Connected {
  readonly tokens: KindlyTokenService;
  readonly post: (webhook: RequestInit, path?: string) => Promise<Response>;
}

async function connect(module: DynamicModule, kit: KindlyTestKit = kindly): Promise<Connected> {
  const testing = await kit
    .connectTo(Test.createTestingModule({ imports: [module], controllers: [Webhooks] }))
    .compile();
  const app = testing.createNestApplication({ rawBody: true, logger: false });
  await app.listen(0, '127.0.0.1');
  onTestFinished(() => app.close());
  const url = await app.getUrl();
  return {
    tokens: app.get(KindlyTokenService),
    post: (webhook, path = '/webhook') => fetch(url + path, { method: 'POST', ...webhook }),
  };
}

/** An app that keeps its options where the rest of an instance cannot be copied. */
class PrivateOptions implements KindlyAuthOptionsFactory {
  readonly #lifetime = 77;
  get issuer() {
    return 'production';
  }
  get privateKey() {
    return production.privateKey;
  }
  get tokenLifetime() {
    return this.#lifetime;
  }
  resolveUser() {
    return { sub: `user-${this.#lifetime}` };
  }
  createKindlyAuthOptions() {
    return this;
  }
}

const signer = {
  keyId: 'kms-1',
  sign: (data: Uint8Array) => Promise.resolve(sign('sha256', data, production.privateKey)),
};

describe('connectTo()', () => {
  it.each<[string, DynamicModule]>([
    [
      'options where the module is declared',
      KindlyAuthModule.forRoot({
        issuer: 'production',
        privateKey: production.privateKey,
        keyId: 'production-1',
        previousPublicKeys: [throwAwayKindlyKeyPair('older').publicKey],
        controller: false,
      }),
    ],
    [
      'a factory that finds no variable set',
      KindlyAuthModule.forRootAsync({
        useFactory: () => ({
          issuer: process.env['KINDLY_UNSET'] as string,
          privateKey: process.env['KINDLY_UNSET'],
          hmacSecrets: process.env['KINDLY_UNSET'] as string,
        }),
        controller: false,
      }),
    ],
    [
      'a signer elsewhere',
      KindlyAuthModule.forRoot({
        issuer: 'production',
        signer,
        publicKey: production.publicKey,
        controller: false,
      }),
    ],
    ['an instance of a class', KindlyAuthModule.forRootAsync({ useClass: PrivateOptions })],
  ])('gives its keys to an app with %s', async (_name, module) => {
    const { tokens, post } = await connect(module);
    expect((await post(kindly.webhook().from({ sub: 'ada' }))).status).toBe(200);
    const issued = await tokens.issue('c1', { sub: 'ada' });
    expect(kindly.verify(issued)).toMatchObject({ iss: kindly.issuer, sub: 'ada' });
  });

  it("leaves the app's other options as they are, wherever they stand", async () => {
    const { post } = await connect(KindlyAuthModule.forRootAsync({ useClass: PrivateOptions }));
    const body = '{"chatId":"c1"}';
    const { token } = (await (await post({ body }, '/kindly/token')).json()) as { token: string };
    const { sub, iat = 0, exp } = decodeJwt(token);
    expect({ sub, exp }).toEqual({ sub: 'user-77', exp: iat + 77 });
    expect(kindly.verify(token).chat.id).toBe('c1');
  });

  it('keeps an app that verifies only from issuing', async () => {
    const { publicKey } = production;
    const { tokens, post } = await connect(
      KindlyAuthModule.forRoot({ issuer: 'production', publicKey, controller: false }),
    );
    expect((await post(kindly.webhook().from({ sub: 'ada' }))).status).toBe(200);
    await expect(tokens.issue('c1', { sub: 'ada' })).rejects.toThrow('"privateKey"');
  });

  it.each<[string, Parameters<typeof KindlyAuthModule.forRoot>[0]['hmacSecrets'], number]>([
    ['one', 'of production', 401],
    ['several', ['older', 'of production'], 401],
    ['named ones', { dialogue: 'of production', tickets: 'of production' }, 401],
    ['one that is not set up', { dialogue: false, tickets: 'of production' }, 200],
  ])('has secrets where the app has %s', async (_name, hmacSecrets, unsigned) => {
    const { post } = await connect(
      KindlyAuthModule.forRoot({
        issuer: 'production',
        privateKey: production.privateKey,
        controller: false,
        ...(hmacSecrets && { hmacSecrets }),
      }),
    );
    const webhook = kindly.webhook().from({ sub: 'ada' });
    expect((await post(webhook)).status).toBe(200);
    expect((await post(webhook.unsigned())).status).toBe(unsigned);
    expect((await post(webhook.signedWithSecret('of production'))).status).toBe(unsigned);
  });

  it('knows the bots apart', async () => {
    const { privateKey } = production;
    const options = { issuer: 'production', privateKey, controller: false } as const;
    const support = createKindlyTestKit({ bot: 'support' });
    const testing = Test.createTestingModule({
      imports: [
        KindlyAuthModule.forRoot(options),
        KindlyAuthModule.forRoot({ ...options, bot: 'support' }),
      ],
      providers: [BothBots],
    });
    const bots = (await support.connectTo(kindly.connectTo(testing)).compile()).get(BothBots);
    const token = await bots.support.issue('c1', { sub: 'ada' });
    expect(support.verify(token).sub).toBe('ada');
    expect(() => kindly.verify(token)).toThrow('not signed with the key of this kit');
    await expect(bots.plain.verify(String(kindly.tokenFor({ sub: 'ada' })))).resolves.toMatchObject(
      { sub: 'ada' },
    );
  });

  it('has options checked that a test puts in the place of others', async () => {
    const testing = Test.createTestingModule({
      imports: [KindlyAuthModule.forRoot({ ...kindly.options, controller: false })],
    })
      .overrideProvider(kindlyAuthOverrideToken())
      .useValue(() => ({ tokenLifetime: 901 }));
    await expect(testing.compile()).rejects.toThrow('option "tokenLifetime"');
  });
});
