import type { PayloadVariant } from '../config/emulator-config.js';

type Json = Readonly<Record<string, unknown>>;

/** Beyond ASCII as `\u` and four digits, as some serialisers write it. */
function escape(json: string): string {
  return json.replaceAll(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** With a space behind each colon and comma, as Python writes it. */
function space(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(space).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([name, member]) => `${JSON.stringify(name)}: ${space(member)}`,
  );
  return `{${members.join(', ')}}`;
}

const WRITE: Readonly<Record<PayloadVariant, (payload: Json) => string>> = {
  plain: (payload) => JSON.stringify(payload),
  // As the oldest edition of the documentation has it.
  older: ({ _links: links, ...payload }) => {
    const { chat } = (links ?? {}) as { readonly chat?: string };
    return JSON.stringify({ ...payload, chatlog_api_url: chat });
  },
  // Kindly adds fields unannounced.
  extended: (payload) =>
    JSON.stringify({ ...payload, added_unannounced: { by: 'kindly-emulator' } }),
  shuffled: (payload) => JSON.stringify(Object.fromEntries(Object.entries(payload).toReversed())),
  escaped: (payload) => escape(JSON.stringify(payload)),
  spaced: space,
};

/** The text of a webhook's body. */
export function writePayload(payload: Json, variant: PayloadVariant): string {
  return WRITE[variant](payload);
}
