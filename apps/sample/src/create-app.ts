import {
  ConsoleLogger,
  type INestApplication,
  type LogLevel,
  ValidationPipe,
} from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { type AbstractHttpAdapter, NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';
import type { ShopConfig } from './config/configuration.js';

const LOG_LEVELS: readonly LogLevel[] = ['error', 'warn', 'log', 'debug'];

function allowOrigin(app: INestApplication, origin: string | undefined): void {
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
    forceCloseConnections: true,
  });
  const config: ShopConfig = app.get(ConfigService);
  const level = config.get('LOG_LEVEL', { infer: true });
  app.useLogger(
    new ConsoleLogger({ logLevels: LOG_LEVELS.slice(0, LOG_LEVELS.indexOf(level) + 1) }),
  );
  app.flushLogs();
  app.useGlobalPipes(new ValidationPipe({ whitelist: true, transform: true }));
  // Each page sends its own Content-Security-Policy, with a nonce.
  app.useSecurityHeaders({ contentSecurityPolicy: false });
  allowOrigin(app, config.get('CORS_ORIGIN', { infer: true }));
  return app;
}
