import { createHmac } from 'node:crypto';
import type { Agent } from 'node:http';
import type { Answer, Sent } from '../../support/http.js';

/** What is asked of the shop; latencies and answers are counted by it. */
export const KINDS = [
  'sign-in',
  'page',
  'token',
  'renewal',
  'order',
  'hours',
  'ticket',
  'sign-out',
  'chat',
] as const;

export type Kind = (typeof KINDS)[number];

/** A request, and what the answer must be. */
export interface Ask {
  readonly kind: Kind;
  /** Why it must be refused; `undefined` for a good one, which must succeed. */
  readonly flaw?: string;
  readonly path: string;
  readonly sent: Sent;
  readonly status: number;
  /** `errorCode` of the refusal. */
  readonly code?: string;
  /** Says what is wrong with an answer of the right status and code, if something is. */
  readonly check?: (answer: Answer) => string | undefined;
}

/** Who is at which browser: its connection, its address, its cookie. */
export interface Browser {
  readonly agent: Agent;
  readonly cookie: string;
}

/** As a browser sends what a page of the shop asks for. */
export function browserHeaders({ cookie }: Browser, contentType: string): readonly string[] {
  return [
    'Content-Type',
    contentType,
    'Sec-Fetch-Site',
    'same-origin',
    ...(cookie === '' ? [] : ['Cookie', cookie]),
  ];
}

export interface Delivered {
  readonly agent: Agent;
  readonly body: object;
  readonly token?: string;
  /** Of Kindly's signature; `undefined`: none. */
  readonly secret?: string;
}

/** As Kindly delivers a webhook. */
export function delivery({ agent, body, token, secret }: Delivered): Sent {
  const bytes = JSON.stringify(body);
  const signature = (key: string): string =>
    createHmac('sha256', key).update(bytes).digest('base64');
  return {
    agent,
    body: bytes,
    headers: [
      'Content-Type',
      'application/json',
      ...(token === undefined ? [] : ['Authorization', `Bearer ${token}`]),
      ...(secret === undefined
        ? []
        : [
            'Kindly-HMAC',
            signature(secret),
            'Kindly-HMAC-algorithm',
            'HMAC-SHA-256 (base64 encoded)',
          ]),
    ],
  };
}
