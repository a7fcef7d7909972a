import 'reflect-metadata';
import { Controller, Get, Module, type ModuleMetadata, type Type } from '@nestjs/common';
import { type AbstractHttpAdapter, NestFactory } from '@nestjs/core';
import type { AdapterName } from './contender.js';

/** The bystander: a route that has nothing to do with tokens. */
@Controller()
class PingController {
  @Get('ping')
  ping(): object {
    return { pong: true };
  }
}

async function createAdapter(name: AdapterName): Promise<AbstractHttpAdapter> {
  if (name === 'Express') {
    const { ExpressAdapter } = await import('@nestjs/platform-express');
    return new ExpressAdapter();
  }
  const { FastifyAdapter } = await import('@nestjs/platform-fastify');
  return new FastifyAdapter();
}

export function moduleOf(metadata: ModuleMetadata): Type<unknown> {
  @Module(metadata)
  class AppModule {}
  return AppModule;
}

/** Starts a NestJS app with its defaults. @returns its port */
export async function listenWithNest(
  { controllers = [], ...metadata }: ModuleMetadata,
  adapter: AdapterName,
): Promise<number> {
  const app = await NestFactory.create(
    moduleOf({ ...metadata, controllers: [...controllers, PingController] }),
    await createAdapter(adapter),
    { logger: ['error', 'warn'] },
  );
  await app.listen(0, '127.0.0.1');
  return Number(new URL(await app.getUrl()).port);
}
