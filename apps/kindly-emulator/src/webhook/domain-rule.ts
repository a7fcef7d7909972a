import type { RuleResult } from '../protocol/console-protocol.js';
import { CLOCK_TOLERANCE } from '../token/claim-rules.js';
import { failed, passed, skipped } from '../token/rule.js';

export type Wildcard = 'one-label' | 'any-depth';

const RULE = 'forwarding';

/** How far `*.` reaches is not documented; see the assumptions. */
export function coversHost(pattern: string, host: string, wildcard: Wildcard): boolean {
  const [wanted, actual] = [pattern.toLowerCase(), host.toLowerCase()];
  if (!wanted.startsWith('*.')) return wanted === actual;
  const suffix = wanted.slice(1);
  const label = actual.slice(0, -suffix.length);
  if (!actual.endsWith(suffix) || label === '') return false;
  return wildcard === 'any-depth' || !label.includes('.');
}

function domainsOf(claims: Readonly<Record<string, unknown>>): readonly string[] {
  const { webhook_domains: domains } = (claims['chat'] ?? {}) as { webhook_domains?: unknown };
  return Array.isArray(domains) ? domains.filter((one) => typeof one === 'string') : [];
}

/**
 * Says whether a chat's token goes to the host of a webhook, and why. `ok` means that it is sent.
 *
 * @param options.now seconds since 1970
 * @param claims of the chat's good token; nothing for an anonymous chat
 */
export function forwardingRule(
  claims: Readonly<Record<string, unknown>> | undefined,
  host: string,
  { wildcard, now }: { readonly wildcard: Wildcard; readonly now: number },
): RuleResult {
  if (!claims) return skipped(RULE, 'no bearer: the chat is anonymous, or its token was refused');
  const expiredFor = now - Number(claims['exp']);
  if (expiredFor > CLOCK_TOLERANCE) {
    return failed(
      RULE,
      `no bearer: the chat's token expired ${expiredFor} seconds ago`,
      'Open the page of the chat, which renews it, or ask it for a new token in the inbox.',
    );
  }
  const domains = domainsOf(claims);
  if (domains.length === 0) {
    return failed(
      RULE,
      'no bearer: the token has no chat.webhook_domains',
      `List the host when you make the token: chat: { id, webhook_domains: ["${host}"] }.`,
    );
  }
  const pattern = domains.find((domain) => coversHost(domain, host, wildcard));
  if (pattern !== undefined) return passed(RULE, `bearer sent: "${pattern}" covers ${host}`);
  return failed(
    RULE,
    `no bearer: ${domains.map((domain) => `"${domain}"`).join(', ')} does not cover ${host}`,
    `Add "${host}" to chat.webhook_domains. "*.${host.split('.').slice(1).join('.')}" covers names in front of it, never the bare domain.`,
  );
}
