import { ConfigError } from './config.error.js';

/**
 * Splits `name=value` once.
 *
 * @param source flag or variable, for the error
 */
function pair(text: string, source: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at > 0) return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
  throw new ConfigError(`${source} must be of the form name=value. See --help.`);
}

/** A secret may have `=` in it, as base64 has at its end. */
const KIND_AND_SECRET = /^([\w-]{1,100})=(?!=*$)(.*)$/s;

/**
 * `kind=secret`, or the secret of dialogues alone.
 *
 * @param source flag, for the error
 */
export function readSecrets(values: readonly string[], source: string): Record<string, string> {
  const secrets: Record<string, string> = {};
  for (const value of values) {
    const [, named, rest] = KIND_AND_SECRET.exec(value.trimEnd()) ?? [];
    const kind = named ?? 'dialogue';
    if (kind in secrets) throw new ConfigError(`${source} gives two secrets of "${kind}".`);
    secrets[kind] = rest ?? value;
  }
  return secrets;
}

/** `shop.example.com=http://localhost:3000` */
export function readHosts(values: readonly string[], source: string): Record<string, string> {
  return Object.fromEntries(
    values.map((value) => {
      const [host, target] = pair(value, source);
      return [host.toLowerCase(), target];
    }),
  );
}

/** `order-status=https://shop.example.com/webhooks/orders`: the slug is the phrase, too. */
export function readDialogues(values: readonly string[], source: string): readonly object[] {
  return values.map((value) => {
    const [slug, webhook] = pair(value, source);
    return { slug, webhook, phrases: [...new Set([slug.replaceAll(/[-_]/g, ' '), slug])] };
  });
}
