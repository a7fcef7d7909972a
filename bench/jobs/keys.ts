import 'reflect-metadata';
import { Controller, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { KindlyAuthModule, KindlyWebhook, KindlyWebhookGuard } from 'nestjs-kindly-auth';
import { moduleOf } from '../contenders/nest-server.js';
import { WITHOUT_CACHE } from '../contenders/without-cache.js';
import type { Values } from '../scenarios/scenario.js';
import { forge } from '../workload/forge.js';
import { makePair } from '../workload/keys.js';
import { ISSUER, KEY_ID } from '../workload/workload.js';
import type { JobSettings } from './job.js';
import { timeEach } from './timing.js';

@Controller()
class WebhookController {
  @Post('webhook')
  @KindlyWebhook()
  answer(): object {
    return {};
  }
}

async function guardWith({ keys }: JobSettings, previous: number): Promise<KindlyWebhookGuard> {
  const pairs = await Promise.all(Array.from({ length: previous }, makePair));
  const kindly = KindlyAuthModule.forRoot({
    issuer: ISSUER,
    publicKey: keys.publicKey,
    keyId: KEY_ID,
    previousPublicKeys: pairs.map(({ publicKey }) => publicKey),
    controller: false,
    ...WITHOUT_CACHE,
  });
  const metadata = { imports: [kindly], controllers: [WebhookController] };
  const context = await NestFactory.createApplicationContext(moduleOf(metadata), {
    logger: ['error', 'warn'],
  });
  return context.get(KindlyWebhookGuard);
}

/** One call of the guard, as Nest makes it for a request. */
function visit(guard: KindlyWebhookGuard, token: string): Promise<boolean> {
  const authorization = `Bearer ${token}`;
  const request = { headers: { authorization }, rawHeaders: ['Authorization', authorization] };
  const answer = Reflect.get(WebhookController.prototype, 'answer') as () => unknown;
  return guard.canActivate(new ExecutionContextHost([request, {}], WebhookController, answer));
}

/** The task is whether the token names its key, and the number of other keys: `kid 5`. */
export async function run(settings: JobSettings): Promise<Values> {
  const [kid, previous] = settings.task.split(' ');
  const guard = await guardWith(settings, Number(previous));
  const { privateKey } = settings.keys;
  const header = kid === 'kid' ? {} : { kid: undefined };
  const { token } = await forge({ privateKey, number: 1, header });
  return timeEach(() => visit(guard, token), settings);
}
