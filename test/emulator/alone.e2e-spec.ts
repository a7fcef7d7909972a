import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { describe, expect, it } from 'vitest';
import { AppProcess } from '../support/app-process.js';
import { ChatClient, EMULATOR, freePort, startEmulator } from '../support/emulator.js';
import { send } from '../support/http.js';

function run(...parameters: string[]): AppProcess {
  return new AppProcess({ script: EMULATOR, parameters, ready: 'never' });
}

describe('kindly-emulator', () => {
  it('starts with nothing configured, and shows what to copy', async () => {
    const { process, client } = await startEmulator();
    expect(process.output).toContain('this is not Kindly');
    expect(process.output).toContain(`src="${client.url}/kindly-chat.js"`);
    const { warnings, settings } = await client.state();
    expect(settings.publicKey).toBe('');
    expect(warnings).toEqual([
      expect.stringContaining('no public key yet'),
      expect.stringContaining('no dialogues yet'),
    ]);
  });

  it('helps, with examples, and tells its version', async () => {
    const help = run('--help');
    expect(await help.end()).toEqual([0, null]);
    expect(help.output).toContain('kindly-emulator trigger order-status');
    for (const words of [
      ['help', 'trigger'],
      ['trigger', '--help'],
    ]) {
      const ofCommand = run(...words);
      expect(await ofCommand.end()).toEqual([0, null]);
      expect(ofCommand.output).toContain('kindly-emulator trigger order-status --fault hmac-wrong');
    }
    const version = run('--version');
    await version.end();
    const { version: packaged } = JSON.parse(
      readFileSync('apps/kindly-emulator/package.json', 'utf8'),
    ) as { version: string };
    expect(version.output).toBe(`${packaged}\n`);
  });

  it('says for scripts in one line what to copy', async () => {
    const process = new AppProcess({
      script: EMULATOR,
      parameters: ['--port', '0', '--bot-key', 'one', '--json'],
      ready: '\n',
    });
    await process.ready();
    const ready = JSON.parse(process.output) as Record<string, unknown>;
    expect(ready).toMatchObject({
      botKey: 'one',
      hosts: {},
      warnings: [{}, {}].map(() => expect.any(String)),
    });
    expect(ready['scriptTag']).toContain(`src="${String(ready['url'])}/kindly-chat.js"`);
    await process.stop();
  });

  it.each([
    [['--nonsense'], /Unknown option '--nonsense'/],
    [['dance'], /no command "dance"/],
    [['--port', '70000'], /^port: /],
    [['trigger'], /Which dialogue\?/],
    [
      ['trigger', 'x', '--url', 'http://localhost:1'],
      /No emulator answers at http:\/\/localhost:1/,
    ],
  ])('says in one line what is wrong: %j', async (parameters, line) => {
    const process = run(...parameters);
    expect(await process.end()).toEqual([2, null]);
    expect(process.output.trimEnd().split('\n')).toEqual([expect.stringMatching(line)]);
  });

  it('says that its port is in use', async () => {
    const { client } = await startEmulator();
    const second = run('--port', new URL(client.url).port);
    expect(await second.end()).toEqual([2, null]);
    expect(second.output).toMatch(/^The port is in use\.[^\n]*\n$/);
  });

  it.each([
    [['--listen', '0.0.0.0'], 'others can use its chat. The console answers on this machine alone'],
    [['--url', 'https://emulator.example.com'], 'others can use its chat. The console answers'],
    [['--listen', '0.0.0.0', '--open-console'], 'others can use its chat, and its console'],
  ])('warns when others can reach it: %j', async (parameters, warning) => {
    const { process } = await startEmulator(parameters);
    expect(process.output).toContain(warning);
  });

  describe('keeps its control API', () => {
    const addresses = Object.values(networkInterfaces()).flatMap((list = []) => list);
    const outside = addresses.find(({ family, internal }) => family === 'IPv4' && !internal);

    async function asker(...parameters: string[]) {
      const port = String(await freePort());
      await startEmulator([...parameters, '--port', port]);
      return async (address: string, ...headers: string[]): Promise<number> => {
        const url = `http://${address}:${port}/api/state`;
        const named = headers.includes('Host')
          ? headers
          : ['Host', `localhost:${port}`, ...headers];
        return (await send(url, { method: 'GET', headers: named })).status;
      };
    }

    it.runIf(outside)('from others on the network, whatever Host they write', async () => {
      const ask = await asker('--listen', '0.0.0.0');
      expect(await ask('127.0.0.1')).toBe(200);
      expect(await ask(outside?.address ?? '')).toBe(403);
    });

    it('from what comes through a tunnel', async () => {
      const ask = await asker('--url', 'https://emulator.example.com');
      expect(await ask('127.0.0.1', 'Host', 'emulator.example.com')).toBe(403);
      expect(await ask('127.0.0.1')).toBe(200);
    });

    it('unless it is opened to them, and then from other hosts and origins still', async () => {
      const ask = await asker('--url', 'https://emulator.example.com', '--open-console');
      const named = ['Host', 'emulator.example.com'];
      expect(await ask('127.0.0.1', ...named)).toBe(200);
      const origin = ['Origin', 'https://emulator.example.com'];
      expect(await ask('127.0.0.1', ...named, ...origin)).toBe(200);
      expect(await ask('127.0.0.1')).toBe(200);
      expect(await ask('127.0.0.1', 'Host', 'evil.example')).toBe(403);
      expect(await ask('127.0.0.1', ...named, 'Origin', 'https://evil.example')).toBe(403);
    });
  });

  it('takes a public key that is pasted, and says what is wrong with another', async () => {
    const { client } = await startEmulator();
    const { publicKey, privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    expect(await client.control('PATCH', 'settings', { publicKey: privateKey })).toMatchObject({
      status: 400,
      body: { error: 'public_key', message: expect.stringContaining('PRIVATE key') },
    });
    const answer = await client.control('PATCH', 'settings', { publicKey, rules: 'lenient' });
    expect(answer.body).toMatchObject({ publicKey: publicKey.trim(), rules: 'lenient' });
    expect((await client.state()).warnings).toHaveLength(1);
  });

  it('stops on Ctrl-C with streams open', async () => {
    const { process, client, botKey } = await startEmulator();
    const chat = new ChatClient(client.url, botKey);
    await chat.connect();
    const stream = await fetch(
      `${client.url}/chatbubble/v2/stream?chat=${chat.id}&token=${chat.token}`,
    );
    expect(stream.headers.get('content-type')).toContain('text/event-stream');
    const [code] = await process.stop();
    expect(code).toBeNull();
  });
});

describe('the chat API', () => {
  it('opens a chat, greets it once, and knows it again', async () => {
    const { client, botKey } = await startEmulator(['--dialogue', 'hours=https://a.example/hours']);
    const chat = new ChatClient(client.url, botKey);
    const first = await chat.connect({ context: { page: 'cart' }, web_host: 'a.example' });
    expect(first).toMatchObject({
      status: 200,
      body: { chat_id: chat.id, messages: [{ sender: 'bot', buttons: [{ label: 'hours' }] }] },
    });
    const again = await chat.connect();
    expect(again.body).toEqual({ ...(first.body as object), token: chat.token });
  });

  it.each<[string, string, object, number, string]>([
    ['another bot', 'another', {}, 403, 'bot_unknown'],
    ['a context that is none', 'bot-of-this-test', { context: [1] }, 400, 'invalid'],
  ])('refuses %s', async (_name, botKey, body, status, error) => {
    const { client } = await startEmulator();
    const chat = new ChatClient(client.url, botKey);
    expect(await chat.connect(body)).toMatchObject({ status, body: { error } });
  });

  it('refuses a chat id that is none, and what has no token of its own', async () => {
    const { client, botKey } = await startEmulator();
    expect((await new ChatClient(client.url, botKey, 'chat-1').connect()).status).toBe(400);
    const chat = new ChatClient(client.url, botKey);
    await chat.connect();
    const stranger = new ChatClient(client.url, botKey, chat.id);
    expect(await stranger.post('message', { message: 'hi' })).toMatchObject({
      status: 404,
      body: { error: 'chat_unknown' },
    });
    const stream = `${client.url}/chatbubble/v2/stream?chat=${chat.id}&token=guess`;
    expect((await send(stream, { method: 'GET' })).status).toBe(404);
  });

  it('keeps a hundred chats, and tells the consoles which one it forgets', async () => {
    const { client, botKey } = await startEmulator();
    const events = await fetch(`${client.url}/api/events`);
    const [first, ...others] = Array.from(
      { length: 101 },
      () => new ChatClient(client.url, botKey),
    );
    await first?.connect();
    await Promise.all(others.map((chat) => chat.connect()));
    let said = '';
    for await (const bytes of events.body ?? []) {
      said += Buffer.from(bytes).toString();
      if (/event: chat-gone\n[^]*?\n\n/.test(said)) break;
    }
    const [, gone] = /event: chat-gone\n(?:id: .*\n)?data: \{"id":"([^"]+)"\}/.exec(said) ?? [];
    const { chats } = await client.state();
    expect(chats).toHaveLength(100);
    expect(chats.map(({ id }) => id)).not.toContain(gone);
    expect(gone).toMatch(/^[\da-f-]{36}$/);
  });

  it('can be reached from every page, without cookies', async () => {
    const { client } = await startEmulator();
    const preflight = await send(`${client.url}/chatbubble/v2/message`, {
      method: 'OPTIONS',
      headers: [
        'Origin',
        'https://shop.example.com',
        'Access-Control-Request-Method',
        'POST',
        'Access-Control-Request-Headers',
        'kindly-chat-uuid',
      ],
    });
    expect(preflight).toMatchObject({
      status: 204,
      headers: {
        'access-control-allow-origin': '*',
        'access-control-allow-headers': expect.stringContaining('kindly-chatbubble-token'),
      },
    });
    expect(preflight.headers['access-control-allow-credentials']).toBeUndefined();
    const script = await send(`${client.url}/kindly-chat.js`, { method: 'GET' });
    expect(script.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cross-origin-resource-policy': 'cross-origin',
    });
  });
});

