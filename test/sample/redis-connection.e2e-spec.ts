import { setImmediate } from 'node:timers/promises';
import {
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  type MockInstance,
  onTestFinished,
  vi,
} from 'vitest';
import { Logger } from '@nestjs/common';
import { RedisConnection } from '../../apps/sample/src/redis/redis-connection.js';
import { MISSING_REDIS, RedisProcess } from '../support/redis-process.js';

/** As a long garbage collection does, or a suspended machine: nothing in this process goes on but time. */
function standStill(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

/** Turns of the event loop. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await setImmediate();
}

describe.skipIf(MISSING_REDIS)('the connection to Redis', () => {
  let redis: RedisProcess;
  let connection: RedisConnection;
  beforeAll(async () => {
    redis = await RedisProcess.create();
    return () => redis.remove();
  });
  let log: MockInstance<Logger['error']>;
  beforeEach(async () => {
    // Looks after the connection when a test wants it to.
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    log = vi.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    connection = new RedisConnection(redis.url);
    await connection.onModuleInit();
    return () => {
      connection.onApplicationShutdown();
      vi.restoreAllMocks();
      vi.useRealTimers();
    };
  });

  const NO_ANSWER = 'no answer within 1000 milliseconds';

  /** Has it look, and waits until it has seen what there is. */
  async function look(): Promise<void> {
    vi.advanceTimersByTime(1000);
    // Asked after it, and answered after it.
    await connection.ping();
  }

  it.each([
    ['before a question is sent', 0],
    ['when it has been sent', 5],
  ])('takes an answer in time when the process stood still %s', async (_when, before) => {
    const store = connection.store('test');
    await store.set('key', 'value');
    const answer = connection.within(store.get('key'));
    await turns(before);
    standStill(1200);
    expect(await answer).toBe('value');
  });

  it('reads an answer first that came while its time ran out', async () => {
    const store = connection.store('test');
    await store.set('key', 'value');
    redis.pause();
    onTestFinished(() => redis.resume());
    const answer = connection.within(store.get('key'));
    await turns(5);
    // The first half of its time, and then the rest.
    standStill(600);
    await turns(2);
    redis.resume();
    standStill(1200);
    expect(await answer).toBe('value');
  });

  it('waits for a second, and not for ever', async () => {
    redis.pause();
    onTestFinished(() => redis.resume());
    await expect(connection.ping()).rejects.toThrow(NO_ANSWER);
  });

  it('is not given up before two looks in a row have found nobody', async () => {
    onTestFinished(() => redis.resume());
    redis.pause();
    await expect(look()).rejects.toThrow(NO_ANSWER);
    redis.resume();
    await look();
    redis.pause();
    await expect(look()).rejects.toThrow(NO_ANSWER);
    expect(log).not.toHaveBeenCalled();
    await expect(look()).rejects.toBeInstanceOf(Error);
    expect(log.mock.calls).toEqual([[expect.stringContaining(`cannot be reached: ${NO_ANSWER}`)]]);
  });
});
