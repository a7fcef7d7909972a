import { Controller, Post } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { ValidateBy } from 'class-validator';
import {
  KindlyAuthModule,
  KindlyClaims,
  KindlyKeyRing,
  KindlyTokenService,
  KindlyUser,
  KindlyWebhook,
} from 'nestjs-kindly-auth';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ADAPTERS } from '../support/adapters.js';
import { CHAT_ID, deliver, keyPair, mint, now, type Webhook } from '../support/kindly.js';
import { IDENTITY, options, type Options } from '../support/kindly-module.js';
import { type RunningApp, withApp } from '../support/running-app.js';

const SECRET = 'of-the-dialogue';
const next = keyPair('next');

/** What a handler was given, request by request. */
const seen: KindlyClaims[] = [];

@Controller('webhook')
class ClaimsController {
  @Post()
  @KindlyWebhook()
  answer(@KindlyUser() claims: KindlyClaims): object {
    seen.push(claims);
    return {};
  }
}

/** Claims that hold what cannot be frozen. */
class LivelyClaims extends KindlyClaims {
  static checks = 0;
  @Transform(({ value }) => new Set(value as string[]))
  @CountsChecks()
  declare readonly roles: Set<string>;
}

function CountsChecks(): PropertyDecorator {
  return ValidateBy({
    name: 'countsChecks',
    validator: {
      validate: () => {
        LivelyClaims.checks += 1;
        return true;
      },
    },
  });
}

function jumpTo(seconds: number): void {
  vi.useFakeTimers({ toFake: ['Date'], now: seconds * 1000 });
  onTestFinished(() => void vi.useRealTimers());
}

/** How a request whose token was verified a moment ago can be bad all the same. */
interface Bend {
  readonly name: string;
  readonly code: string;
  readonly options?: Partial<Options>;
  /** What has happened since. */
  readonly meanwhile?: (running: RunningApp) => unknown;
  readonly webhook?: (token: string) => Webhook;
}

const BENDS: readonly Bend[] = [
  { name: 'has expired', code: 'token_expired', meanwhile: () => jumpTo(now() + 305) },
  {
    name: 'comes before its time, by a clock that was set back',
    code: 'claims_invalid',
    meanwhile: () => jumpTo(now() - 60),
  },
  {
    name: 'has a key that was revoked',
    code: 'token_invalid',
    meanwhile: async ({ app }) => {
      const ring = app.get(KindlyKeyRing);
      const { keyId } = ring;
      await ring.rotate({ privateKey: next.privateKey });
      ring.revoke(keyId);
    },
  },
  {
    name: 'has a key whose time is over',
    code: 'token_invalid',
    meanwhile: async ({ app }) => {
      await app.get(KindlyKeyRing).rotate({ privateKey: next.privateKey });
      jumpTo(now() + 906);
    },
  },
  {
    name: 'has a key id that fits no key any more, now that there are two',
    code: 'token_invalid',
    meanwhile: ({ app }) => app.get(KindlyKeyRing).accept(next.publicKey),
  },
  {
    name: 'was revoked',
    code: 'token_revoked',
    meanwhile: ({ app }) => {
      jumpTo(now() + 1);
      return app.get(KindlyTokenService).revoke(IDENTITY.sub);
    },
  },
  {
    name: 'comes with a body of another chat',
    code: 'chat_mismatch',
    webhook: () => ({ body: '{"chat_id":"another"}' }),
  },
  {
    name: 'comes with a body that names no chat',
    code: 'chat_mismatch',
    options: { chatBinding: 'required' },
    webhook: () => ({ body: '{}' }),
  },
  {
    name: 'comes without a signature',
    code: 'signature_invalid',
    options: { hmacSecrets: SECRET },
  },
  {
    name: 'comes with the signature of another secret',
    code: 'signature_invalid',
    options: { hmacSecrets: SECRET },
    webhook: () => ({ secret: 'another' }),
  },
  {
    name: 'comes twice in one request',
    code: 'token_invalid',
    webhook: (token) => ({ headers: ['Authorization', `Bearer ${token}`] }),
  },
  {
    name: 'has another last character, of the same bits',
    code: 'token_invalid',
    webhook: (token) => ({ token: token.replace(/.$/, (last) => nextLetter(last)) }),
  },
  {
    name: 'has a space in it',
    code: 'token_invalid',
    webhook: (token) => ({ token: token.replace('.', ' .') }),
  },
];

/** Two bits of the last character belong to no byte, so this one stands for the same bytes. */
function nextLetter(letter: string): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return letters[letters.indexOf(letter) ^ 1] ?? '';
}

