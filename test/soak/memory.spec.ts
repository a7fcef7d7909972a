import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { KindlyAuthModule, KindlyTokenService, KindlyWebhookGuard } from 'nestjs-kindly-auth';
import { expect, it, onTestFinished } from 'vitest';
import { ADAPTERS } from '../support/adapters.js';
import { options, WebhookController } from '../support/kindly-module.js';
import { createApp } from '../support/running-app.js';
import { SOAK } from '../support/properties.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** A million tokens are a soak of 500. */
const TOKENS = 2000 * SOAK;
const AT_ONCE = 50;
/** What V8 keeps of its own accord: code that it has compiled meanwhile, caches, the test runner. */
const ALLOWANCE = 1024 * 1024;

async function collect(): Promise<void> {
  await setImmediate();
  collectGarbage();
}

async function heapUsed(): Promise<number> {
  await collect();
  // What finalizers let go of is free only after the next round.
  await collect();
  return process.memoryUsage().heapUsed;
}

it('keeps no more than its cache of the tokens that it has let through or refused', async () => {
  const [adapter] = ADAPTERS;
  if (!adapter) throw new Error('There is no adapter.');
  const app = await createApp(adapter, {
    imports: [KindlyAuthModule.forRoot(options({ verifiedTokenCache: { maxEntries: 500 } }))],
    controllers: [WebhookController],
  });
  await app.init();
  onTestFinished(() => app.close());
  const guard = app.get(KindlyWebhookGuard);
  const tokens = app.get(KindlyTokenService);
  const answer = Reflect.get(WebhookController.prototype, 'answer') as () => unknown;

  /** One call of the guard, as Nest makes it for a request. */
  async function visit(token: string): Promise<boolean> {
    const authorization = `Bearer ${token}`;
    const request = { headers: { authorization }, rawHeaders: ['Authorization', authorization] };
    const context = new ExecutionContextHost(
      [request, { setHeader: () => undefined }],
      WebhookController,
      answer,
    );
    return guard.canActivate(context).catch(() => false);
  }

  let [good, bad] = [0, 0];
  async function visits(count: number): Promise<void> {
    for (let done = 0; done < count; done += AT_ONCE) {
      const outcomes = await Promise.all(
        Array.from({ length: AT_ONCE }, async (_, index) => {
          const token = await tokens.issue('chat-1', { sub: `user-${done + index}` });
          return [await visit(token), await visit(`${token.slice(0, -8)}AAAAAAAA`)];
        }),
      );
      good += outcomes.filter(([isAdmitted]) => isAdmitted).length;
      bad += outcomes.filter(([, isAdmitted]) => !isAdmitted).length;
    }
  }

  await visits(1000);
  const before = await heapUsed();
  await visits(TOKENS);
  const growth = (await heapUsed()) - before;
  expect([good, bad]).toEqual([TOKENS + 1000, TOKENS + 1000]);
  expect(growth).toBeLessThan(ALLOWANCE);
});
