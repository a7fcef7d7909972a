import { describe, expect, it } from 'vitest';
import type { TokenVariant } from '../protocol/console-protocol.js';
import { pageRequest } from './page-request.js';

const ENDPOINT = 'https://shop.example.com/kindly/token';

describe('pageRequest', () => {
  it.each<[TokenVariant, string, object]>([
    ['text', 'text/plain;charset=UTF-8', { chatId: 'chat-1' }],
    ['json', 'application/json', { chatId: 'chat-1', name: 'Somebody else' }],
    ['chat_id', 'application/json', { chat_id: 'chat-1' }],
  ])('writes the variant %s as its sample does', (variant, type, body) => {
    const request = pageRequest({ url: ENDPOINT, variant }, 'chat-1');
    expect(Object.fromEntries(request.headers)).toMatchObject({
      'Content-Type': type,
      Origin: 'https://shop.example.com',
      'Sec-Fetch-Site': 'same-origin',
    });
    expect(JSON.parse(request.body.toString())).toEqual(body);
    expect(request).toMatchObject({ isCrossOrigin: false, hasCookies: false, askedHeaders: [] });
  });

  it.each<[string, object, string | undefined, readonly string[]]>([
    ['https://shop.example.com:8443', { variant: 'text' }, 'same-site', []],
    ['https://www.example.com', { variant: 'text' }, undefined, []],
    ['http://shop.example.com', { variant: 'text' }, undefined, []],
    ['https://www.example.com', { variant: 'json' }, undefined, ['content-type']],
    [
      'https://www.example.com/shop',
      { variant: 'text', authorization: 'Bearer x' },
      undefined,
      ['authorization'],
    ],
  ])('asks for a page on %s with %j as browsers do', (origin, command, site, askedHeaders) => {
    const given = { url: ENDPOINT, variant: 'text' as const, origin, ...command };
    const request = pageRequest(given, 'chat-1');
    expect(new Map(request.headers).get('Sec-Fetch-Site')).toBe(site);
    expect(request).toMatchObject({ isCrossOrigin: true, askedHeaders });
    expect(request.origin).toBe(new URL(origin).origin);
  });
});
