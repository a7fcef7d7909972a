import { exchange, type HttpAnswer } from '../http/http-client.js';
import type { BotKey } from '../token/public-key.js';

export type Header = readonly [string, string];

/** What the doctor is told of an app. */
export interface Patient {
  /** Of the token endpoint. */
  readonly url: URL;
  /** What a signed-in user's browser sends, by its cookie or by headers; nothing for nobody. */
  readonly cookie: string | undefined;
  readonly headers: readonly Header[];
  /** Of the page with the chat. */
  readonly origin: string;
  /** The page with the chat, whose Content-Security-Policy is read. */
  readonly page: URL | undefined;
  readonly webhooks: readonly URL[];
  readonly botKey: BotKey | undefined;
  readonly issuer: string | undefined;
  /** Where public hosts really are, by their names. */
  readonly hosts: Readonly<Record<string, string>>;
  /** Milliseconds that each request may take. */
  readonly timeout: number;
}

export function hasSession({ cookie, headers }: Patient): boolean {
  return cookie !== undefined || headers.length > 0;
}

/** One request, and when it was under way. */
export interface Answer extends HttpAnswer {
  /** Milliseconds since 1970. */
  readonly sentAt: number;
  readonly receivedAt: number;
}

export interface Outgoing {
  readonly method: 'GET' | 'OPTIONS' | 'POST';
  readonly url: URL;
  readonly headers: readonly Header[];
  readonly body?: Buffer;
}

/** Sends a request to where the host really is. */
export async function send(patient: Patient, outgoing: Outgoing): Promise<Answer> {
  const { method, url, headers, body = Buffer.alloc(0) } = outgoing;
  const target = new URL(patient.hosts[url.hostname] ?? url);
  // Set, not resolved: a path that begins with "//" would name another host.
  [target.pathname, target.search] = [url.pathname, url.search];
  const { timeout } = patient;
  const sentAt = Date.now();
  const answer = await exchange({ method, target, host: url.host, headers, body, timeout });
  return { ...answer, sentAt, receivedAt: Date.now() };
}

/** Whether a URL goes to this machine, where browsers do without HTTPS. */
export function isLocal({ hostname }: URL): boolean {
  return /^(?:localhost|.+\.localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);
}
