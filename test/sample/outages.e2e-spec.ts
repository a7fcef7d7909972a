import { type CallHandler, type ExecutionContext, Logger } from '@nestjs/common';
import type { HttpAdapterHost } from '@nestjs/core';
import { lastValueFrom, throwError } from 'rxjs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OutageInterceptor } from '../../apps/sample/src/outages/outage.interceptor.js';
import { UnavailableException } from '../../apps/sample/src/outages/unavailable.exception.js';

const MINUTE = 60_000;

describe('requests that are answered 503', () => {
  let lines: unknown[];
  let interceptor: OutageInterceptor;
  beforeEach(() => {
    lines = [];
    vi.useFakeTimers({ toFake: ['Date'] });
    vi.spyOn(Logger.prototype, 'error').mockImplementation((line: unknown) => lines.push(line));
    interceptor = new OutageInterceptor({
      httpAdapter: { setHeader: () => undefined },
    } as unknown as HttpAdapterHost);
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.useRealTimers();
  });

  async function fail(reason: string): Promise<void> {
    const context = { switchToHttp: () => ({ getResponse: () => ({}) }) };
    const next: CallHandler = {
      handle: () => throwError(() => new UnavailableException(new Error(reason))),
    };
    const answer = interceptor.intercept(context as unknown as ExecutionContext, next);
    await expect(lastValueFrom(answer)).rejects.toThrow('Service Unavailable');
  }

  const line = (reason: string): string => `Requests are answered 503: ${reason}`;

  it('are told of once a minute for each reason, though reasons alternate', async () => {
    for (let request = 0; request < 3; request += 1) {
      await fail('ECONNREFUSED');
      await fail('no answer');
    }
    const once = [line('ECONNREFUSED'), line('no answer')];
    expect(lines).toEqual(once);
    vi.setSystemTime(Date.now() + MINUTE);
    await fail('ECONNREFUSED');
    await fail('no answer');
    expect(lines).toEqual([...once, ...once]);
  });

  it('do not fill the log, however many reasons there are', async () => {
    for (let request = 0; request < 100; request += 1) await fail(`reason ${request}`);
    expect(lines).toHaveLength(10);
    vi.setSystemTime(Date.now() + MINUTE);
    await fail('reason 99');
    expect(lines.at(-1)).toBe(line('reason 99'));
  });
});
