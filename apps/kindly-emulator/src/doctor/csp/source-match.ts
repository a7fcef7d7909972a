/** Schemes that one stands for beside itself. */
const UPGRADES: Readonly<Record<string, readonly string[]>> = {
  'http:': ['https:'],
  'ws:': ['wss:', 'http:', 'https:'],
  'wss:': ['https:'],
};

/**
 * Schemes that hosts without one stand for, by the scheme of the page. Of WebSockets browsers are of two
 * minds; the doctor reports nothing that works in one of them.
 */
const OF_PAGE: Readonly<Record<string, readonly string[]>> = {
  'http:': ['http:', 'https:', 'ws:', 'wss:'],
  'https:': ['https:', 'wss:'],
};

const DEFAULT_PORTS: Readonly<Record<string, string>> = {
  'http:': '80',
  'https:': '443',
  'ws:': '80',
  'wss:': '443',
};

const HOST_SOURCE =
  /^(?:([a-z][a-z\d+.-]*):\/\/)?(\*|(?:\*\.)?[\w.-]+|\[[\da-f:]+\])(?::(\d+|\*))?(\/.*)?$/i;

function portOf({ port, protocol }: URL): string {
  return port || (DEFAULT_PORTS[protocol] ?? '');
}

function isDefaultPort(url: URL): boolean {
  return portOf(url) === DEFAULT_PORTS[url.protocol];
}

function isSelf(url: URL, page: URL): boolean {
  const isSamePort = portOf(url) === portOf(page) || [url, page].every(isDefaultPort);
  const schemes = OF_PAGE[page.protocol] ?? [];
  return url.hostname === page.hostname && isSamePort && schemes.includes(url.protocol);
}

function isScheme(given: string | undefined, url: URL, page: URL): boolean {
  if (given === undefined) return (OF_PAGE[page.protocol] ?? []).includes(url.protocol);
  const wanted = `${given.toLowerCase()}:`;
  return wanted === url.protocol || (UPGRADES[wanted] ?? []).includes(url.protocol);
}

function isHost(pattern: string, host: string): boolean {
  if (pattern === '*') return true;
  // Unlike in chat.webhook_domains, a star stands for any number of names here.
  return pattern.startsWith('*.')
    ? host.endsWith(pattern.slice(1).toLowerCase())
    : host === pattern.toLowerCase();
}

function isPort(wanted: string | undefined, url: URL): boolean {
  if (wanted === '*') return true;
  if (wanted === undefined) return isDefaultPort(url);
  return wanted === portOf(url) || (wanted === '80' && portOf(url) === '443');
}

function isPath(wanted: string | undefined, { pathname }: URL): boolean {
  if (wanted === undefined || wanted === '/') return true;
  return wanted.endsWith('/') ? pathname.startsWith(wanted) : pathname === wanted;
}

/**
 * Whether a source of a policy stands for a URL (CSP Level 3, section "Does url match expression").
 *
 * @param page whose policy it is: `'self'`, and the scheme of hosts without one
 */
export function matchesSource(source: string, url: URL, page: URL): boolean {
  if (source === '*') return /^(?:https?|wss?):$/.test(url.protocol);
  if (source.toLowerCase() === "'self'") return isSelf(url, page);
  const [, scheme] = /^([a-z][a-z\d+.-]*):$/i.exec(source) ?? [];
  if (scheme !== undefined) return isScheme(scheme, url, page);
  const parts = HOST_SOURCE.exec(source);
  if (!parts) return false;
  const [, given, host = '', port, path] = parts;
  return (
    isScheme(given, url, page) &&
    isHost(host, url.hostname) &&
    isPort(port, url) &&
    isPath(path, url)
  );
}
