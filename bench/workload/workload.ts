/** What every contender is asked to put into a token, and to find in it. */
export const ISSUER = 'https://shop.example.com';
export const WEBHOOK_DOMAINS: readonly string[] = ['shop.example.com', '*.shop.example.com'];
export const LIFETIME = 900;
/** `kid` of the tokens that are sent to guards; a peer that knows no key ids skips it. */
export const KEY_ID = 'bench';

/** The signed-in user; `sub` differs from token to token where tokens have to differ. */
export const IDENTITY = {
  sub: 'customer-1042',
  name: 'Kari Nordmann',
  email: 'kari.nordmann@example.com',
  email_verified: true,
} as const;

/** An id as Kindly hands them out, which are UUIDs. */
export function chatIdOf(number: number): string {
  return `3f0d3c1e-8f55-4a7e-9c67-${number.toString(16).padStart(12, '0')}`;
}

/** The claims of a token but for `iss`, `iat` and `exp`, which every library has options for. */
export function ownClaims(chatId: string): object {
  return { ...IDENTITY, chat: { id: chatId, webhook_domains: WEBHOOK_DOMAINS } };
}

/** So many claims of the app's own, of the sizes that such claims have. */
export function extraClaims(count: number): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`shop_claim_${index}`, `value ${index} of it`]),
  );
}

export type ExtraClaims = ReturnType<typeof extraClaims>;
