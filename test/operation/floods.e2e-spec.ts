import { type ArgumentsHost, Catch, HttpException } from '@nestjs/common';
import { APP_FILTER, BaseExceptionFilter } from '@nestjs/core';
import { registerDecorator } from 'class-validator';
import { KindlyAuthModule, KindlyClaims } from 'nestjs-kindly-auth';
import { describe, expect, it } from 'vitest';
import { ADAPTERS } from '../support/adapters.js';
import { deliver, mint } from '../support/kindly.js';
import { options, WebhookController } from '../support/kindly-module.js';
import { type RunningApp, withApp } from '../support/running-app.js';

const caught: unknown[] = [];

@Catch()
class RecordingFilter extends BaseExceptionFilter {
  override catch(exception: unknown, host: ArgumentsHost): void {
    caught.push(exception);
    super.catch(exception, host);
  }
}

/** What the app's own code sees of its place, when it runs inside our guard. */
const stacks: (string | undefined)[] = [];

class CuriousClaims extends KindlyClaims {
  declare readonly tier?: string;
}
registerDecorator({
  name: 'isCurious',
  target: CuriousClaims,
  propertyName: 'tier',
  validator: {
    validate: (tier) => {
      if (tier === 'broken') throw new RangeError('the database is down');
      stacks.push(new Error('where am I?').stack);
      return true;
    },
  },
});

function framesOf(error: unknown): number {
  return String((error as Error).stack).match(/\n\s+at /g)?.length ?? 0;
}

describe.each(ADAPTERS)('refusals on $name', (adapter) => {
  const start = (): Promise<RunningApp> =>
    withApp(adapter, {
      imports: [KindlyAuthModule.forRoot(options({ claims: CuriousClaims }))],
      controllers: [WebhookController],
      providers: [{ provide: APP_FILTER, useClass: RecordingFilter }],
    });

  it.each([
    ['without a token', () => undefined],
    ['with something that is no token', () => 'a.b'],
    ['with another algorithm', () => 'eyJhbGciOiJub25lIn0.e30.AA'],
    ['with a forged signature', () => mint({}, { key: 'forger' })],
  ])('cost no stack trace: %s', async (_name, makeToken) => {
    const { url } = await start();
    const token = makeToken();
    const answer = await deliver(`${url}/webhook`, token === undefined ? {} : { token });
    expect(answer.status).toBe(401);
    const exception = caught.at(-1) as HttpException;
    expect(exception).toBeInstanceOf(HttpException);
    expect(exception.message).not.toBe('');
    expect([exception, exception.cause ?? exception].map(framesOf)).toEqual([0, 0]);
  });

  it("are none where the app's own rule fails: that is a 500, with its stack trace", async () => {
    const { url } = await start();
    const answer = await deliver(`${url}/webhook`, { token: mint({ tier: 'broken' }) });
    expect(answer).toMatchObject({ status: 500, body: { message: 'Internal server error' } });
    expect(caught.at(-1)).toMatchObject({ name: 'RangeError', message: 'the database is down' });
    expect(framesOf(caught.at(-1))).toBeGreaterThan(0);
  });

  it("leave the stack traces of the app's own code alone", async () => {
    const { url } = await start();
    expect((await deliver(`${url}/webhook`, { token: mint() })).status).toBe(200);
    expect(stacks.at(-1)).toMatch(/\n\s+at /);
    expect(framesOf(new Error('outside'))).toBeGreaterThan(0);
  });
});
