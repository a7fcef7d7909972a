import { createHash } from 'node:crypto';
import type { ScriptTag } from './page-scripts.js';
import { type Policy, sourcesOf } from './policy.js';
import { matchesSource } from './source-match.js';

/** Whether a policy lets the page connect somewhere. */
export function allowsConnection(policy: Policy, url: URL, page: URL): boolean {
  const sources = sourcesOf(policy, 'connect');
  return sources === undefined || sources.some((source) => matchesSource(source, url, page));
}

function hasNonce(sources: readonly string[], nonce: string | undefined): boolean {
  return nonce !== undefined && nonce !== '' && sources.includes(`'nonce-${nonce}'`);
}

function hasHash(sources: readonly string[], code: string): boolean {
  return sources.some((source) => {
    const [, algorithm = '', digest = ''] =
      /^'(sha256|sha384|sha512)-([^']+)'$/i.exec(source) ?? [];
    if (algorithm === '') return false;
    const actual = createHash(algorithm.toLowerCase()).update(code).digest('base64');
    return actual === digest.replaceAll('-', '+').replaceAll('_', '/');
  });
}

function isStrict(sources: readonly string[]): boolean {
  return sources.some((source) => /^'(?:nonce-|sha\d+-|strict-dynamic)/i.test(source));
}

/** Whether a policy lets the code run that stands in the page. */
export function allowsInline(policy: Policy, { nonce, code }: ScriptTag): boolean {
  const sources = sourcesOf(policy, 'script');
  if (sources === undefined || hasNonce(sources, nonce) || hasHash(sources, code)) return true;
  return sources.some((source) => source.toLowerCase() === "'unsafe-inline'") && !isStrict(sources);
}

/**
 * Whether a policy lets a script be loaded.
 *
 * @param tag where it stands in the page; nothing when a script adds it
 */
export function allowsScript(
  policy: Policy,
  url: URL,
  page: URL,
  tag: ScriptTag | undefined,
): boolean {
  const sources = sourcesOf(policy, 'script');
  if (sources === undefined || hasNonce(sources, tag?.nonce)) return true;
  const isDynamic = sources.some((source) => source.toLowerCase() === "'strict-dynamic'");
  // With it the hosts of a policy count nothing, and what trusted scripts add is trusted.
  if (isDynamic) return tag === undefined;
  return sources.some((source) => matchesSource(source, url, page));
}
