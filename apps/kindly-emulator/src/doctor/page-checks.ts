import { describeHttpError, headerOf } from '../http/http-client.js';
import type { RuleResult } from '../protocol/console-protocol.js';
import { failed, passed, skipped } from '../token/rule.js';
import { allowsConnection, allowsInline, allowsScript } from './csp/allows.js';
import { metaPolicies, type ScriptTag, scriptsOf } from './csp/page-scripts.js';
import { parsePolicies, type Policy } from './csp/policy.js';
import { type Answer, type Patient, send } from './patient.js';

const KINDLY_CHAT = 'https://chat.kindlycdn.com/kindly-chat.js';
/** As far as Kindly tells: its CDN, its API, Pusher. */
const KINDLY_CONNECTIONS = [
  'https://chat.kindlycdn.com/',
  'https://bot.kindly.ai/chatbubble/v2/connect',
  'wss://ws.pusher.com/app',
];

interface Page {
  readonly url: URL;
  readonly policies: readonly Policy[];
  /** The script tag of the chat; nothing when a script adds it. */
  readonly tag: ScriptTag | undefined;
  /** Where the chat is loaded from. */
  readonly chat: URL;
  /** The script with `window.kindlyOptions`; nothing when it stands in a file. */
  readonly options: ScriptTag | undefined;
}

function chatOf(tag: ScriptTag | undefined, url: URL): URL {
  const src = tag?.src ?? KINDLY_CHAT;
  return URL.canParse(src, url.href) ? new URL(src, url) : new URL(KINDLY_CHAT);
}

function readPage(answer: Answer, url: URL): Page {
  const html = answer.body.toString('utf8');
  const header = headerOf(answer, 'content-security-policy') ?? '';
  const scripts = scriptsOf(html);
  const tag = scripts.find(({ id }) => id === 'kindly-chat');
  return {
    url,
    policies: [header, ...metaPolicies(html)].flatMap(parsePolicies),
    tag,
    chat: chatOf(tag, url),
    options: scripts.find(({ src, code }) => src === undefined && /\bkindlyOptions\b/.test(code)),
  };
}

function scriptRule({ policies, url, tag, chat }: Page): RuleResult {
  return policies.every((policy) => allowsScript(policy, chat, url, tag))
    ? passed('csp:script', `${chat.origin} may be loaded`)
    : failed(
        'csp:script',
        `the script of ${chat.origin} may not be loaded`,
        `Add ${chat.origin} to script-src, or put the page's nonce on the script tag.`,
      );
}

function inlineRule({ policies, options }: Page): RuleResult {
  if (!options) {
    return skipped('csp:inline', 'window.kindlyOptions stands in no script of the page itself');
  }
  return policies.every((policy) => allowsInline(policy, options))
    ? passed('csp:inline', 'window.kindlyOptions may be set')
    : failed(
        'csp:inline',
        'the script with window.kindlyOptions may not run: the chat would stay anonymous',
        "Put the page's nonce on it, as kindlyChatSnippet({ nonce }) does, or move it into a file.",
      );
}

function connectRule({ policies, url }: Page, endpoint: URL): RuleResult {
  return policies.every((policy) => allowsConnection(policy, endpoint, url))
    ? passed('csp:connect', `${endpoint.origin} may be asked`)
    : failed(
        'csp:connect',
        `${endpoint.origin} may not be asked for a token`,
        `Add ${endpoint.origin === url.origin ? "'self'" : endpoint.origin} to connect-src.`,
      );
}

function kindlyRule({ policies, url, chat }: Page): RuleResult {
  const isKindly = chat.href.startsWith(new URL(KINDLY_CHAT).origin);
  const connections = isKindly ? KINDLY_CONNECTIONS : [chat.origin];
  const forbidden = connections
    .map((one) => new URL(one))
    .filter((one) => !policies.every((policy) => allowsConnection(policy, one, url)));
  if (forbidden.length === 0) return passed('csp:kindly', 'the chat may connect');
  const sources = isKindly
    ? 'https://*.kindly.ai https://*.kindlycdn.com https://*.pusher.com wss://*.pusher.com'
    : chat.origin;
  return failed(
    'csp:kindly',
    `the chat may not connect to ${forbidden.map(({ host }) => host).join(', ')}`,
    `Add to connect-src: ${sources}. Kindly publishes no list; this is what is known.`,
  );
}

function unreachable(found: string): RuleResult[] {
  return [
    failed(
      'page:reachable',
      found,
      'Give the URL of the page itself, with the session if need be.',
    ),
  ];
}

async function fetchPage({ cookie, ...patient }: Patient, url: URL): Promise<Answer> {
  // Headers of the session are for the endpoint: a browser would not send them for a page.
  const headers = [
    ['Accept', 'text/html'],
    ['User-Agent', 'kindly-emulator'],
    ...(cookie === undefined || url.origin !== patient.url.origin
      ? []
      : [['Cookie', cookie] as const]),
  ] as const;
  return send({ cookie, ...patient }, { method: 'GET', url, headers });
}

/** Whether the page's Content-Security-Policy lets the chat be. */
export async function pageChecks(patient: Patient, url: URL): Promise<RuleResult[]> {
  try {
    const answer = await fetchPage(patient, url);
    if (answer.status !== 200) {
      const location = headerOf(answer, 'location');
      return unreachable(`${answer.status}${location === undefined ? '' : `, to ${location}`}`);
    }
    const page = readPage(answer, url);
    return [
      passed('page:reachable', page.policies.length === 0 ? 'without a policy' : 'with a policy'),
      scriptRule(page),
      inlineRule(page),
      connectRule(page, patient.url),
      kindlyRule(page),
    ];
  } catch (error) {
    return unreachable(`no answer: ${describeHttpError(error)}`);
  }
}
