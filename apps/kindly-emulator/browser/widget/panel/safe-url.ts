/** `null` when the text is no absolute URL of one of these schemes; `javascript:` never is. */
function withScheme(text: string, schemes: readonly string[]): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url !== null && schemes.includes(url.protocol) ? url.href : null;
}

export function webUrl(text: string): string | null {
  return withScheme(text.trim(), ['http:', 'https:']);
}

/** Pictures may also be part of the message. */
export function imageUrl(text: string): string | null {
  return /^data:image\//i.test(text.trim()) ? text.trim() : webUrl(text);
}

/** A number, or a `tel:` URL. */
export function phoneUrl(text: string): string | null {
  const number = text
    .trim()
    .replace(/^tel:/i, '')
    .replaceAll(/[\s().-]/g, '');
  return /^\+?[\d*#]{2,20}$/.test(number) ? `tel:${number}` : null;
}

/** An address, or a `mailto:` URL. */
export function mailUrl(text: string): string | null {
  const address = text.trim().replace(/^mailto:/i, '');
  return /^[^\s@]+@[^\s@]+$/.test(address) ? withScheme(`mailto:${address}`, ['mailto:']) : null;
}
