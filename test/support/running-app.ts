import type {
  INestApplication,
  LoggerService,
  ModuleMetadata,
  NestApplicationOptions,
} from '@nestjs/common';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { onTestFinished } from 'vitest';
import type { Adapter } from './adapters.js';

/** An app that listens on a port of its own. */
export interface RunningApp {
  readonly app: INestApplication;
  readonly url: string;
}

export interface AppSettings extends ModuleMetadata {
  readonly options?: NestApplicationOptions;
  /** Called before the app listens: prefixes, pipes, CORS. */
  readonly configure?: (app: INestApplication) => void;
}

/** A logger that keeps the lines of one level. */
export function recordingLogger(level: 'error' | 'warn' | 'debug'): {
  readonly logger: LoggerService;
  readonly lines: readonly string[];
} {
  const lines: string[] = [];
  const keep = (...parts: unknown[]): void => void lines.push(parts.map(String).join(' '));
  const drop = (): void => undefined;
  return { lines, logger: { log: drop, error: drop, warn: drop, debug: drop, [level]: keep } };
}

/** A module of its own for every app, so that none shares metadata with another. */
export function moduleOf(metadata: ModuleMetadata): new () => object {
  @Module(metadata)
  class TestModule {}
  return TestModule;
}

/** Creates an app without starting it: what is wrong with its options shows when it starts. */
export function createApp(
  adapter: Adapter,
  { options, configure, ...metadata }: AppSettings,
): Promise<INestApplication> {
  return NestFactory.create(moduleOf(metadata), adapter.create(), {
    logger: false,
    abortOnError: false,
    rawBody: true,
    ...options,
  }).then((app) => {
    configure?.(app);
    return app;
  });
}

/** Starts an app on a free port of the loopback interface. */
export async function startApp(adapter: Adapter, settings: AppSettings): Promise<RunningApp> {
  const app = await createApp(adapter, settings);
  await app.listen(0, '127.0.0.1');
  return { app, url: (await app.getUrl()).replace('[::1]', '127.0.0.1') };
}

/** Starts an app that is closed when the test is over. */
export async function withApp(adapter: Adapter, settings: AppSettings): Promise<RunningApp> {
  const running = await startApp(adapter, settings);
  onTestFinished(() => running.app.close());
  return running;
}
