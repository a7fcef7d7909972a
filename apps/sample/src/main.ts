import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AbstractHttpAdapter } from '@nestjs/core';
import { configuration } from './config/configuration.js';
import { type Environment, validateEnvironment } from './config/environment.js';
import { startupProblem } from './startup-problem.js';

async function loadAdapter({ ADAPTER, TRUST_PROXY }: Environment): Promise<AbstractHttpAdapter> {
  const trustProxy = (_address: string, hop: number): boolean => hop < TRUST_PROXY;
  if (ADAPTER === 'fastify') {
    const { FastifyAdapter } = await import('@nestjs/platform-fastify');
    return new FastifyAdapter({ trustProxy });
  }
  const { ExpressAdapter } = await import('@nestjs/platform-express');
  const adapter = new ExpressAdapter();
  adapter.set('trust proxy', trustProxy);
  return adapter;
}

/** A second shop on the same port must stop before it opens the first one's database. */
async function assertPortFree({ PORT, listenAddress }: Environment): Promise<void> {
  const server = createServer().listen(PORT, listenAddress);
  await once(server, 'listening');
  server.close();
  await once(server, 'close');
}

/** Milliseconds in which signals are one and the same: of one Ctrl-C the terminal tells the shop, and npm does. */
const SAME_SIGNAL = 1000;

/** Whoever asks a second time wants no orderly end: without a listener a signal ends the process at once. */
function endAtOnceWhenAskedAgain(): void {
  const signals = ['SIGINT', 'SIGTERM'] as const;
  const stopListening = (): void => {
    for (const signal of signals) process.removeAllListeners(signal);
  };
  for (const signal of signals) {
    process.once(signal, () => setTimeout(stopListening, SAME_SIGNAL).unref());
  }
}

async function start(): Promise<void> {
  // Reads apps/sample/.env into the environment.
  await configuration;
  const environment = validateEnvironment(process.env);
  await assertPortFree(environment);
  const { createApp } = await import('./create-app.js');
  const { startupReport } = await import('./startup-report.js');
  const app = await createApp(await loadAdapter(environment));
  // Who sends SIGTERM asks for an orderly end, and reads 0 when it was one. Of Ctrl-C a shell wants to see
  // that the signal has ended the program.
  app.enableShutdownHooks(['SIGTERM'], { useProcessExit: true });
  app.enableShutdownHooks();
  endAtOnceWhenAskedAgain();
  try {
    await app.listen(environment.PORT, environment.listenAddress);
    process.stdout.write(await startupReport(app));
  } catch (error) {
    await app.close();
    throw error;
  }
}

try {
  await start();
} catch (error) {
  process.stderr.write(`${startupProblem(error)}\n`);
  process.exitCode = 1;
}
