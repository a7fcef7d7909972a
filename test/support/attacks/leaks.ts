import type { Answer } from '../http.js';
import { CHAT_ID, keyPair } from '../kindly.js';
import type { Strike } from './attack.js';
import { PERSON, SECRETS } from './target.js';

/** A part of a token or of a key that is as long as this is a leak. */
const PART = 16;

const pairs = [keyPair(), keyPair('previous'), keyPair('foreign')];

/** Short enough to be overlooked by its parts, and never to be said in any writing. */
const PERSONAL: readonly string[] = [
  PERSON.sub,
  PERSON.name,
  ...PERSON.name.split(/[ -]/),
  PERSON.email,
  PERSON.phone_number,
  PERSON.phone_number.slice(3),
  PERSON.picture,
  CHAT_ID,
  ...Object.values(SECRETS),
];

const WRITINGS: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text.toLowerCase(),
  (text) => JSON.stringify(text).slice(1, -1),
  (text) => encodeURIComponent(text),
  (text) => Buffer.from(text).toString('base64').replace(/=+$/, ''),
  (text) => Buffer.from(text).toString('base64url'),
  (text) => Buffer.from(text).toString('hex'),
];

const FORBIDDEN = [...new Set(PERSONAL.flatMap((text) => WRITINGS.map((write) => write(text))))];

/** Keys without the lines that every PEM text begins and ends with. */
const KEYS = pairs.flatMap((pair) =>
  [pair.privateKey, pair.publicKey].map((pem) => pem.replaceAll(/-----[^-]+-----|\s/g, '')),
);

/** Headers whose values everybody knows. */
const KNOWN_HEADERS = new Set([
  'content-type',
  'content-encoding',
  'kindly-hmac-algorithm',
  'host',
  'origin',
]);

function headerValues(headers: readonly string[]): readonly string[] {
  return headers.filter(
    (_value, index) =>
      index % 2 === 1 && !KNOWN_HEADERS.has(headers[index - 1]?.toLowerCase() ?? ''),
  );
}

/** Names that Kindly documents, and that refusals have to say. */
const LONG_NAMES = /"(?:email_verified|phone_number_verified|webhook_domains|organization_id)"/;

function decodedParts(value: string): readonly string[] {
  return value
    .split(/[ .]/)
    .flatMap((part) => Buffer.from(part, 'base64url').toString().split(LONG_NAMES));
}

/** All that a request carries, its tokens opened too. */
export function materialOf(sent: Strike | string): readonly string[] {
  if (typeof sent === 'string') return [sent.split('\r\n').slice(4).join('\n')];
  const values = headerValues(sent.headers ?? []);
  const body = Buffer.from(sent.body ?? '').toString();
  return [...values, ...values.flatMap(decodedParts), ...body.split(LONG_NAMES), sent.query ?? ''];
}

/**
 * What an answer may say: its headers and its body.
 *
 * The body of a good answer is the app's, or the token that was asked for.
 */
export function answerText({ status, headers, text }: Answer): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}`);
  return [...lines, status === 200 ? '' : text].join('\n');
}

/**
 * What a text says that it must not say: of the person, of the keys and secrets, or of a request as
 * much as {@link PART} characters in a row.
 */
export function leaksIn(text: string, material: readonly string[]): readonly string[] {
  const personal = FORBIDDEN.filter(
    (word) => text.includes(word) || text.toLowerCase().includes(word),
  );
  const windows = Array.from({ length: Math.max(0, text.length - PART + 1) }, (_, index) =>
    text.slice(index, index + PART),
  );
  const parts = [...KEYS, ...material].filter(({ length }) => length >= PART);
  return [...personal, ...windows.filter((window) => parts.some((part) => part.includes(window)))];
}
