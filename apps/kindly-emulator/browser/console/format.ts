import { indentJson } from './indent-json.js';

export const shortId = (id: string): string => (id.length > 13 ? `${id.slice(0, 8)}…` : id);

/** Pretty when it is JSON, else as it came. */
export function prettyBody(body: string): { readonly text: string; readonly json: boolean } {
  try {
    return { text: indentJson(body), json: true };
  } catch {
    return { text: body, json: false };
  }
}

/**
 * The address of a picture, or `null` when it is none that may be fetched: a token is written by
 * anybody, and `javascript:` or a path of the emulator's own has no business in it.
 */
export function pictureOf(address: string | undefined): string | null {
  if (address === undefined || !URL.canParse(address)) return null;
  const { protocol, href } = new URL(address);
  if (protocol === 'http:' || protocol === 'https:') return href;
  return /^data:image\//i.test(href) ? href : null;
}

function firstOf(word: string): string {
  const code = word.codePointAt(0);
  return code === undefined ? '' : String.fromCodePoint(code);
}

export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/).slice(0, 2);
  return words.map(firstOf).join('').toUpperCase();
}
