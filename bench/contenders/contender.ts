import type { PemPair } from '../workload/keys.js';

export type AdapterName = 'Express' | 'Fastify';

/** What a contender is started with. */
export interface ContenderSettings {
  readonly adapter: AdapterName;
  readonly keys: PemPair;
  /** Public keys that are accepted beside the current one, where the contender knows such. */
  readonly previousPublicKeys?: readonly string[];
}

export interface ContenderModule {
  /** @returns the port of the loopback interface that it listens on */
  listen(settings: ContenderSettings): Promise<number>;
}

/** In the order of the tables. */
export const ISSUING = ['spec', 'nest-docs', 'jose', 'fast-jwt', 'kindly'] as const;
export const GUARDING = [
  'unguarded',
  'nest-docs',
  'jose',
  'fast-jwt',
  'fast-jwt-cache',
  'kindly-no-cache',
  'kindly',
] as const;
/** Answers wrongly, so that a test can see that the benchmark notices. It takes part when it is named. */
export const BROKEN = 'broken';

export const ADAPTERS: readonly AdapterName[] = ['Fastify', 'Express'];
