import 'reflect-metadata';
import type { DynamicModule } from '@nestjs/common';
import type { Values } from '../scenarios/scenario.js';
import { ISSUER } from '../workload/workload.js';
import { type JobSettings, taskOf } from './job.js';

/** What an app that has our library has anyway. */
async function importPeers(): Promise<void> {
  await import('@nestjs/common');
  await import('@nestjs/core');
  await import('@nestjs/jwt');
  await import('@nestjs/passport');
  await import('class-transformer');
  await import('class-validator');
}

async function importAll(): Promise<void> {
  await importPeers();
  await import('nestjs-kindly-auth');
}

async function bootWith(imports: DynamicModule[]): Promise<number> {
  const { moduleOf } = await import('../contenders/nest-server.js');
  const { NestFactory } = await import('@nestjs/core');
  const AppModule = moduleOf({ imports });
  const from = performance.now();
  await NestFactory.createApplicationContext(AppModule, { logger: ['error', 'warn'] });
  return performance.now() - from;
}

async function bootKindly({ keys }: JobSettings): Promise<number> {
  const { KindlyAuthModule } = await import('nestjs-kindly-auth');
  const { privateKey } = keys;
  return bootWith([KindlyAuthModule.forRoot({ issuer: ISSUER, privateKey, controller: false })]);
}

async function timed(act: () => Promise<void>): Promise<number> {
  const from = performance.now();
  await act();
  return performance.now() - from;
}

const TASKS: Readonly<Record<string, (settings: JobSettings) => Promise<number>>> = {
  'import without': () => timed(importPeers),
  'import with': () => timed(importAll),
  'module without': () => importAll().then(() => bootWith([])),
  'module with': (settings) => importAll().then(() => bootKindly(settings)),
};

/** Once, for a process boots once. */
export async function run(settings: JobSettings): Promise<Values> {
  return { millis: await taskOf(TASKS, settings)(settings) };
}
