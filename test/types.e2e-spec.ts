import { Controller, Injectable, Post } from '@nestjs/common';
import type { Request } from 'express';
import type { FastifyRequest } from 'fastify';
import {
  KindlyAuthModule,
  type KindlyAuthModuleAsyncOptions,
  type KindlyAuthModuleOptions,
  type KindlyAuthOptionsFactory,
  KindlyClaims,
  type KindlyHttpRequest,
  type KindlyIdentity,
  type KindlyReply,
  type KindlyRequest,
  KindlyPayload,
  KindlyToken,
  KindlyTokenService,
  KindlyUser,
  type KindlyUserResolver,
  type KindlyWebhookPayload,
} from 'nestjs-kindly-auth';
import { describe, expectTypeOf, it } from 'vitest';
import { ISSUER, keyPair } from './support/kindly.js';

const { privateKey } = keyPair();

class ShopClaims extends KindlyClaims {
  declare readonly tier: 'gold' | 'basic';
  declare readonly points?: number;
}

@Injectable()
class Config {
  readonly issuer = ISSUER;
}
abstract class Store {
  abstract readonly secret: string;
}

describe('the factory of forRootAsync', () => {
  it('has parameters of the types of inject', () => {
    KindlyAuthModule.forRootAsync({
      inject: [
        Config,
        Store,
        'NAME',
        Symbol('token'),
        { token: Config, optional: true },
        { token: Store, optional: false },
      ],
      useFactory: (config, store, name, symbol, optional, required) => {
        expectTypeOf(config).toEqualTypeOf<Config>();
        expectTypeOf(store).toEqualTypeOf<Store>();
        expectTypeOf(name).toBeUnknown();
        expectTypeOf(symbol).toBeUnknown();
        expectTypeOf(optional).toEqualTypeOf<Config | undefined>();
        expectTypeOf(required).toEqualTypeOf<Store>();
        return { issuer: config.issuer, privateKey };
      },
    });
  });

  it('may give the type of a string token itself', () => {
    KindlyAuthModule.forRootAsync({
      inject: [Config, 'SECRET'],
      useFactory: (config, secret: string) => ({ issuer: config.issuer, privateKey: secret }),
    });
  });

  it('may give no other type to a class', () => {
    // @ts-expect-error -- a Config is no string
    KindlyAuthModule.forRootAsync({
      inject: [Config],
      useFactory: (config: string) => ({ issuer: config, privateKey }),
    });
  });

  it('has no parameters without inject', () => {
    KindlyAuthModule.forRootAsync({ useFactory: async () => ({ issuer: ISSUER, privateKey }) });
    // @ts-expect-error -- nothing is injected
    KindlyAuthModule.forRootAsync({ useFactory: (x: string) => ({ issuer: x, privateKey }) });
  });

  it('writes the types of its parameters when the claims class is given', () => {
    KindlyAuthModule.forRootAsync<ShopClaims>({
      inject: [Config],
      useFactory: (config: Config) => ({
        issuer: config.issuer,
        privateKey,
        resolveUser: () => ({ sub: 'user-1', tier: 'gold' }),
      }),
    });
    const options: KindlyAuthModuleAsyncOptions<ShopClaims> = {
      inject: [Config],
      useFactory: (config: Config) => ({ issuer: config.issuer, privateKey }),
    };
    KindlyAuthModule.forRootAsync<ShopClaims>(options);
    KindlyAuthModule.forRootAsync(options);
  });

  it('returns no extras, which would do nothing there', () => {
    // @ts-expect-error -- guards belong beside the factory
    KindlyAuthModule.forRootAsync({
      useFactory: () => ({ issuer: ISSUER, privateKey, guards: [] }),
    });
  });

  it('must return options', () => {
    // @ts-expect-error -- the issuer is required
    KindlyAuthModule.forRootAsync({ useFactory: () => ({ privateKey }) });
  });
});

describe('resolveUser', () => {
  const common = { issuer: ISSUER, privateKey };

  it('takes the request of Express, of Fastify, or of none', () => {
    KindlyAuthModule.forRoot({
      ...common,
      resolveUser: (request: Request) => ({ sub: request.ip ?? '' }),
    });
    KindlyAuthModule.forRoot({
      ...common,
      resolveUser: async (request: FastifyRequest & { user?: { id: number } }) =>
        request.user ? { sub: String(request.user.id) } : null,
    });
    KindlyAuthModule.forRoot({
      ...common,
      resolveUser(request) {
        expectTypeOf(request).toEqualTypeOf<KindlyHttpRequest>();
        return { sub: String(request.headers['x-user']) };
      },
    });
    KindlyAuthModule.forRoot({ ...common, resolveUser: () => undefined });
  });

  it('must give a sub, which is a string', () => {
    // @ts-expect-error -- sub is required
    KindlyAuthModule.forRoot({ ...common, resolveUser: () => ({ name: 'Kari' }) });
    // @ts-expect-error -- sub is a string
    KindlyAuthModule.forRoot({ ...common, resolveUser: () => ({ sub: 42 }) });
  });

  it('gives the custom claims of the class', () => {
    KindlyAuthModule.forRoot({
      ...common,
      claims: ShopClaims,
      resolveUser: () => ({ sub: 'user-1', tier: 'gold' as const }),
    });
    KindlyAuthModule.forRoot({
      ...common,
      claims: ShopClaims,
      // @ts-expect-error -- tier is required
      resolveUser: () => ({ sub: 'user-1' }),
    });
  });

  it('can be a class, for Express and for Fastify', () => {
    class ExpressResolver implements KindlyUserResolver {
      resolve(request: Request) {
        return { sub: request.ip ?? '' };
      }
    }
    class FastifyResolver implements KindlyUserResolver<ShopClaims> {
      resolve(request: FastifyRequest): KindlyIdentity<ShopClaims> {
        return { sub: request.ip, tier: 'gold' };
      }
    }
    KindlyAuthModule.forRoot({ ...common, userResolver: ExpressResolver });
    KindlyAuthModule.forRoot({ ...common, claims: ShopClaims, userResolver: FastifyResolver });
  });
});

