import type { OpenAPIObject } from '@nestjs/swagger';
import { before } from '@nestjs/swagger/plugin';
import type ts from 'typescript';
import { afterAll, describe, expect, it } from 'vitest';
import { InstalledApp } from '../support/installed-app.js';
import { ApiDocument, expectValid } from '../support/openapi.js';

const SWAGGER = '@nestjs/swagger';
const SOURCES = ['orders.controller.ts', 'ticket.dto.ts', 'shop.ts', 'loop.ts', 'document.ts'].map(
  (name) => `test/openapi/apps/${name}`,
);
const LOOP = '[{"reply":"user-1, chat-1"},401]';

async function documentOf(app: InstalledApp): Promise<ApiDocument> {
  const document = JSON.parse(await app.run('document.js')) as OpenAPIObject;
  await expectValid(document);
  return new ApiDocument(document);
}

function introspect(program: ts.Program): ts.TransformerFactory<ts.SourceFile> {
  const options = { introspectComments: true };
  return before(options, program);
}

describe.each(['module', 'commonjs'] as const)('an app of the type "%s"', (type) => {
  const app = new InstalledApp(type, SOURCES);
  afterAll(() => app.remove());

  it('compiles', () => {
    expect(app.compile()).toEqual([]);
  });

  it('that has @nestjs/swagger is documented', async () => {
    const document = await documentOf(app);
    expect(Object.keys(document.document.paths)).toEqual([
      '/webhooks/orders',
      '/webhooks/tickets',
      '/kindly/token',
    ]);
    expect(document.codes('/webhooks/orders')[400]).toEqual(['body_invalid']);
  });

  it('loads nothing of it as long as it does not ask for it itself', async () => {
    app.replace(SWAGGER, {
      'package.json': '{ "main": "./index.js", "type": "module" }',
      'index.js':
        "export class DocumentBuilder {} export class SwaggerModule {} throw new Error('loaded');",
    });
    await expect(app.run('document.js')).rejects.toThrow('loaded');
    expect(await app.run('loop.js')).toBe(LOOP);
  });

  it('works without it', async () => {
    app.replace(SWAGGER);
    await expect(app.run('document.js')).rejects.toThrow('NOT_FOUND');
    expect(await app.run('loop.js')).toBe(LOOP);
  });
});

describe('the CLI plugin of @nestjs/swagger', () => {
  it('adds what it reads in comments and types, and spoils nothing', async () => {
    const app = new InstalledApp('module', SOURCES);
    try {
      expect(app.compile(introspect)).toEqual([]);
      const document = await documentOf(app);
      expect(document.operation('/webhooks/orders').summary).toBe('Says where an order is.');
      expect(document.operation('/webhooks/tickets').summary).toBe('Keeps a ticket.');
      expect(Object.keys(document.responses('/webhooks/orders'))).toEqual([
        '200',
        '400',
        '401',
        '403',
      ]);
      const { 200: reply } = document.responses('/webhooks/orders');
      expect(reply?.content?.['application/json']?.schema).toEqual({
        $ref: '#/components/schemas/KindlyReply',
      });
      const { 200: receipt } = document.responses('/webhooks/tickets');
      expect(receipt?.content?.['application/json']?.schema).toEqual({
        $ref: '#/components/schemas/Receipt',
      });
      expect(await app.run('loop.js')).toBe(LOOP);
    } finally {
      app.remove();
    }
  });
});
