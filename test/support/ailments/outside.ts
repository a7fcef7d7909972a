import { GOOD_POLICY, HOST, PAGE_NONCE } from '../doctor-app.js';
import type { Row } from './row.js';

const ELSEWHERE = 'https://elsewhere.example.org';

/** Webhooks and pages. */
export const OUTSIDE: readonly Row[] = [
  {
    code: 'forwarding',
    name: 'a webhook on a host that the token does not list',
    told: (app) => ({
      host: [`${HOST}=${app}`, `elsewhere.example.org=${app}`],
      webhook: `${ELSEWHERE}/webhook`,
    }),
    found: /does not cover elsewhere\.example\.org/,
  },
  {
    code: 'forwarding',
    name: 'a token for no webhook at all',
    ailment: { options: { webhookDomains: [] } },
    found: /no chat\.webhook_domains/,
  },
  {
    code: 'forwarding',
    name: 'a webhook on localhost',
    told: (app) => ({ webhook: `${app.replace('127.0.0.1', 'localhost')}/webhook` }),
    found: /Kindly reaches no localhost/,
  },
  {
    code: 'webhook:https',
    name: 'http: on a public host',
    told: { webhook: `http://${HOST}/webhook` },
    found: /asked by http:/,
  },
  {
    code: 'webhook:reachable',
    name: 'another path',
    told: { webhook: `https://${HOST}/nowhere` },
    found: /answers 404/,
  },
  {
    code: 'webhook:unsigned',
    name: 'a webhook that is open to everybody',
    told: { webhook: `https://${HOST}/open-webhook` },
    found: /200, it was taken/,
  },
  {
    code: 'webhook:forged',
    name: 'a webhook that does not verify the token',
    told: { webhook: `https://${HOST}/credulous-webhook` },
    found: /of another key pair: 200, it was taken/,
  },
  {
    code: 'webhook:garbage',
    name: 'a webhook that breaks down',
    ailment: {
      layer: ({ headers }, _response, next) => {
        if (headers['kindly-hmac'] === '%%%') throw new Error('not base64');
        next();
      },
    },
    found: /garbage: 500/,
  },
  {
    code: 'page:reachable',
    name: 'another path',
    told: { page: `https://${HOST}/nowhere` },
    found: /^404/,
  },
  {
    code: 'csp:script',
    name: 'scripts of the shop alone',
    ailment: {
      policy: `script-src 'self' 'sha256-${'A'.repeat(43)}=' 'unsafe-hashes'; script-src-elem 'self' 'unsafe-inline'`,
    },
    found: /chat\.kindlycdn\.com may not be loaded/,
  },
  {
    code: 'csp:inline',
    name: 'the CDN, and no script in the page',
    ailment: { policy: `script-src 'self' https://chat.kindlycdn.com` },
    found: /may not run/,
  },
  {
    code: 'csp:connect',
    name: 'no request to the shop itself',
    ailment: { policy: GOOD_POLICY.replace("connect-src 'self'", 'connect-src') },
    found: /shop\.example\.com may not be asked/,
  },
  {
    code: 'csp:connect',
    name: 'the same in the page itself',
    ailment: { policy: GOOD_POLICY.replace("connect-src 'self'", 'connect-src') },
    told: { page: `https://${HOST}/page-with-meta` },
    found: /shop\.example\.com may not be asked/,
  },
  {
    code: 'csp:kindly',
    name: 'no request but to the shop itself',
    ailment: { policy: `connect-src 'self'; script-src 'nonce-${PAGE_NONCE}' 'strict-dynamic'` },
    found: /may not connect to chat\.kindlycdn\.com, bot\.kindly\.ai, ws\.pusher\.com/,
  },
];
