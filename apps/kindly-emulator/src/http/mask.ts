const SHOWN_CHARACTERS = 12;

/** The beginning of a token, by which it can be told from others and not be used. */
export function mask(token: string): string {
  return `${token.slice(0, SHOWN_CHARACTERS)}…`;
}

/** Text as it may be shown: of whatever looks like a JWT the beginning. */
export function maskTokens(text: string): string {
  return text.replaceAll(/eyJ[\w-]+\.[\w-]+\.[\w-]*/g, mask);
}

const COOKIES = /^(?:cookie|set-cookie)$/i;
const CREDENTIALS = /^(?:authorization|proxy-authorization|x-api-key|api-key|x-auth-token)$/i;

/** A header as it may be shown: of cookies the names, of credentials scheme and beginning. */
export function maskHeader([name, value]: readonly [string, string]): readonly [string, string] {
  if (COOKIES.test(name)) return [name, value.replaceAll(/=[^;,]*/g, '=…')];
  if (!CREDENTIALS.test(name)) return [name, maskTokens(value)];
  const [scheme = '', ...rest] = value.split(' ');
  return [name, rest.length > 0 ? `${scheme} ${mask(rest.join(' '))}` : mask(value)];
}
