import type { INestApplication, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { OpenAPIObject } from '@nestjs/swagger';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { keyPair } from '../support/kindly.js';
import { ApiDocument, expectValid } from '../support/openapi.js';
import { PageApp } from '../support/page-app.js';
import { moduleOf } from '../support/running-app.js';

const { privateKey } = keyPair();
const page = new PageApp('docs/openapi.md');
const { KindlyAuthModule } = await page.package();
afterAll(() => page.remove());

describe("docs/openapi.md's code", () => {
  it('makes a document that is valid, and says what the page says', async () => {
    const { DocumentedController } = await page.import('documented.controller.ts');
    const { documentOf } = await page.import('openapi.main.ts');
    const module = moduleOf({
      imports: [
        KindlyAuthModule.forRoot({ issuer: 'i', privateKey, resolveUser: () => ({ sub: 'u' }) }),
      ],
      controllers: [DocumentedController as Type<unknown>],
    });
    const app = await NestFactory.create(module, { logger: false, rawBody: true });
    onTestFinished(() => app.close());
    const made = (documentOf as (app: INestApplication) => OpenAPIObject)(app);
    await expectValid(made);
    const document = new ApiDocument(made);
    expect(Object.keys(made.paths)).toEqual([
      '/webhooks/orders',
      '/webhooks/tickets',
      '/kindly/token',
    ]);
    const { 404: missing, 401: refused } = document.responses('/webhooks/orders');
    expect(missing?.description).toBe('There is no such order');
    expect(refused?.headers).toHaveProperty('WWW-Authenticate');
    const { 200: receipt } = document.responses('/webhooks/tickets');
    expect(receipt?.content?.['application/json']?.schema).toEqual({
      $ref: '#/components/schemas/Receipt',
    });
  });
});
