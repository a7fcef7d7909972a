import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { prefixIn } from './main-routes.js';

describe('prefixIn', () => {
  it.each([
    ['await app.listen(3000);', ''],
    ["app.setGlobalPrefix('api');", '/api'],
    ['app.setGlobalPrefix(`/api/v1/`);', '/api/v1'],
    ["app.setGlobalPrefix('');", ''],
    ["app.setGlobalPrefix('/');", ''],
    ["const prefix = 'api'; app.setGlobalPrefix(prefix);", '/api'],
    ["async function bootstrap() { app.setGlobalPrefix('api'); }", '/api'],
    ["void create().then((app) => { app.setGlobalPrefix('api'); });", '/api'],
    ["// app.setGlobalPrefix('api');", ''],
    // What depends on something, or has parameters or exceptions, may be otherwise when the app runs.
    ['app.setGlobalPrefix(process.env.PREFIX);', undefined],
    ["app.setGlobalPrefix(process.env.PREFIX ?? 'api');", undefined],
    ['app.setGlobalPrefix(`api/${version}`);', undefined],
    ["import { prefix } from './prefix'; app.setGlobalPrefix(prefix);", undefined],
    ["if (isProduction) app.setGlobalPrefix('api');", undefined],
    ["if (isProduction) { app.setGlobalPrefix('api'); }", undefined],
    ["isProduction && app.setGlobalPrefix('api');", undefined],
    ["app.setGlobalPrefix('one'); admin.setGlobalPrefix('other');", undefined],
    ["app.setGlobalPrefix('api', { exclude: ['kindly/webhook'] });", undefined],
    ["app.setGlobalPrefix(':shop');", undefined],
    ["app.setGlobalPrefix('api//v1');", undefined],
    ['app.setGlobalPrefix();', undefined],
    // Without a default version, routes that name none have none.
    ['app.enableVersioning();', ''],
    ["app.enableVersioning({ type: VersioningType.URI }); app.setGlobalPrefix('api');", '/api'],
    ["app.enableVersioning({ type: VersioningType.URI, defaultVersion: '1' });", undefined],
    ["app.enableVersioning({ type, header: 'X', defaultVersion });", undefined],
    ['app.enableVersioning({ ...common });', undefined],
    ['app.enableVersioning(versioning());', undefined],
    ["app.enableVersioning({ type, defaultVersion: '1' }); app.setGlobalPrefix('api');", undefined],
    ["const versioning = { defaultVersion: '1' }; app.enableVersioning(versioning);", undefined],
  ])('%s: %j', (text, expected) => {
    expect(prefixIn(ts, 'main.ts', text)).toBe(expected);
  });
});
