import { type CanActivate, Controller, Post, UseGuards } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { Type } from 'class-transformer';
import { IsIn, IsOptional, ValidateNested } from 'class-validator';
import {
  KindlyAuthModule,
  KindlyChatClaims,
  KindlyClaims,
  KindlyToken,
  KindlyUser,
  KindlyWebhook,
  KindlyWebhookGuard,
} from 'nestjs-kindly-auth';
import { createKindlyTestKit } from 'nestjs-kindly-auth/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ADAPTERS, type Adapter } from '../support/adapters.js';

class Address {
  @IsIn(['Oslo', 'Bergen']) declare readonly city: string;
}

class ShopClaims extends KindlyClaims {
  @IsIn(['gold', 'basic']) declare readonly tier: 'gold' | 'basic';
  @IsOptional()
  @ValidateNested()
  @Type(() => Address)
  readonly address?: Address;
}

class OwnGuard extends KindlyWebhookGuard {}

const kindly = createKindlyTestKit({ claims: ShopClaims });
const ADA = { sub: 'ada', tier: 'gold', address: { city: 'Oslo' } } as const;

function reply(user: ShopClaims | undefined, tier: string | undefined, token: string | undefined) {
  return {
    sub: user?.sub ?? null,
    tier: tier ?? null,
    chat: user?.chat.id ?? null,
    isReal:
      user instanceof ShopClaims &&
      user.chat instanceof KindlyChatClaims &&
      Object.isFrozen(user.chat),
    names: Object.keys(user ?? {}).toSorted(),
    token: token ?? null,
  };
}

@Controller()
class Webhooks {
  @Post('decorated')
  @KindlyWebhook({ identity: 'optional', signature: false })
  decorated(
    @KindlyUser() user: ShopClaims | undefined,
    @KindlyUser(ShopClaims, 'tier') tier: string | undefined,
    @KindlyToken() token: string | undefined,
  ) {
    return reply(user, tier, token);
  }

  @Post('plain')
  @UseGuards(KindlyWebhookGuard)
  plain(@KindlyUser() user: ShopClaims, @KindlyUser(ShopClaims, 'tier') tier: string) {
    return reply(user, tier, undefined);
  }

  @Post('own')
  @KindlyWebhook({ guard: OwnGuard })
  own(@KindlyUser() user: ShopClaims) {
    return reply(user, user.tier, undefined);
  }
}

@Controller()
class Global {
  @Post('global')
  global(@KindlyUser() user: ShopClaims) {
    return reply(user, user.tier, undefined);
  }
}

interface Stand {
  readonly post: (path: string, body?: object) => Promise<Record<string, unknown>>;
}

async function start(
  adapter: Adapter,
  guard: CanActivate,
  { isGlobal = false }: { isGlobal?: boolean } = {},
): Promise<Stand> {
  const module = Test.createTestingModule(
    isGlobal
      ? {
          imports: [KindlyAuthModule.forRoot({ ...kindly.options, controller: false })],
          controllers: [Global],
          providers: [{ provide: APP_GUARD, useExisting: KindlyWebhookGuard }],
        }
      : { controllers: [Webhooks] },
  );
  const testing = await (
    isGlobal
      ? module.overrideProvider(KindlyWebhookGuard).useValue(guard)
      : module
          .overrideGuard(KindlyWebhookGuard)
          .useValue(guard)
          .overrideGuard(OwnGuard)
          .useValue(guard)
  ).compile();
  const app = testing.createNestApplication(adapter.create(), { logger: false });
  await app.listen(0, '127.0.0.1');
  onTestFinished(() => app.close());
  const url = await app.getUrl();
  return {
    post: async (path, body = {}) => {
      const headers = { 'Content-Type': 'application/json' };
      const response = await fetch(url + path, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      });
      return (await response.json()) as Record<string, unknown>;
    },
  };
}

describe.each(ADAPTERS)("the kit's guard on $name", (adapter) => {
  it.each(['/decorated', '/plain', '/own'])('says at %s who is signed in', async (path) => {
    const { post } = await start(adapter, kindly.admitting(ADA));
    expect(await post(path)).toMatchObject({
      sub: 'ada',
      tier: 'gold',
      chat: kindly.chatId,
      isReal: true,
      names: ['address', 'chat', 'exp', 'iat', 'iss', 'sub', 'tier'],
    });
  });

  it('stands in for a global guard, too', async () => {
    const { post } = await start(adapter, kindly.admitting(ADA), { isGlobal: true });
    expect(await post('/global')).toMatchObject({ sub: 'ada', isReal: true });
  });

  it('takes the chat of the body, and has a token that says the same', async () => {
    const { post } = await start(adapter, kindly.admitting(ADA));
    const { chat, token } = await post('/decorated', { chat_id: 'c1' });
    expect(chat).toBe('c1');
    expect(kindly.verify(String(token))).toMatchObject({ ...ADA, chat: { id: 'c1' } });
    expect(await post('/decorated', { chat_id: 7 })).toMatchObject({ chat: kindly.chatId });
  });

  it('can say that nobody is signed in', async () => {
    const { post } = await start(adapter, kindly.admittingAnonymous());
    expect(await post('/decorated')).toMatchObject({ sub: null, tier: null, token: null });
  });
});

describe('admitting()', () => {
  it('has absent claims absent, as the real guard', async () => {
    const { post } = await start(
      ADAPTERS[0] as Adapter,
      kindly.admitting({ sub: 'ada', tier: 'gold' }),
    );
    expect((await post('/plain'))['names']).toEqual(['chat', 'exp', 'iat', 'iss', 'sub', 'tier']);
  });

  it.each<[string, object, string]>([
    ['a claim that is wrong', { sub: 'ada', tier: 'silver' }, 'claim "tier" of the identity'],
    ['a claim that is missing', { sub: 'ada' }, 'breaks the rules of its class: "isIn"'],
    [
      'a claim within a claim that is wrong',
      { ...ADA, address: { city: 'Paris' } },
      'claim "address.city" of the identity',
    ],
  ])('refuses %s before anything is sent', (_name, identity, words) => {
    expect(() => kindly.admitting(identity as typeof ADA)).toThrow(words);
  });
});
