import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { AbstractHttpAdapter } from '@nestjs/core';

export interface Adapter {
  readonly name: 'Express' | 'Fastify';
  create(): AbstractHttpAdapter;
}

/** Every behaviour is tested on both; a suite runs once for each by `describe.each(ADAPTERS)`. */
export const ADAPTERS: readonly Adapter[] = [
  { name: 'Express', create: () => new ExpressAdapter() },
  { name: 'Fastify', create: () => new FastifyAdapter() },
];
