import { Controller, type INestApplication, Post, type Type } from '@nestjs/common';
import type { KindlyRevocationOptions } from 'nestjs-kindly-auth';
import { afterAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { freePort } from '../support/emulator.js';
import { deliver, now } from '../support/kindly.js';
import { PageApp } from '../support/page-app.js';
import { classOf, privateKey, start, tokenFrom } from '../support/page-module.js';
import { moduleOf } from '../support/running-app.js';

const page = new PageApp('docs/revocation.md');
const { KindlyAuthModule, KindlyWebhook } = await page.package();
afterAll(() => page.remove());

@Controller('webhook')
class WebhookController {
  @Post()
  @KindlyWebhook()
  answer(): object {
    return { reply: 'Hello' };
  }
}

function appWith(
  revocation: KindlyRevocationOptions,
  ...providers: Type<unknown>[]
): Promise<{ readonly app: INestApplication; readonly url: string }> {
  const options = { issuer: 'i', privateKey, revocation, resolveUser: () => ({ sub: '7' }) };
  return start(
    moduleOf({
      imports: [KindlyAuthModule.forRoot(options)],
      controllers: [WebhookController],
      providers,
    }),
  );
}

describe('revocation', () => {
  it('sign-out.service.ts: takes the tokens of a user with him', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: now() * 1000 });
    onTestFinished(() => void vi.useRealTimers());
    const sample = await page.import('sign-out.service.ts');
    const SignOutService = classOf(sample, 'SignOutService');
    const Sessions = classOf(sample, 'Sessions');
    const { app, url } = await appWith({}, SignOutService, Sessions);
    const delivery = { token: await tokenFrom(url), body: '{"chat_id":"chat-1"}' };
    expect(await deliver(`${url}/webhook`, delivery)).toMatchObject({ status: 200 });
    vi.setSystemTime(Date.now() + 1000);
    const signOuts = app.get<{ signOut(user: number, session: string): Promise<void> }>(
      SignOutService,
    );
    await signOuts.signOut(7, 'session-1');
    expect(app.get<{ ended: string[] }>(Sessions).ended).toEqual(['session-1']);
    expect(await deliver(`${url}/webhook`, delivery)).toMatchObject({
      status: 401,
      body: { errorCode: 'token_revoked' },
    });
  });

  it('shared-state.module.ts and kindly.module.ts: boot without Redis, and refuse until it is there', async () => {
    vi.stubEnv('REDIS_URL', `redis://127.0.0.1:${await freePort()}`);
    onTestFinished(() => void vi.unstubAllEnvs());
    const KindlyModule = classOf(await page.import('kindly.module.ts'), 'KindlyModule');
    const { url } = await start(
      moduleOf({ imports: [KindlyModule], controllers: [WebhookController] }),
    );
    const delivery = { token: await tokenFrom(url), body: '{"chat_id":"chat-1"}' };
    expect(await deliver(`${url}/webhook`, delivery)).toMatchObject({
      status: 503,
      body: { errorCode: 'revocation_unavailable' },
    });
  });
});