describe('an identity', () => {
  it('has the claims without those that the library sets', () => {
    expectTypeOf<KindlyIdentity>().not.toHaveProperty('iss');
    expectTypeOf<KindlyIdentity>().not.toHaveProperty('chat');
    expectTypeOf<KindlyIdentity['sub']>().toEqualTypeOf<string>();
    expectTypeOf<KindlyIdentity['email_verified']>().toEqualTypeOf<boolean | undefined>();
    expectTypeOf<KindlyIdentity<ShopClaims>['tier']>().toEqualTypeOf<'gold' | 'basic'>();
  });
});

describe('KindlyTokenService', () => {
  it('issues and verifies the claims of its class', () => {
    expectTypeOf<
      KindlyTokenService<ShopClaims>['verify']
    >().returns.resolves.toEqualTypeOf<ShopClaims>();
    expectTypeOf<KindlyTokenService<ShopClaims>['issue']>()
      .parameter(1)
      .toEqualTypeOf<KindlyIdentity<ShopClaims>>();
    expectTypeOf<KindlyTokenService['verify']>().returns.resolves.toEqualTypeOf<KindlyClaims>();
  });
});

describe('parameters of a webhook', () => {
  it('fit what the decorator gives', () => {
    @Controller()
    class Fitting {
      @Post() all(@KindlyUser() _user: KindlyClaims) {}
      @Post() own(@KindlyUser() _user: ShopClaims) {}
      @Post() anonymous(@KindlyUser() _user?: ShopClaims) {}
      @Post() nothing(@KindlyUser() _user: unknown) {}
      @Post() claim(@KindlyUser('sub') _sub: string, @KindlyUser('email') _email?: string) {}
      @Post() wider(@KindlyUser('sub') _sub: string | number | undefined) {}
      @Post() second(_first: string, @KindlyUser('exp') _exp: number) {}
      @Post() custom(@KindlyUser(ShopClaims, 'tier') _tier: 'gold' | 'basic') {}
      @Post() optional(@KindlyUser(ShopClaims, 'points') _points: number | undefined) {}
      @Post() token(@KindlyToken() _token: string | undefined) {}
      @Post() payload(@KindlyPayload() _payload: KindlyWebhookPayload) {}
      @Post() added(@KindlyPayload() _payload: KindlyWebhookPayload & { added?: unknown }) {}
    }
    expectTypeOf(Fitting).toBeConstructibleWith();
  });

  it('do not compile when they do not', () => {
    @Controller()
    class Mistaken {
      // @ts-expect-error -- sub is a string
      @Post() number(@KindlyUser('sub') _sub: number) {}
      // @ts-expect-error -- email may be absent
      @Post() absent(@KindlyUser('email') _email: string) {}
      // @ts-expect-error -- there is no such claim
      @Post() unknown(@KindlyUser('tier') _tier: string) {}
      // @ts-expect-error -- tier is more than that
      @Post() narrower(@KindlyUser(ShopClaims, 'tier') _tier: 'gold') {}
      // @ts-expect-error -- there is no such claim in that class
      @Post() other(@KindlyUser(ShopClaims, 'level') _level: string) {}
      // @ts-expect-error -- claims are no text
      @Post() text(@KindlyUser() _user: string) {}
      // @ts-expect-error -- a token is text
      @Post() token(@KindlyToken() _token: number) {}
      // @ts-expect-error -- a payload is an object
      @Post() payload(@KindlyPayload() _payload: string) {}
    }
    expectTypeOf(Mistaken).toBeConstructibleWith();
  });
});

describe('requests and replies', () => {
  it('are typed without any change to the types of an adapter', () => {
    expectTypeOf<(Request & KindlyRequest<ShopClaims>)['kindlyClaims']>().toEqualTypeOf<
      ShopClaims | undefined
    >();
    expectTypeOf<Request>().not.toHaveProperty('kindlyClaims');
    expectTypeOf<{
      reply: string;
      buttons: { button_type: 'link'; label: string; value: string }[];
    }>().toExtend<KindlyReply>();
    expectTypeOf<{ buttons: { button_type: 'shout' }[] }>().not.toExtend<KindlyReply>();
  });

  it('options can be made by a class', () => {
    class Factory implements KindlyAuthOptionsFactory<ShopClaims> {
      createKindlyAuthOptions(): KindlyAuthModuleOptions<ShopClaims> {
        return { issuer: ISSUER, privateKey, claims: ShopClaims };
      }
    }
    KindlyAuthModule.forRootAsync({ useClass: Factory });
    KindlyAuthModule.forRootAsync({ useExisting: Factory });
  });
});
