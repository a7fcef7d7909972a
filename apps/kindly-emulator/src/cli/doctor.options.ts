import { ConfigError } from '../config/config.error.js';
import { readHosts } from '../config/short-forms.js';
import type { Header, Patient } from '../doctor/patient.js';
import { type FlagsOf, JSON_OPTION, type Options } from './command.js';
import { PUBLIC_KEY_OPTION, publicKeyOf } from './key-flags.js';
import { HOST_OPTION } from './start.options.js';

const TIMEOUT = 10_000;

export const DOCTOR_OPTIONS = {
  cookie: {
    type: 'string',
    value: '<value>',
    help: 'Session of a signed-in user: the header Cookie as his browser sends it.',
  },
  header: {
    type: 'string',
    multiple: true,
    value: '<name: value>',
    help: "The same for apps that know users by a header that the page's own script sets.",
  },
  'public-key': PUBLIC_KEY_OPTION,
  issuer: { type: 'string', value: '<text>', help: 'What iss must be. Default: anything.' },
  origin: {
    type: 'string',
    value: '<url>',
    help: "Of the page with the chat. Default: that of --page, else the endpoint's own.",
  },
  page: {
    type: 'string',
    value: '<url>',
    help: 'The page with the chat: whether its Content-Security-Policy would block it.',
  },
  webhook: {
    type: 'string',
    multiple: true,
    value: '<url>',
    help: 'A webhook: whether the token goes there, and whether it refuses what Kindly has not sent.',
  },
  host: HOST_OPTION,
  timeout: {
    type: 'string',
    value: '<milliseconds>',
    help: 'That each answer may take. Default: 10000.',
  },
  json: JSON_OPTION,
} as const satisfies Options;

function urlOf(text: string, source: string): URL {
  if (URL.canParse(text)) {
    const url = new URL(text);
    if (/^https?:$/.test(url.protocol)) return url;
  }
  throw new ConfigError(`${source} must be an http(s) URL, such as https://shop.example.com/.`);
}

/** What Node would refuse to send, and an error of ours is better. */
const VALUE = /^[\t\x20-\x7e]+$/;
const NAME = /^[\w!#$%&'*+.^`|~-]+$/;

function headerOf(text: string): Header {
  const at = text.indexOf(':');
  const [name, value] = [text.slice(0, at).trim(), text.slice(at + 1).trim()];
  if (at > 0 && NAME.test(name) && VALUE.test(value)) return [name, value];
  throw new ConfigError('--header must be of the form "Name: value", in one line.');
}

function cookieOf(text: string | undefined): string | undefined {
  if (text === undefined || VALUE.test(text)) return text;
  throw new ConfigError('--cookie must be the value of a header: name=value, in one line.');
}

function timeoutOf(text = String(TIMEOUT)): number {
  const milliseconds = Number(text);
  if (Number.isInteger(milliseconds) && milliseconds >= 1) return milliseconds;
  throw new ConfigError('--timeout must be a whole number of milliseconds.');
}

/**
 * What the flags tell of an app.
 *
 * @throws ConfigError
 */
export function patientOf(endpoint: string, flags: FlagsOf<typeof DOCTOR_OPTIONS>): Patient {
  const { cookie, header = [], issuer, origin, page, webhook = [], host = [] } = flags;
  const url = urlOf(endpoint, 'The endpoint');
  const pageUrl = page === undefined ? undefined : urlOf(page, '--page');
  return {
    url,
    cookie: cookieOf(cookie),
    headers: header.map(headerOf),
    origin: (origin === undefined ? (pageUrl ?? url) : urlOf(origin, '--origin')).origin,
    page: pageUrl,
    webhooks: webhook.map((one) => urlOf(one, '--webhook')),
    botKey: publicKeyOf(flags['public-key']),
    issuer,
    hosts: Object.fromEntries(
      Object.entries(readHosts(host, '--host')).map(([name, target]) => [
        name,
        urlOf(target, '--host').href,
      ]),
    ),
    timeout: timeoutOf(flags.timeout),
  };
}
