import { randomBytes } from 'node:crypto';
import { HttpStatus, Injectable } from '@nestjs/common';
import type { AbstractHttpAdapter } from '@nestjs/core';
import { kindlyChatSnippet } from 'nestjs-kindly-auth';
import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { InjectConfig } from '../config/configuration.js';
import { Environment } from '../config/environment.js';
import { Layout } from './views/layout.js';

/** A page, and the Content-Security-Policy that it must be sent with. */
export interface Page {
  readonly html: string;
  readonly contentSecurityPolicy: string;
}

/** Answers with a page. What stands on it is for one customer, so no cache may keep it. */
export function sendPage(
  adapter: AbstractHttpAdapter,
  response: object,
  page: Page,
  status: number = HttpStatus.OK,
): void {
  adapter.setHeader(response, 'Content-Type', 'text/html; charset=utf-8');
  adapter.setHeader(response, 'Content-Security-Policy', page.contentSecurityPolicy);
  adapter.setHeader(response, 'Cache-Control', 'no-store');
  adapter.reply(response, page.html, status);
}

/** Where Kindly Chat talks to, as far as Kindly tells: its CDN, its API, Pusher. */
const KINDLY_CONNECTIONS = [
  'https://*.kindly.ai',
  'https://*.kindlycdn.com',
  'https://*.pusher.com',
  'wss://*.pusher.com',
];

@Injectable()
export class PageService {
  constructor(@InjectConfig() private readonly config: Environment) {}

  /** Puts content into the shop's frame, with the chat beside it. */
  render(title: string, content: ComponentChildren): Page {
    const nonce = randomBytes(16).toString('base64');
    const html = renderToString(
      <Layout title={title} chat={this.chat(nonce)}>
        {content}
      </Layout>,
    );
    return {
      html: `<!doctype html>${html}`,
      contentSecurityPolicy: this.contentSecurityPolicy(nonce),
    };
  }

  /** Kindly Chat's script tags; nothing when there is no bot yet. */
  private chat(nonce: string): string | undefined {
    const { KINDLY_BOT_KEY: botKey, KINDLY_CHAT_URL: chatUrl } = this.config;
    return botKey === undefined
      ? undefined
      : kindlyChatSnippet({
          botKey,
          tokenUrl: '/kindly/token',
          clientUrl: '/assets/kindly-client.js',
          nonce,
          chatUrl,
        });
  }

  /** Where the chat may connect to and, beyond https, have its pictures from. */
  private chatSources(): { readonly connections: readonly string[]; readonly images: string } {
    const { KINDLY_CHAT_URL: chatUrl } = this.config;
    if (chatUrl === undefined) return { connections: KINDLY_CONNECTIONS, images: '' };
    const { origin, host } = new URL(chatUrl);
    return { connections: [origin, `ws://${host}`, `wss://${host}`], images: origin };
  }

  private contentSecurityPolicy(nonce: string): string {
    const { connections, images } = this.chatSources();
    return [
      `default-src 'self'`,
      // What a script with the nonce loads is trusted too: the chat comes in several files.
      `script-src 'nonce-${nonce}' 'strict-dynamic'`,
      `style-src 'self' 'unsafe-inline'`,
      `img-src 'self' data: https: ${images}`.trim(),
      `font-src 'self' data: https:`,
      `connect-src 'self' ${connections.join(' ')}`,
      `object-src 'none'`,
      `base-uri 'none'`,
      `form-action 'self'`,
      `frame-ancestors 'none'`,
    ].join('; ');
  }
}
