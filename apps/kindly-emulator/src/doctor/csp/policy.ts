/** A Content-Security-Policy: the sources of each of its directives. */
export type Policy = ReadonlyMap<string, readonly string[]>;

/**
 * Reads what a header or a meta tag holds. Of a directive that comes twice the first counts, as browsers
 * have it (CSP Level 3, section "Parse a serialized CSP").
 */
export function parsePolicy(text: string): Policy {
  const policy = new Map<string, readonly string[]>();
  for (const part of text.split(';')) {
    const [name = '', ...sources] = part.trim().split(/\s+/);
    const key = name.toLowerCase();
    if (key !== '' && !policy.has(key)) policy.set(key, sources);
  }
  return policy;
}

/** What a header holds: several policies, with commas between them, count all. */
export function parsePolicies(header: string): Policy[] {
  return header
    .split(',')
    .map(parsePolicy)
    .filter(({ size }) => size > 0);
}

const FALLBACKS = {
  script: ['script-src-elem', 'script-src', 'default-src'],
  connect: ['connect-src', 'default-src'],
} as const;

/** The sources that count; nothing when everything is allowed. */
export function sourcesOf(
  policy: Policy,
  kind: keyof typeof FALLBACKS,
): readonly string[] | undefined {
  const name = FALLBACKS[kind].find((one) => policy.has(one));
  return name === undefined ? undefined : policy.get(name);
}
