import 'reflect-metadata';
import { describe, expect, it } from 'vitest';
import { KindlyClaims } from '../claims/kindly-claims.js';
import { assertHostListed, assertSameChat } from './claims-binding.js';

function claimsFor(...domains: readonly string[]): KindlyClaims {
  const chat = { id: 'chat-1', ...(domains.length > 0 && { webhook_domains: domains }) };
  return Object.assign(new KindlyClaims(), { chat });
}

function requestOf(body: unknown, type = 'application/json') {
  return { headers: { 'content-type': type }, body };
}

describe('assertSameChat', () => {
  it.each([
    ['the chat of the token', { chat_id: 'chat-1' }, 'required'],
    ['no chat', { message: 'hi' }, 'when-present'],
    ['no chat of its own', Object.create({ chat_id: 'chat-2' }), 'when-present'],
    ['no body', undefined, 'when-present'],
    ['another chat, if that does not matter', { chat_id: 'chat-2' }, 'off'],
  ] as const)('takes a body with %s', (_name, body, binding) => {
    expect(() => assertSameChat(requestOf(body), claimsFor(), binding)).not.toThrow();
  });

  const notTheChat = 'chat_id is not the chat.id of the token';
  const notAnObject = 'the body is not a JSON object in UTF-8, so it may name any chat';

  it.each<[string, unknown, string]>([
    ['another chat', { chat_id: 'chat-2' }, notTheChat],
    ['no string', { chat_id: ['chat-1'] }, notTheChat],
    ['null', { chat_id: null }, notTheChat],
    ['no chat', {}, 'the body has no chat_id'],
    ['a chat that it inherits', Object.create({ chat_id: 'chat-1' }), 'the body has no chat_id'],
    ['a list', [{ chat_id: 'chat-1' }], notAnObject],
    ['text', '{"chat_id":"chat-1"}', notAnObject],
    [
      'a prototype for whoever copies it',
      JSON.parse('{"chat_id":"chat-1","__proto__":{"chat_id":"chat-2"}}'),
      'the body has a member "__proto__"',
    ],
  ])('refuses a body with %s', (_name, body, reason) => {
    expect(() => assertSameChat(requestOf(body), claimsFor(), 'required')).toThrow(
      expect.objectContaining({ errorCode: 'chat_mismatch', reason }),
    );
  });

  it('refuses a body that others might read otherwise', () => {
    const form = requestOf({ chat_id: 'chat-1' }, 'application/x-www-form-urlencoded');
    expect(() => assertSameChat(form, claimsFor(), 'when-present')).toThrow(
      expect.objectContaining({ errorCode: 'chat_mismatch', reason: notAnObject }),
    );
  });
});

describe('assertHostListed', () => {
  it.each([
    ['shop.example.com', ['shop.example.com']],
    ['shop.example.com', ['other.example.com', '*.example.com']],
    [undefined, []],
  ])('lets a token through at %s with the domains %j', (host, domains) => {
    expect(() => assertHostListed(claimsFor(...domains), host)).not.toThrow();
  });

  it.each([[[]], [['other.example.com']], [['*.shop.example.com']]])(
    'refuses a token that has the domains %j elsewhere',
    (domains) => {
      expect(() => assertHostListed(claimsFor(...domains), 'shop.example.com')).toThrow(
        expect.objectContaining({ errorCode: 'host_not_listed' }),
      );
    },
  );
});
