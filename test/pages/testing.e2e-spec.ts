import type { DynamicModule } from '@nestjs/common';
import {
  createKindlyTestKit,
  KindlyTestToken,
  KindlyTestWebhook,
  throwAwayKindlyKeyPair,
} from 'nestjs-kindly-auth/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { page, tableOf } from '../support/markdown.js';
import { PageApp } from '../support/page-app.js';

const PAGE = 'docs/testing.md';
const app = new PageApp(PAGE);
afterAll(() => app.remove());

// The page's own tests of orders.controller.ts and shop-claims.ts: they register themselves.
await app.import('orders.controller.spec.ts');
await app.import('orders.fastify.spec.ts');
await app.import('orders.webhook.spec.ts');
await app.import('short-tokens.spec.ts');
await app.import('token-endpoint.spec.ts');

/** What a class has of its own: methods and getters, but those that every object has. */
function membersOf({ prototype }: { readonly prototype: object }): readonly string[] {
  return Object.getOwnPropertyNames(prototype).filter(
    (name) => !['constructor', 'toJSON'].includes(name),
  );
}

interface Kits {
  readonly ofTheTest: DynamicModule;
  readonly remoteKit: (
    privateKey: string,
    publicKey: string,
    secret: string,
  ) => ReturnType<typeof createKindlyTestKit>;
}

describe('the page about testing', () => {
  it('kits.ts: works with keys of the app', async () => {
    const { remoteKit } = (await app.import('kits.ts')) as unknown as Kits;
    const { privateKey, publicKey } = throwAwayKindlyKeyPair('remote');
    const kit = remoteKit(privateKey, publicKey, 'a secret');
    expect(kit.verify(kit.tokenFor({ sub: 'ada' }).toString()).sub).toBe('ada');
    expect(kit.secret()).toBe('a secret');
  });

  it.each([
    ['webhook', KindlyTestWebhook],
    ['token', KindlyTestToken],
  ])('names all that a %s can say', (name, ofClass) => {
    const told = tableOf(page(PAGE), name).join('\n');
    expect(membersOf(ofClass).filter((member) => !told.includes(`.${member}`))).toEqual([]);
  });
});