describe('the control API', () => {
  it.each<[string, readonly string[]]>([
    ['another origin', ['Origin', 'https://evil.example']],
    ['another port of this machine', ['Origin', 'http://localhost:1']],
    ['an opaque origin', ['Origin', 'null']],
    ['another site', ['Sec-Fetch-Site', 'cross-site']],
    ['another port, by an image', ['Sec-Fetch-Site', 'same-site']],
    ['a name that was rebound', ['Host', 'evil.example']],
  ])('refuses %s', async (_name, headers) => {
    const { client } = await startEmulator();
    for (const [method, path] of [
      ['GET', 'state'],
      ['GET', 'events'],
      ['PUT', 'fault'],
      ['POST', 'trigger'],
    ]) {
      const answer = await send(`${client.url}/api/${path}`, { method: method ?? '', headers });
      expect(answer.status).toBe(403);
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  it('serves its console under a policy that runs nothing foreign', async () => {
    const { client } = await startEmulator();
    const page = await send(client.url, { method: 'GET' });
    expect(page.headers['content-security-policy']).toContain("script-src 'self'");
    expect(page.headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect((await send(`${client.url}/console/console.js`, { method: 'GET' })).status).toBe(200);
    for (const path of [
      '/console/..%2Findex.html',
      '/console/%2e%2e%2fsrc%2fmain.js',
      '/src/main.js',
    ]) {
      expect((await send(client.url + path, { method: 'GET' })).status).toBe(404);
    }
  });
});
