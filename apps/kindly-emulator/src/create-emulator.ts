import { type INestApplication, ValidationPipe } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { EmulatorModule } from './app.module.js';
import { allowPages } from './chats/allow-pages.js';
import type { EmulatorConfig } from './config/emulator-config.js';

/** The emulator, ready to listen. */
export async function createEmulator(config: EmulatorConfig): Promise<INestApplication> {
  const app = await NestFactory.create(EmulatorModule.for(config), new ExpressAdapter(), {
    // Whoever starts it says in one line what is wrong; Nest would print a stack.
    logger: false,
    abortOnError: false,
    // Streams of chats and consoles never end by themselves.
    forceCloseConnections: true,
  });
  app.useGlobalPipes(new ValidationPipe({ whitelist: true, transform: true }));
  app.use(allowPages);
  return app;
}
