import { KindlyAuthException } from '../errors/kindly-auth.exception.js';
import type { KindlyWebhookRequest } from './kindly-request.js';

/** RFC 6750, section 2.1, with RFC 9110's leave to repeat the space; nothing may follow the token. */
const CREDENTIALS = /^bearer +([\w.~+/-]+=*)$/i;
const SCHEME = /^[\w!#$%&'*+.^`|~-]+/;

const AUTHORIZATION = 'authorization';

/**
 * The values of all `Authorization` headers of a request. Node keeps the first of several in silence;
 * only the raw list has them all.
 */
export function authorizationsOf(request: KindlyWebhookRequest): readonly string[] {
  const rawHeaders = request.raw?.rawHeaders ?? request.rawHeaders ?? [];
  const values: string[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const [name, value] = [rawHeaders[index], rawHeaders[index + 1]];
    if (name?.length !== AUTHORIZATION.length || value === undefined) continue;
    if (name.toLowerCase() === AUTHORIZATION) values.push(value);
  }
  const { authorization } = request.headers;
  // Requests that were not read from a socket, as in serverless functions, have no raw list.
  return values.length === 0 && authorization !== undefined ? [authorization] : values;
}

/**
 * Refuses a token that is too long, before anything of it is read.
 *
 * @param maxLength in characters
 * @throws KindlyAuthException `token_invalid`
 */
export function assertTokenBounded(authorizations: readonly string[], maxLength: number): void {
  const limit = 'Bearer '.length + maxLength;
  if (authorizations.some(({ length }) => length > limit)) {
    throw new KindlyAuthException('token_invalid', {
      reason: `it is longer than ${maxLength} characters`,
    });
  }
}

/**
 * The bearer token of a request, from its one `Authorization` header. Query, body and cookies are
 * never looked at: there a token would end up in logs, histories and forged forms.
 *
 * @throws KindlyAuthException `token_missing` when there is none, `token_invalid` when there is more
 *   than one, or something beside it
 */
export function readBearerToken([value, another]: readonly string[]): string {
  if (another !== undefined) {
    throw new KindlyAuthException('token_invalid', {
      reason: 'there are two Authorization headers',
    });
  }
  if (value === undefined || SCHEME.exec(value)?.[0].toLowerCase() !== 'bearer') {
    throw new KindlyAuthException('token_missing');
  }
  const token = CREDENTIALS.exec(value)?.[1];
  if (token !== undefined) return token;
  throw value.length === 'bearer'.length
    ? new KindlyAuthException('token_missing')
    : new KindlyAuthException('token_invalid', {
        reason: 'the Authorization header is not "Bearer" and one token',
      });
}
