import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { addRawBody, mayParseNothing } from './edit-main.js';

describe('addRawBody', () => {
  it.each([
    ['NestFactory.create(AppModule)', 'NestFactory.create(AppModule, { rawBody: true })'],
    [
      'NestFactory.create<NestExpressApplication>(AppModule)',
      'NestFactory.create<NestExpressApplication>(AppModule, { rawBody: true })',
    ],
    [
      'NestFactory.create(AppModule, { cors: true })',
      'NestFactory.create(AppModule, { rawBody: true, cors: true })',
    ],
    ['NestFactory.create(AppModule, {})', 'NestFactory.create(AppModule, {\n  rawBody: true,\n})'],
    [
      'NestFactory.create(AppModule, {\n    // cors: true,\n})',
      'NestFactory.create(AppModule, {\n    rawBody: true,\n    // cors: true,\n})',
    ],
    [
      'NestFactory.create(AppModule, {\n    cors: true,\n  })',
      'NestFactory.create(AppModule, {\n    rawBody: true,\n    cors: true,\n  })',
    ],
    [
      'NestFactory.create(AppModule, new FastifyAdapter())',
      'NestFactory.create(AppModule, new FastifyAdapter(), { rawBody: true })',
    ],
    [
      'NestFactory.create(AppModule, new FastifyAdapter({ logger }), { cors: true })',
      'NestFactory.create(AppModule, new FastifyAdapter({ logger }), { rawBody: true, cors: true })',
    ],
    [
      'const adapter = new FastifyAdapter(); NestFactory.create(AppModule, adapter)',
      'const adapter = new FastifyAdapter(); NestFactory.create(AppModule, adapter, { rawBody: true })',
    ],
    [
      'const options = { cors: true }; NestFactory.create(AppModule, options)',
      'const options = { rawBody: true, cors: true }; NestFactory.create(AppModule, options)',
    ],
    [
      'NestFactory.create(AppModule, { rawBody: true })',
      'NestFactory.create(AppModule, { rawBody: true })',
    ],
    ['NestFactory.create(AppModule, options())', undefined],
    ['NestFactory.create(AppModule, options)', undefined],
    ['NestFactory.create(AppModule, { rawBody: false })', undefined],
    ['NestFactory.create(AppModule, { rawBody })', undefined],
    ['NestFactory.createApplicationContext(AppModule)', undefined],
    ['// NestFactory.create(AppModule)', undefined],
  ])('%s', (before, after) => {
    expect(addRawBody(ts, 'main.ts', before)).toBe(after);
  });
});

describe('mayParseNothing', () => {
  it.each([
    ['NestFactory.create(AppModule, { rawBody: true, bodyParser: false })', true],
    ['NestFactory.create(AppModule, new FastifyAdapter(), { bodyParser: false })', true],
    ['const options = { bodyParser: false }; NestFactory.create(AppModule, options)', true],
    ["NestFactory.create(AppModule, { 'bodyParser': isOn })", true],
    ['NestFactory.create(AppModule, { bodyParser })', true],
    ['NestFactory.create(AppModule, { bodyParser: true })', false],
    ['NestFactory.create(AppModule, { cors: true /* bodyParser: false */ })', false],
    ['NestFactory.create(AppModule)', false],
    ['NestFactory.create(AppModule, options())', false],
    ['other.create(AppModule, { bodyParser: false })', false],
  ])('%s: %s', (text, expected) => {
    expect(mayParseNothing(ts, 'main.ts', text)).toBe(expected);
  });
});
