import { isIP } from 'node:net';
import { domainToASCII, domainToUnicode } from 'node:url';
import { KindlyAuthOptionsError } from '../errors/kindly-auth-options.error.js';

/** What {@link parseWebhookDomain} makes of a pattern. */
export type WebhookDomain =
  | { readonly ok: true; readonly pattern: string; readonly warning?: string }
  | { readonly ok: false; readonly problem: string };

const WILDCARD = '*.';
const MAX_HOST_LENGTH = 253;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
// oxlint-disable-next-line no-control-regex -- ASCII is what this asks for, control characters included
const ASCII = /^[\x00-\x7f]*$/;

function refuse(problem: string): WebhookDomain {
  return { ok: false, problem };
}

/** What is no part of a host name, in the order in which people write it by mistake. */
const FOREIGN_PARTS: readonly (readonly [RegExp, string])[] = [
  [/\s/, 'has white space in it'],
  [/:\/\//, 'has a scheme: give the host alone'],
  [/[/\\?#@]/, 'has a path or something else that is no part of a host: give the host alone'],
  [/^\[|:.*:/, 'is an IP address: Kindly forwards tokens to host names only'],
  [/:/, 'has a port: give the host alone'],
  [/^\*$/, 'is a bare "*", which would send the token to everybody'],
  [
    /^\*\.?$|(?!^)\*|^\*(?!\.)/,
    'has a wildcard that is not the whole first label ("*.example.org")',
  ],
];

/**
 * A label with characters beyond ASCII, in punycode. Some of them fold into plain letters (the
 * Kelvin sign becomes `k`) and so would name another host than the one that is written: refused.
 */
function labelToAscii(label: string): string | undefined {
  if (ASCII.test(label)) return label.toLowerCase();
  const ascii = domainToASCII(label);
  // Without the way back, a Kelvin sign could hide in a label that is punycode already.
  const isWritten = domainToUnicode(ascii) === label.normalize('NFC').toLowerCase();
  return ascii.startsWith('xn--') && isWritten ? ascii : undefined;
}

function hostToAscii(host: string): string | undefined {
  const labels = host.split('.').map(labelToAscii);
  return labels.every((label) => label !== undefined && LABEL.test(label))
    ? labels.join('.')
    : undefined;
}

function problemOfHost(host: string): string | undefined {
  if (host === 'localhost' || host.endsWith('.localhost')) {
    return 'is localhost, which Kindly cannot reach: use a tunnel with a public name';
  }
  if (isIP(host) !== 0 || /(?:^|\.)(?:0x[0-9a-f]*|\d+)$/.test(host)) {
    return 'is an IP address: Kindly forwards tokens to host names only';
  }
  if (!host.includes('.')) return 'has no dot: give the whole public host name';
  if (host.length > MAX_HOST_LENGTH) return `is longer than ${MAX_HOST_LENGTH} characters`;
  return undefined;
}

let publicSuffixes: typeof import('tldts') | undefined;

/** `*.com` or `*.co.uk` would send the token to anybody who registers a name there. */
async function checkWildcard(suffix: string): Promise<WebhookDomain> {
  const pattern = WILDCARD + suffix;
  // The list of public suffixes is large, and an app without wildcards never needs it.
  publicSuffixes ??= await import('tldts');
  const { parse } = publicSuffixes;
  const icann = parse(suffix, { allowPrivateDomains: false });
  if (icann.publicSuffix === suffix) {
    return refuse(`covers every name under the public suffix "${suffix}"`);
  }
  const withPrivate = parse(suffix, { allowPrivateDomains: true });
  return withPrivate.isPrivate && withPrivate.publicSuffix === suffix
    ? {
        ok: true,
        pattern,
        warning: `covers every customer of "${suffix}": list your own host there instead`,
      }
    : { ok: true, pattern };
}

/**
 * Checks and normalises one entry of `chat.webhook_domains` (specification, "Webhook domains"):
 * `example.com` for a host, `*.example.org` for one label in front of it. Patterns are text, never
 * regular expressions.
 *
 * @returns the pattern in lower case and punycode, or what is wrong with it
 */
export async function parseWebhookDomain(text: unknown): Promise<WebhookDomain> {
  if (typeof text !== 'string') return refuse('must be a string');
  if (text === '') return refuse('is empty');
  for (const [part, problem] of FOREIGN_PARTS) {
    if (part.test(text)) return refuse(problem);
  }
  const isWildcard = text.startsWith(WILDCARD);
  const host = hostToAscii(isWildcard ? text.slice(WILDCARD.length) : text);
  if (host === undefined) return refuse('is no valid host name');
  if (isWildcard && !host.includes('.')) {
    return refuse(`covers every name under the public suffix "${host}"`);
  }
  const problem = problemOfHost(host);
  if (problem !== undefined) return refuse(problem);
  return isWildcard ? checkWildcard(host) : { ok: true, pattern: host };
}

/**
 * Whether a list of webhook domains covers a host. A wildcard covers exactly one label and never the
 * apex, the narrow reading of a rule that the specification leaves open.
 *
 * @param patterns as a token has them, of any spelling
 * @param host in lower case and punycode
 */
export function listsHost(patterns: readonly string[], host: string): boolean {
  return patterns.some((text) => {
    // Case is folded in ASCII only: other characters could fold into the host's own letters.
    if (!ASCII.test(text)) return false;
    const pattern = text.toLowerCase();
    if (!pattern.startsWith(WILDCARD)) return pattern === host;
    const suffix = pattern.slice(1);
    const label = host.slice(0, -suffix.length);
    return host.endsWith(suffix) && label !== '' && !label.includes('.');
  });
}

/** Checked patterns, and what is allowed but questionable about them. */
export interface WebhookDomains {
  readonly patterns: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * Checks and normalises a whole list.
 *
 * @param option name of the option, for the error
 * @throws KindlyAuthOptionsError `invalid`, with the place of the entry: `webhookDomains[1]`
 */
export async function normaliseWebhookDomains(
  list: unknown,
  option: string,
): Promise<WebhookDomains> {
  if (!Array.isArray(list)) {
    throw new KindlyAuthOptionsError(option, 'invalid', 'must be a list of host names.');
  }
  const patterns = new Set<string>();
  const warnings: string[] = [];
  for (const [index, text] of list.entries()) {
    const place = `${option}[${index}]`;
    // oxlint-disable-next-line no-await-in-loop -- the first bad entry is the one that is reported
    const domain = await parseWebhookDomain(text);
    if (!domain.ok) throw new KindlyAuthOptionsError(place, 'invalid', `${domain.problem}.`);
    patterns.add(domain.pattern);
    if (domain.warning !== undefined) warnings.push(`option "${place}" ${domain.warning}.`);
  }
  return { patterns: [...patterns], warnings };
}
