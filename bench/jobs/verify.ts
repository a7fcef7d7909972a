import { createPublicKey, verify } from 'node:crypto';
import { createVerifier } from 'fast-jwt';
import { importSPKI, jwtVerify } from 'jose';
import jwt from 'jsonwebtoken';
import { WITHOUT_CACHE } from '../contenders/without-cache.js';
import type { Values } from '../scenarios/scenario.js';
import { forge } from '../workload/forge.js';
import { forgeMany } from '../workload/token-stock.js';
import { ISSUER } from '../workload/workload.js';
import { type JobSettings, taskOf } from './job.js';
import { kindlyService } from './kindly-service.js';
import { timeEach } from './timing.js';

type Verify = (token: string) => unknown;
type MakeVerify = (settings: JobSettings) => Verify | Promise<Verify>;

/** Enough that no branch predictor learns them. */
const TOKENS = 256;

function raw({ keys }: JobSettings): Verify {
  const key = createPublicKey(keys.publicKey);
  return (token) => {
    const end = token.lastIndexOf('.');
    const signature = Buffer.from(token.slice(end + 1), 'base64url');
    return verify('sha256', Buffer.from(token.slice(0, end)), key, signature);
  };
}

function withJsonwebtoken(key: jwt.Secret): Verify {
  return (token) => jwt.verify(token, key, { algorithms: ['RS256'], issuer: ISSUER });
}

async function withJose({ keys }: JobSettings): Promise<Verify> {
  const key = await importSPKI(keys.publicKey, 'RS256');
  return (token) => jwtVerify(token, key, { issuer: ISSUER, algorithms: ['RS256'] });
}

function withFastJwt({ keys }: JobSettings): Verify {
  return createVerifier({ key: keys.publicKey, algorithms: ['RS256'], allowedIss: ISSUER });
}

async function withKindly(settings: JobSettings): Promise<Verify> {
  const service = await kindlyService(settings, WITHOUT_CACHE);
  return (token) => service.verify(token);
}

const TASKS: Readonly<Record<string, MakeVerify>> = {
  'raw crypto.verify': raw,
  'jsonwebtoken, KeyObject': ({ keys }) => withJsonwebtoken(createPublicKey(keys.publicKey)),
  'jsonwebtoken, PEM': ({ keys }) => withJsonwebtoken(keys.publicKey),
  jose: withJose,
  'fast-jwt': withFastJwt,
  'kindly-no-cache': withKindly,
};

export async function run(settings: JobSettings): Promise<Values> {
  const verifyOne = await taskOf(TASKS, settings)(settings);
  const { privateKey } = settings.keys;
  const tokens = await forgeMany((number) => forge({ privateKey, number }), TOKENS);
  let turn = 0;
  return timeEach(() => verifyOne(tokens[turn++ % TOKENS]?.token ?? ''), settings);
}
