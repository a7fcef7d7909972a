import type { ContenderModule } from './contender.js';

/** Loaded when it is asked for: a server has in memory what it needs, and nothing of its peers. */
const CONTENDERS = {
  'issuing/spec': () => import('./issuing/spec.js'),
  'issuing/nest-docs': () => import('./issuing/nest-docs.js'),
  'issuing/jose': () => import('./issuing/jose.js'),
  'issuing/fast-jwt': () => import('./issuing/fast-jwt.js'),
  'issuing/kindly': () => import('./issuing/kindly.js'),
  'issuing/broken': () => import('./issuing/broken.js'),
  'guarding/unguarded': () => import('./guarding/unguarded.js'),
  'guarding/nest-docs': () => import('./guarding/nest-docs.js'),
  'guarding/jose': () => import('./guarding/jose.js'),
  'guarding/fast-jwt': () => import('./guarding/fast-jwt.js'),
  'guarding/fast-jwt-cache': () => import('./guarding/fast-jwt-cache.js'),
  'guarding/kindly': () => import('./guarding/kindly.js'),
  'guarding/kindly-no-cache': () => import('./guarding/kindly-no-cache.js'),
} as const satisfies Readonly<Record<string, () => Promise<ContenderModule>>>;

export type Contender = keyof typeof CONTENDERS;

export function contenderOf(contender: Contender): Promise<ContenderModule> {
  return CONTENDERS[contender]();
}
