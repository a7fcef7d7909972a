import { describe, expect, it } from 'vitest';
import { ADAPTERS } from '../support/adapters.js';
import { endpointOf } from '../support/endpoint.js';
import { refusal } from '../support/http.js';
import { IDENTITY, tokenOf } from '../support/kindly-module.js';
import { recordingLogger } from '../support/running-app.js';

const TIMEOUT = refusal(
  503,
  'Service Unavailable',
  'resolver_timeout',
  'Who is signed in could not be found out in time',
);

describe.each(ADAPTERS)('a resolver that hangs, on $name', (adapter) => {
  const endpoint = endpointOf(adapter);

  it('is given up, and the operator learns it', async () => {
    const { lines, logger } = recordingLogger('error');
    const post = await endpoint(
      { resolverTimeout: 100, resolveUser: () => new Promise(() => undefined) },
      { options: { logger } },
    );
    expect(await post()).toMatchObject({ status: 503, body: TIMEOUT });
    expect(lines).toEqual([
      expect.stringContaining(
        'No token was issued (resolver_timeout): the resolver gave no answer within 100 milliseconds',
      ),
    ]);
  });

  it('does no harm when it answers or fails too late', async () => {
    const late: ((end: 'resolve' | 'reject') => void)[] = [];
    let isHanging = true;
    const post = await endpoint({
      resolverTimeout: 100,
      resolveUser: () =>
        isHanging
          ? new Promise((resolve, reject) => {
              late.push((end) => (end === 'resolve' ? resolve(IDENTITY) : reject(new Error('x'))));
            })
          : IDENTITY,
    });
    const [first, second] = await Promise.all([post(), post()]);
    expect([first.status, second.status]).toEqual([503, 503]);
    isHanging = false;
    // An unhandled rejection would end the run.
    late[0]?.('reject');
    late[1]?.('resolve');
    expect(tokenOf(await post())).toMatch(/^eyJ/);
  });

  it('keeps nobody else waiting', async () => {
    const post = await endpoint({
      resolveUser: ({ headers }) =>
        headers['x-user'] === undefined ? new Promise(() => undefined) : IDENTITY,
      resolverTimeout: 1000,
    });
    const hanging = post();
    const others = await Promise.all(
      Array.from({ length: 20 }, () =>
        post({
          headers: ['Content-Type', 'application/json', 'X-User', '1'],
          body: '{"chatId":"chat-1"}',
        }),
      ),
    );
    expect(others.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
    expect((await hanging).status).toBe(503);
  });
});
