import { ConsoleLogger, type INestApplication, ValidationPipe } from '@nestjs/common';
import { type AbstractHttpAdapter, NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';
import { CONFIG } from './config/configuration.js';
import type { Environment } from './config/environment.js';

function configure(app: INestApplication): void {
  const { LOG_LEVEL, CORS_ORIGIN: origin }: Environment = app.get(CONFIG);
  app.useLogger(new ConsoleLogger({ logLevels: [LOG_LEVEL] }));
  app.flushLogs();
  app.useGlobalPipes(new ValidationPipe({ whitelist: true, transform: true }));
  // Each page sends its own Content-Security-Policy, with a nonce.
  app.useSecurityHeaders({ contentSecurityPolicy: false });
  // The page that embeds the chat may stand on another origin than the token endpoint.
  if (origin !== undefined) app.enableCors({ origin, credentials: true });
  app.enableCsrfProtection({ trustedOrigins: origin === undefined ? [] : [origin] });
}

/** The whole shop, ready to listen. */
export async function createApp(adapter: AbstractHttpAdapter): Promise<INestApplication> {
  const app = await NestFactory.create(AppModule, adapter, {
    // Kindly signs the bytes of a webhook's body, so they must be kept.
    rawBody: true,
    // Whoever starts the shop says in one line what is wrong; Nest would print a stack.
    abortOnError: false,
    bufferLogs: true,
    autoFlushLogs: false,
  });
  configure(app);
  return app;
}
