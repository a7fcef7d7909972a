const SHOWN_CHARACTERS = 12;

/** The beginning of a token, by which it can be told from others and not be used. */
export function mask(token: string): string {
  return `${token.slice(0, SHOWN_CHARACTERS)}…`;
}

/** A header as it may be shown: of credentials the scheme and a beginning. */
export function maskHeader([name, value]: readonly [string, string]): readonly [string, string] {
  if (!/^(?:authorization|cookie|set-cookie|proxy-authorization)$/i.test(name))
    return [name, value];
  const [scheme = '', ...rest] = value.split(' ');
  return [name, rest.length > 0 ? `${scheme} ${mask(rest.join(' '))}` : mask(value)];
}
