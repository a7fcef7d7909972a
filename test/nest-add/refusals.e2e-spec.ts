import { describe, expect, it } from 'vitest';
import { type AppFiles, nestAdd, newApp } from '../support/nest-app.js';

const NEST_12 = newApp(12);

describe('what cannot be added to is refused', () => {
  it.each<[string, AppFiles, string, Readonly<Record<string, unknown>>?]>([
    ['no package', { ...NEST_12, 'package.json': null }, 'There is no package.json here.'],
    [
      'a package.json that is none',
      { ...NEST_12, 'package.json': '{' },
      'package.json is no JSON.',
    ],
    ['no app of NestJS', { ...NEST_12, 'package.json': '{}' }, 'this is no NestJS app'],
    [
      'an older NestJS',
      { ...NEST_12, 'package.json': '{"dependencies":{"@nestjs/core":"^10.4.1"}}' },
      '@nestjs/core ^10.4.1; NestJS 11 or 12 is needed.',
    ],
    [
      'JavaScript',
      { ...NEST_12, 'src/main.ts': null, 'src/main.js': '' },
      'src/main.js is JavaScript',
    ],
    ['a library', { ...NEST_12, 'src/main.ts': null }, 'There is no src/main.ts.'],
    ['no module', { ...NEST_12, 'src/app.module.ts': null }, 'src/main.ts gives no module'],
    [
      'a module without metadata',
      { ...NEST_12, 'src/app.module.ts': '@Module(metadata) export class AppModule {}' },
      'src/app.module.ts has no class with @Module({ … }).',
    ],
    [
      'files of ours that nothing registers',
      { ...NEST_12, 'src/kindly/kindly-webhook.controller.ts': '' },
      'src/kindly/kindly-webhook.controller.ts is there already',
    ],
    ['a flag that there is not', NEST_12, 'Unknown option "issuers"', { issuers: 'x' }],
    ['a host that nobody reaches', NEST_12, 'localhost', { webhookDomains: 'localhost' }],
  ])('%s', async (_name, files, message, flags = {}) => {
    await expect(nestAdd(files, flags)).rejects.toThrow(message);
  });
});
