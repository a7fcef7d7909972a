import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { kindlyChatSnippet } from 'nestjs-kindly-auth';
import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { ShopConfig } from '../config/configuration.js';
import { Layout } from './views/layout.js';

/** A page, and the Content-Security-Policy that it must be sent with. */
export interface Page {
  readonly html: string;
  readonly contentSecurityPolicy: string;
}

/** Where Kindly Chat loads from and talks to, as far as Kindly tells: its CDN, its API, Pusher. */
const KINDLY_SCRIPTS = ['https://chat.kindlycdn.com'];
const KINDLY_CONNECTIONS = [
  'https://*.kindly.ai',
  'https://*.kindlycdn.com',
  'https://*.pusher.com',
  'wss://*.pusher.com',
];

@Injectable()
export class PageService {
  constructor(@Inject(ConfigService) private readonly config: ShopConfig) {}

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
    const botKey = this.config.get('KINDLY_BOT_KEY', { infer: true });
    const chatUrl = this.config.get('KINDLY_CHAT_URL', { infer: true });
    if (botKey === undefined) return undefined;
    return kindlyChatSnippet({
      botKey,
      tokenUrl: '/kindly/token',
      nonce,
      ...(chatUrl !== undefined && { chatUrl }),
    });
  }

  private contentSecurityPolicy(nonce: string): string {
    const chatUrl = this.config.get('KINDLY_CHAT_URL', { infer: true });
    const { origin, host } = new URL(chatUrl ?? KINDLY_SCRIPTS[0] ?? '');
    const isElsewhere = chatUrl !== undefined;
    const connections = isElsewhere
      ? [origin, `ws://${host}`, `wss://${host}`]
      : KINDLY_CONNECTIONS;
    return [
      `default-src 'self'`,
      // What a script with the nonce loads is trusted too: the chat comes in several files.
      `script-src 'nonce-${nonce}' 'strict-dynamic'`,
      `style-src 'self' 'unsafe-inline'`,
      `img-src 'self' data: https: ${isElsewhere ? origin : ''}`.trim(),
      `font-src 'self' data: https:`,
      `connect-src 'self' ${connections.join(' ')}`,
      `object-src 'none'`,
      `base-uri 'none'`,
      `form-action 'self'`,
      `frame-ancestors 'none'`,
    ].join('; ');
  }
}
