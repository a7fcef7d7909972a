import { channel, subscribe, unsubscribe } from 'node:diagnostics_channel';
import { KindlyDiagnosticsChannel } from 'nestjs-kindly-auth';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ADAPTERS } from '../support/adapters.js';
import { everything, observedApp, subscribeTo } from '../support/diagnostics.js';
import { deliver, mint } from '../support/kindly.js';
import { ask } from '../support/kindly-module.js';

interface Publisher {
  readonly name: string;
  publish(message: unknown): void;
}

describe.each(ADAPTERS)('a subscriber, on $name,', (adapter) => {
  it('hears nothing more when it has unsubscribed', async () => {
    const { app, url } = await observedApp(adapter);
    const { heard, unsubscribe: stop } = subscribeTo();
    await ask(url);
    expect(heard()).toHaveLength(1);
    stop();
    await everything(app, url);
    expect(heard()).toEqual([]);
  });

  it('hears nothing of the other channels', async () => {
    const { app, url } = await observedApp(adapter);
    for (const channelName of Object.values(KindlyDiagnosticsChannel)) {
      const { heard, unsubscribe: stop } = subscribeTo(channelName);
      await everything(app, url);
      expect(new Set(heard().map(({ channel: name }) => name))).toEqual(new Set([channelName]));
      stop();
    }
  });

  it('is what the clock is read for: without one nothing is published', async () => {
    const { app, url } = await observedApp(adapter);
    const publish = vi.spyOn(Object.getPrototypeOf(channel('any')) as Publisher, 'publish');
    const read = performance.now.bind(performance);
    const readers: string[] = [];
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => {
      readers.push(new Error('read here').stack ?? '');
      return read();
    });
    onTestFinished(() => [publish, clock].forEach((spy) => spy.mockRestore()));
    const isOurs = (reader: string): boolean => reader.includes('/diagnostics/publishing.');
    await everything(app, url);
    const publishers = publish.mock.contexts as readonly Publisher[];
    expect(publishers.filter(({ name }) => name.startsWith('nestjs-kindly-auth'))).toEqual([]);
    expect(readers.filter(isOurs)).toEqual([]);
    subscribeTo(KindlyDiagnosticsChannel.TokenIssued);
    await ask(url);
    expect(readers.filter(isOurs).length).toBeGreaterThan(0);
  });

  it('may throw: the request goes on, and the process hears of it', async () => {
    const { url } = await observedApp(adapter);
    const failing = (): never => {
      throw new Error('a subscriber failed');
    };
    const uncaught: unknown[] = [];
    const listeners = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    process.on('uncaughtException', (error) => uncaught.push(error));
    for (const name of Object.values(KindlyDiagnosticsChannel)) subscribe(name, failing);
    onTestFinished(() => {
      for (const name of Object.values(KindlyDiagnosticsChannel)) unsubscribe(name, failing);
      process.removeAllListeners('uncaughtException');
      for (const listener of listeners) process.on('uncaughtException', listener);
    });
    expect((await ask(url)).status).toBe(200);
    expect((await deliver(`${url}/webhook`, { token: mint() })).status).toBe(200);
    expect((await deliver(`${url}/webhook`)).body).toMatchObject({ errorCode: 'token_missing' });
    expect(uncaught).toEqual(Array.from({ length: 3 }, () => new Error('a subscriber failed')));
  });
});
