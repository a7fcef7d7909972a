import type { INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { createKindlyTestKit } from 'nestjs-kindly-auth/testing';
import { AppModule } from './app.module.js';

// The functions of Jest and of Vitest are both there without an import, and so are these of their types.
declare const describe: (name: string, tests: () => void) => void;
declare const it: (name: string, test: () => Promise<void>) => void;
declare const beforeAll: (act: () => Promise<void>) => void;
declare const afterAll: (act: () => Promise<void>) => void;
declare const expect: (actual: unknown) => { toEqual: (expected: unknown) => void };

const kindly = createKindlyTestKit();
const ada = kindly.webhook().from({ sub: 'ada', name: 'Ada' }).saying('Where is my order?');

describe('the app', () => {
  let app: INestApplication;
  beforeAll(async () => {
    const builder = Test.createTestingModule({ imports: [AppModule] });
    const testing = await kindly.connectTo(builder).compile();
    app = testing.createNestApplication({ rawBody: true, logger: false });
    await app.listen(0, '127.0.0.1');
  });
  afterAll(() => app.close());

  it('answers a webhook', async () => {
    const response = await fetch(`${await app.getUrl()}/orders`, ada);
    expect(await response.json()).toEqual({ reply: 'Ada asks: Where is my order?' });
  });

  it('refuses a webhook whose token has expired', async () => {
    const expired = ada.whoseToken((token) => token.expired());
    const response = await fetch(`${await app.getUrl()}/orders`, expired);
    const { errorCode } = (await response.json()) as { readonly errorCode?: string };
    expect(errorCode).toEqual('token_expired');
  });
});