describe.each(ADAPTERS)('a token that was verified before, on $name', (adapter) => {
  const start = (bent: Partial<Options> = {}): Promise<RunningApp> =>
    withApp(adapter, {
      imports: [KindlyAuthModule.forRoot(options(bent))],
      controllers: [ClaimsController],
    });
  const post = ({ url }: RunningApp, webhook: Webhook) => deliver(`${url}/webhook`, webhook);
  /** The claims that the handler gets for a token. */
  const claimsOf = async (running: RunningApp, token: string): Promise<KindlyClaims> => {
    expect((await post(running, { token })).status).toBe(200);
    const claims = seen.at(-1);
    if (!claims) throw new Error('The handler was not called.');
    return claims;
  };

  it('is not verified again: the claims are the very same, and nobody can change them', async () => {
    const running = await start();
    const token = mint();
    const claims = await claimsOf(running, token);
    expect(await claimsOf(running, token)).toBe(claims);
    expect(claims).toBeInstanceOf(KindlyClaims);
    expect(() => Object.assign(claims, { sub: 'user-2' })).toThrow(TypeError);
    expect(() => Object.assign(claims.chat, { id: 'another' })).toThrow(TypeError);
  });

  it('gives each request an instance of its own where a class of the app could hold more than JSON', async () => {
    const running = await start({ claims: LivelyClaims });
    const token = mint({ roles: ['customer'] });
    const claims = (await claimsOf(running, token)) as LivelyClaims;
    claims.roles.add('admin');
    const again = (await claimsOf(running, token)) as LivelyClaims;
    expect(again).not.toBe(claims);
    expect(again).toBeInstanceOf(LivelyClaims);
    expect([...again.roles]).toEqual(['customer']);
    expect(Object.isFrozen(again)).toBe(true);
    expect(LivelyClaims.checks).toBe(1);
    LivelyClaims.checks = 0;
  });

  it('is verified again where the option says so', async () => {
    const running = await start({ verifiedTokenCache: false });
    const token = mint();
    const claims = await claimsOf(running, token);
    expect(await claimsOf(running, token)).not.toBe(claims);
  });

  it('makes room for others: the least used one first', async () => {
    const running = await start({ verifiedTokenCache: { maxEntries: 2 } });
    const [first, second, third] = [mint(), mint({ sub: '2' }), mint({ sub: '3' })];
    const claims = await claimsOf(running, first);
    const others = await claimsOf(running, second);
    expect(await claimsOf(running, first)).toBe(claims);
    await claimsOf(running, third);
    expect(await claimsOf(running, first)).toBe(claims);
    expect(await claimsOf(running, second)).not.toBe(others);
  });

  it('is forgotten when keys change, and verified again if it still is good', async () => {
    const running = await start();
    const token = mint();
    const claims = await claimsOf(running, token);
    await running.app.get(KindlyKeyRing).rotate({ privateKey: next.privateKey });
    const again = await claimsOf(running, token);
    expect(again).not.toBe(claims);
    expect(again).toEqual(claims);
    expect(await claimsOf(running, token)).toBe(again);
  });

  it.each(BENDS)(
    'is refused as every other when it $name',
    async ({ code, options: bent, meanwhile, webhook }) => {
      const token = mint({}, { header: { kid: 'not-ours' } });
      const secret = bent?.hmacSecrets === undefined ? {} : { secret: SECRET };
      const answers = await Promise.all(
        [{}, { verifiedTokenCache: false as const }].map(async (cache) => {
          const running = await start({ ...bent, ...cache });
          expect((await post(running, { token, ...secret })).status).toBe(200);
          return running;
        }),
      ).then(async ([warm, cold]) => {
        if (!warm || !cold) throw new Error('There are no apps.');
        for (const running of [warm, cold]) await meanwhile?.(running);
        return [warm, cold].map((running) => post(running, { token, ...webhook?.(token) }));
      });
      const [withCache, without] = await Promise.all(answers);
      expect(withCache?.body).toMatchObject({ errorCode: code });
      expect(withCache).toMatchObject({ status: without?.status, body: without?.body });
    },
  );

  it('is refused for its host again and again', async () => {
    const running = await start({ webhookHost: 'api.example.com' });
    const token = mint();
    for (let time = 0; time < 3; time += 1) {
      expect((await post(running, { token })).body).toMatchObject({ errorCode: 'host_not_listed' });
    }
  });

  it('is unknown to another bot', async () => {
    const running = await withApp(adapter, {
      imports: [
        KindlyAuthModule.forRoot(options()),
        KindlyAuthModule.forRoot(options({ bot: 'other', privateKey: next.privateKey })),
      ],
      controllers: [ClaimsController, OtherController],
    });
    const token = mint();
    await claimsOf(running, token);
    await claimsOf(running, token);
    expect(await deliver(`${running.url}/other`, { token })).toMatchObject({ status: 401 });
  });

  it('is refused as often as it is bad: failures are not remembered', async () => {
    const running = await start();
    const bad = mint({ iss: 'https://evil.example' });
    const forged = mint({}, { key: 'next' });
    for (let time = 0; time < 3; time += 1) {
      expect((await post(running, { token: bad })).body).toMatchObject({
        errorCode: 'claims_invalid',
      });
      expect((await post(running, { token: forged })).body).toMatchObject({
        errorCode: 'token_invalid',
      });
    }
    // The key that is missing comes, and with it the token is good.
    running.app.get(KindlyKeyRing).accept(next.publicKey);
    expect((await post(running, { token: forged })).status).toBe(200);
  });
});

@Controller('other')
class OtherController {
  @Post()
  @KindlyWebhook({ bot: 'other' })
  answer(): object {
    return { chat: CHAT_ID };
  }
}
