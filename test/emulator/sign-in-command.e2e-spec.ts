import { createServer } from 'node:http';
import { once } from 'node:events';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { TokenRequest } from '../../apps/kindly-emulator/src/protocol/console-protocol.js';
import { AppProcess } from '../support/app-process.js';
import { type Demo, EMULATOR, startDemo, startEmulator } from '../support/emulator.js';
import { cookieOf, signIn } from '../support/sample.js';

async function run(...parameters: string[]): Promise<readonly [number, string]> {
  const process = new AppProcess({ script: EMULATOR, parameters, ready: 'never' });
  const [code] = await process.end();
  return [Number(code), process.output];
}

describe.each(['express', 'fastify'])('kindly-emulator sign-in, the shop on %s', (ADAPTER) => {
  let demo: Demo;
  let endpoint: string;

  async function ask(...words: string[]): Promise<readonly [number, string]> {
    return run('sign-in', endpoint, '--url', demo.emulator.url, ...words);
  }

  beforeAll(async () => {
    demo = await startDemo({ ADAPTER, CORS_ORIGIN: 'https://www.example.com' });
    endpoint = `${demo.shop}/kindly/token`;
    return demo.remove;
  });

  it('gets a good token in every way that a page may ask, and signs the chat in', async () => {
    const cookie = cookieOf(await signIn(demo.shop, 'kari@example.com'));
    const [code, output] = await ask('--cookie', cookie);
    expect(output.match(/^ {5}A good token\.$/gm)).toHaveLength(3);
    expect(output).toContain('"name":"Somebody else"');
    expect(output).not.toMatch(/eyJ[\w-]+\.[\w-]+/);
    expect(code).toBe(0);
    const { chats } = await demo.emulator.state();
    expect(chats[0]?.user).toMatchObject({ sub: '1', name: 'Kari Nordmann' });
    const [fired, said] = await run('trigger', 'order-status', '--url', demo.emulator.url);
    expect(said).toContain('<--  [200]');
    expect(fired).toBe(0);
  });

  it('says what a page would miss when nobody is signed in', async () => {
    const [code, output] = await ask('--json', '--variant', 'text');
    expect(code).toBe(1);
    expect(JSON.parse(output)).toMatchObject([
      {
        variant: 'text',
        succeeded: false,
        summary: 'No token: endpoint:status: 401.',
        response: { status: 401 },
        check: null,
      },
    ]);
  });

  it('sends the preflight of a page of another origin, and believes what it says', async () => {
    const cookie = cookieOf(await signIn(demo.shop, 'kari@example.com'));
    const askFrom = async (origin: string): Promise<readonly [number, TokenRequest]> => {
      const words = ['--cookie', cookie, '--variant', 'json', '--origin', origin, '--json'];
      const [code, output] = await ask(...words);
      const [request] = JSON.parse(output) as [TokenRequest];
      return [code, request];
    };
    const [allowed, good] = await askFrom('https://www.example.com');
    expect(good.rules.slice(0, 3)).toMatchObject([
      { rule: 'cors:preflight', verdict: 'ok' },
      { rule: 'cors:answer', verdict: 'ok' },
      { rule: 'cors:cookies', verdict: 'warning' },
    ]);
    expect(allowed).toBe(0);
    const [refused, bad] = await askFrom('https://evil.example');
    expect(bad).toMatchObject({ response: null, check: null });
    expect(bad.rules).toMatchObject([{ rule: 'cors:preflight', verdict: 'failed' }]);
    expect(refused).toBe(1);
  });
});

describe('kindly-emulator sign-in', () => {
  it('takes no token that a browser would hide from the page', async () => {
    const { client } = await startEmulator();
    const server = createServer((_request, response) => {
      response.setHeader('Content-Type', 'application/json').end('{"token":"a.b.c"}');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const endpoint = `http://127.0.0.1:${(server.address() as { port: number }).port}/`;
    const words = ['sign-in', endpoint, '--url', client.url, '--variant', 'text'];
    const [code, output] = await run(...words, '--origin', 'https://www.example.com');
    expect(output).toContain('No token: cors:answer: there is no Access-Control-Allow-Origin.');
    expect(code).toBe(1);
    expect((await client.state()).tokenChecks).toEqual([]);
    // The page of the same origin gets it, and learns what is wrong with it.
    await run(...words);
    expect((await client.state()).tokenChecks[0]?.summary).toContain('Refused: format');
  });

  it.each<[string, readonly string[], RegExp]>([
    ['no endpoint', [], /^Which endpoint\?/],
    ['an endpoint that is no URL', ['nonsense'], /^url must be the http\(s\) URL/],
    ['a URL that nobody can parse', ['http://xn--a.com/'], /^url must be the http\(s\) URL/],
    ['no such variant', ['http://localhost:1/', '--variant', 'form'], /^variant must be one of/],
    ['two lines in a header', ['http://localhost:1/', '--cookie', 'a\nb'], /^cookie must be/],
    ['no such chat', ['http://localhost:1/', '--chat', 'x'], /^There is no such chat/],
  ])('refuses %s in one line', async (_name, words, line) => {
    const { client } = await startEmulator();
    const [code, output] = await run('sign-in', ...words, '--url', client.url);
    expect(output).toMatch(line);
    expect(output.trimEnd().split('\n')).toHaveLength(1);
    expect(code).toBe(2);
  });
});
