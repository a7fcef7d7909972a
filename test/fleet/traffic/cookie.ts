import type { Answer } from '../../support/http.js';

/** The `Cookie` header of whoever was signed in by this answer. */
export function cookieFrom({ headers }: Answer): string {
  return headers['set-cookie']?.[0]?.split(';', 1)[0] ?? '';
}
