import { createPublicKey, verify } from 'node:crypto';
import { BenchError } from '../bench.error.js';
import { type ForgedToken, forge } from '../workload/forge.js';
import { makePair, type PemPair } from '../workload/keys.js';
import { chatIdOf, IDENTITY, ISSUER, LIFETIME } from '../workload/workload.js';
import { ask, expectStatus } from './ask.js';
import { type LoadRequest, tokenRequest, webhookRequest } from './requests.js';

interface Claims {
  readonly iss?: unknown;
  readonly sub?: unknown;
  readonly iat?: unknown;
  readonly exp?: unknown;
  readonly email?: unknown;
  readonly chat?: { readonly id?: unknown; readonly webhook_domains?: unknown };
}

function tokenIn(text: string): string {
  const { token } = JSON.parse(text) as { readonly token?: unknown };
  return String(token);
}

function isSigned(token: string, publicKey: string): boolean {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const signedPart = Buffer.from(`${header}.${payload}`);
  return verify(
    'sha256',
    signedPart,
    createPublicKey(publicKey),
    Buffer.from(signature, 'base64url'),
  );
}

function claimsIn(token: string): Claims {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Claims;
}

function hasAllClaims({ iss, sub, iat, exp, email, chat }: Claims, chatId: string): boolean {
  const lifetime = Number(exp) - Number(iat);
  return (
    iss === ISSUER &&
    sub === IDENTITY.sub &&
    email === IDENTITY.email &&
    chat?.id === chatId &&
    Array.isArray(chat.webhook_domains) &&
    lifetime > 0 &&
    lifetime <= LIFETIME
  );
}

/**
 * Whoever is quick because he does something else than the others is not measured.
 *
 * @throws BenchError when no good token is issued
 */
export async function assertIssues(who: string, url: string, keys: PemPair): Promise<void> {
  const answer = await ask(url, tokenRequest(7));
  expectStatus(`${who}: a request for a token`, answer, 200);
  const token = tokenIn(answer.text);
  if (isSigned(token, keys.publicKey) && hasAllClaims(claimsIn(token), chatIdOf(7))) return;
  throw new BenchError(`${who} issues a token that is not signed, or lacks claims.`);
}

function without(header: string, request: LoadRequest): LoadRequest {
  const headers = Object.fromEntries(
    Object.entries(request.headers).filter(([name]) => name !== header),
  );
  return { ...request, headers };
}

/** A token of the same form by somebody else. */
async function foreignToken(): Promise<ForgedToken> {
  const { privateKey } = await makePair();
  return forge({ privateKey, number: 7 });
}

/** @throws BenchError when a good token is refused */
export async function assertAnswers(who: string, url: string, keys: PemPair): Promise<void> {
  const good = webhookRequest(await forge({ privateKey: keys.privateKey, number: 7 }));
  const answer = await ask(url, good);
  expectStatus(`${who}: a good token`, answer, 200);
  const { sub } = JSON.parse(answer.text) as { readonly sub?: unknown };
  if (sub !== IDENTITY.sub) throw new BenchError(`${who} does not know who the user is.`);
}

/** @throws BenchError when a good token is refused, or a bad one is not */
export async function assertGuards(who: string, url: string, keys: PemPair): Promise<void> {
  await assertAnswers(who, url, keys);
  const bad = webhookRequest(await foreignToken());
  expectStatus(`${who}: a token of somebody else`, await ask(url, bad), 401);
  expectStatus(`${who}: no token`, await ask(url, without('authorization', bad)), 401);
}
