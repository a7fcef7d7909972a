import { Injectable, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { decodeJwt } from 'jose';
import {
  InjectKindlyKeyRing,
  InjectKindlyTokenService,
  KindlyAuthModule,
  KindlyKeyRing,
  KindlyTokenService,
} from 'nestjs-kindly-auth';
import { describe, expect, it } from 'vitest';
import { ADAPTERS } from '../support/adapters.js';
import { mint } from '../support/kindly.js';
import { createApp, moduleOf, withApp } from '../support/running-app.js';
import { ask, options } from '../support/kindly-module.js';

describe.each(ADAPTERS)('KindlyAuthModule on $name', (adapter) => {
  describe('services', () => {
    it('can be injected everywhere, unless isGlobal is false', async () => {
      @Injectable()
      class Consumer {
        constructor(
          readonly tokens: KindlyTokenService,
          @InjectKindlyTokenService() readonly same: KindlyTokenService,
          readonly keyRing: KindlyKeyRing,
          @InjectKindlyKeyRing() readonly sameRing: KindlyKeyRing,
        ) {}
      }
      @Module({ providers: [Consumer] })
      class ElsewhereModule {}
      const { app } = await withApp(adapter, {
        imports: [ElsewhereModule, KindlyAuthModule.forRoot(options())],
      });
      const consumer = app.get(Consumer, { strict: false });
      expect(consumer.same).toBe(consumer.tokens);
      expect(consumer.sameRing).toBe(consumer.keyRing);
      await expect(
        createApp(adapter, {
          imports: [ElsewhereModule, KindlyAuthModule.forRoot(options({ isGlobal: false }))],
        }),
      ).rejects.toThrow(/KindlyTokenService/);
    });

    it('issue and verify tokens without an endpoint', async () => {
      const { app, url } = await withApp(adapter, {
        imports: [KindlyAuthModule.forRoot(options({ controller: false, resolveUser: undefined }))],
      });
      expect((await ask(url)).status).toBe(404);
      const tokens = app.get(KindlyTokenService);
      const token = await tokens.issue(
        'chat-9',
        { sub: 'user-9', email: 'kari@example.com' },
        { lifetime: 60, webhookDomains: ['Other.example.com'] },
      );
      const claims = await tokens.verify(token);
      expect(claims).toMatchObject({
        sub: 'user-9',
        email: 'kari@example.com',
        chat: { id: 'chat-9', webhook_domains: ['other.example.com'] },
      });
      expect(claims.email_verified).toBeUndefined();
      expect(claims.exp - claims.iat).toBe(60);
    });

    it.each<[string, unknown[], object]>([
      ['no chat id', ['', { sub: 'u' }], { errorCode: 'chat_id_missing' }],
      ['a chat id that is a number', [7, { sub: 'u' }], { errorCode: 'body_invalid' }],
      ['nobody', ['chat-1', null], { errorCode: 'identity_invalid' }],
      ['a lifetime of 0', ['chat-1', { sub: 'u' }, { lifetime: 0 }], { option: 'lifetime' }],
      ['a lifetime of 901', ['chat-1', { sub: 'u' }, { lifetime: 901 }], { option: 'lifetime' }],
      ['a lifetime of 1.5', ['chat-1', { sub: 'u' }, { lifetime: 1.5 }], { option: 'lifetime' }],
      [
        'a bad domain',
        ['chat-1', { sub: 'u' }, { webhookDomains: ['localhost'] }],
        { option: 'webhookDomains[0]', code: 'invalid' },
      ],
    ])('issue no token for %s', async (_name, parameters, error) => {
      const { app } = await withApp(adapter, { imports: [KindlyAuthModule.forRoot(options())] });
      const tokens = app.get(KindlyTokenService);
      const issue = tokens.issue.bind(tokens) as (...parameters: unknown[]) => Promise<string>;
      await expect(issue(...parameters)).rejects.toMatchObject(error);
    });

    it('verify as the guard does', async () => {
      const { app } = await withApp(adapter, { imports: [KindlyAuthModule.forRoot(options())] });
      const tokens = app.get(KindlyTokenService);
      await expect(tokens.verify(mint())).resolves.toMatchObject({ sub: 'user-1' });
      await expect(tokens.verify('a.b.c')).rejects.toMatchObject({ errorCode: 'token_invalid' });
      await expect(tokens.verify(mint({}, { key: 'foreign' }))).rejects.toMatchObject({
        errorCode: 'token_invalid',
        reason: 'its signature does not hold (JsonWebTokenError)',
      });
      await expect(tokens.verify(mint({ iat: 1, exp: 2 }))).rejects.toMatchObject({
        errorCode: 'token_expired',
      });
      await expect(tokens.verify(undefined as never)).rejects.toMatchObject({
        errorCode: 'token_invalid',
      });
    });
  });

  it('works in a testing module of @nestjs/testing', async () => {
    const testing = await Test.createTestingModule({
      imports: [moduleOf({ imports: [KindlyAuthModule.forRoot(options())] })],
    }).compile();
    const token = await testing.get(KindlyTokenService).issue('chat-1', { sub: 'user-1' });
    expect(decodeJwt(token)).toMatchObject({ sub: 'user-1' });
    await testing.close();
  });
});
