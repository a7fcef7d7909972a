import {
  answering,
  type Ailment,
  bending,
  guardAgainst,
  HOST,
  type Response,
} from '../doctor-app.js';
import { freePort } from '../emulator.js';
import { IDENTITY } from '../kindly-module.js';
import type { Row } from './row.js';

const OTHER_ORIGIN = 'https://www.example.com';

function signInPage(response: Response): void {
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  response.send('<h1>Sign in</h1>');
}

function refusing(reading: 'text' | 'json' | 'chat_id'): Ailment {
  return { options: { guards: [guardAgainst(reading)] } };
}

/** Endpoints that are asked wrongly, answer wrongly, or are hidden from their page. */
export const ENDPOINTS: readonly Row[] = [
  {
    code: 'endpoint:https',
    name: 'http: on a public host',
    told: { url: `http://${HOST}/kindly/token`, page: '' },
    found: /asked by http:/,
  },
  {
    code: 'endpoint:reachable',
    name: 'an app that is not started',
    told: async () => ({
      url: `http://127.0.0.1:${await freePort()}/kindly/token`,
      page: '',
      webhook: '',
    }),
    found: /nothing listens there/,
  },
  {
    code: 'signed-out',
    name: 'a redirect to where people sign in',
    ailment: { layer: answering('signed-out', (response) => response.redirect('/login')) },
    found: /^302: the page would follow it to \/login/,
  },
  {
    code: 'signed-out',
    name: 'the page where people sign in',
    ailment: { layer: answering('signed-out', signInPage) },
    found: /^200 with a page of HTML/,
  },
  {
    code: 'signed-out',
    name: 'null in place of a token',
    ailment: {
      layer: answering('signed-out', (response) => void response.json({ token: null })),
    },
    found: /^200 without a token/,
  },
  {
    code: 'signed-out:token',
    name: 'a token for everybody',
    ailment: { options: { resolveUser: () => IDENTITY } },
    found: /got a token/,
  },
  {
    code: 'signed-out:token',
    name: 'a token for everybody, and no session is known',
    ailment: { options: { resolveUser: () => IDENTITY } },
    told: { cookie: '' },
    found: /got a token/,
  },
  {
    code: 'endpoint:status',
    name: 'a session that nobody knows',
    told: { cookie: 'session=nobody' },
    found: /^401/,
  },
  {
    code: 'endpoint:status',
    name: 'another path',
    told: { url: `https://${HOST}/nowhere` },
    found: /^404/,
  },
  {
    code: 'endpoint:status',
    name: 'an endpoint that breaks down for who is signed in',
    ailment: {
      layer: answering('signed-in', (response) => void response.status(500).json({})),
    },
    found: /^500/,
  },
  {
    code: 'endpoint:token',
    name: 'an envelope around the token',
    ailment: {
      layer: answering('signed-in', (response) => void response.json({ data: { token: 'a.b.c' } })),
    },
    found: /no string "token"/,
  },
  {
    code: 'endpoint:token',
    name: 'a page of HTML',
    ailment: { layer: answering('signed-in', signInPage) },
    found: /a page of HTML/,
  },
  {
    code: 'endpoint:text',
    name: 'JSON alone',
    ailment: refusing('text'),
    found: /text\/plain: 415/,
  },
  { code: 'endpoint:json', name: 'no further keys', ailment: refusing('json'), found: /: 400/ },
  { code: 'endpoint:chat_id', name: 'chatId alone', ailment: refusing('chat_id'), found: /: 400/ },
  {
    code: 'endpoint:cache',
    name: 'no Cache-Control',
    ailment: {
      layer: bending(async (token, response) => {
        response.removeHeader('Cache-Control');
        return token;
      }),
    },
    found: /there is no Cache-Control/,
  },
  {
    code: 'cors:preflight',
    name: 'a page of another origin, without CORS',
    told: { origin: OTHER_ORIGIN },
    found: /OPTIONS was answered 404/,
  },
  {
    code: 'cors:preflight',
    name: 'CORS for another page',
    ailment: { cors: { origin: 'https://example.com', credentials: true } },
    told: { origin: OTHER_ORIGIN },
    found: /is "https:\/\/example\.com", and the page is on/,
  },
  {
    code: 'cors:preflight',
    name: 'a header that CORS does not allow',
    ailment: {
      cors: { origin: OTHER_ORIGIN, credentials: true, allowedHeaders: ['content-type'] },
    },
    told: { origin: OTHER_ORIGIN, header: 'X-Tenant: one' },
    found: /the header x-tenant is not allowed/,
  },
  {
    code: 'cors:answer',
    name: 'CORS in the preflight alone',
    ailment: {
      cors: { origin: OTHER_ORIGIN, credentials: true },
      layer: (_request, response, next) => {
        response.removeHeader('Access-Control-Allow-Origin');
        next();
      },
    },
    told: { origin: OTHER_ORIGIN },
    found: /no Access-Control-Allow-Origin/,
  },
  {
    code: 'cors:foreign',
    name: 'CORS for everybody, with cookies',
    ailment: { cors: { origin: true, credentials: true } },
    found: /somebody-else\.example may read it/,
  },
];
