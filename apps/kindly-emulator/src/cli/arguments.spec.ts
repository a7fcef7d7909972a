import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readArguments } from './arguments.js';
import { COMMANDS } from './commands.js';
import { configOf } from './start.options.js';
import { ConfigError } from '../config/config.error.js';
import { loadConfig } from '../config/load-config.js';

const folder = mkdtempSync(join(tmpdir(), 'kindly-emulator-'));
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(text: string): string {
  const file = join(folder, 'config.json');
  writeFileSync(file, text);
  return file;
}

function load(words: readonly string[], variables: NodeJS.ProcessEnv = {}, text?: string) {
  const file = text === undefined ? undefined : fileOf(text);
  const request = readArguments(words, COMMANDS);
  if (request.kind !== 'run') throw new Error('this starts nothing');
  return loadConfig(configOf(request.invocation.flags), variables, file);
}

describe('loadConfig', () => {
  it('starts from nothing, with a bot of its own', () => {
    const config = load([]);
    expect(config).toMatchObject({
      port: 4000,
      listen: '127.0.0.1',
      rules: 'strict',
      dialogues: [],
    });
    expect(config.botKey).toMatch(/^[\da-f-]{36}$/);
  });

  it('lets flags win over the environment, and that over the file', () => {
    const text =
      '{"port": 1, "botKey": "file", "botName": "file", "hmacSecrets": {"tickets": "t"}}';
    const variables = { KINDLY_BOT_KEY: 'env', KINDLY_EMULATOR_PORT: '2', KINDLY_HMAC_SECRET: 's' };
    expect(load(['--port', '3'], variables, text)).toMatchObject({
      port: 3,
      botKey: 'env',
      botName: 'file',
      hmacSecrets: { tickets: 't', dialogue: 's' },
    });
  });

  it('reads the short forms', () => {
    const words = [
      '--hmac',
      'c2VjcmV0c2VjcmV0==\n',
      '--hmac',
      'tickets=b=c',
      '--host',
      'Shop.example.com=http://localhost:3000',
      '--dialogue',
      'order-status=https://shop.example.com/orders',
    ];
    expect(load(words)).toMatchObject({
      hmacSecrets: { dialogue: 'c2VjcmV0c2VjcmV0==', tickets: 'b=c' },
      hosts: { 'shop.example.com': 'http://localhost:3000' },
      dialogues: [
        {
          slug: 'order-status',
          phrases: ['order status', 'order-status'],
          webhook: 'https://shop.example.com/orders',
          kind: 'dialogue',
        },
      ],
    });
  });

  it('reads everything from the environment, too', () => {
    const variables = {
      KINDLY_HMAC_SECRET: 'one\n',
      KINDLY_HMAC_SECRET_TICKETS: 'two',
      KINDLY_EMULATOR_URL: 'https://emulator.example.com',
      KINDLY_EMULATOR_HOSTS: 'a.example=http://localhost:1, B.example=http://localhost:2,',
      KINDLY_EMULATOR_DIALOGUES: 'order-status=https://a.example/orders',
      KINDLY_EMULATOR_PAYLOAD: 'spaced',
      KINDLY_EMULATOR_TOKEN_CALLS: '3',
      KINDLY_EMULATOR_SLOW: '1000',
      KINDLY_EMULATOR_TIMEOUT: '5000',
    };
    expect(load([], variables)).toMatchObject({
      url: 'https://emulator.example.com',
      hmacSecrets: { dialogue: 'one', tickets: 'two' },
      hosts: { 'a.example': 'http://localhost:1', 'b.example': 'http://localhost:2' },
      dialogues: [{ slug: 'order-status', webhook: 'https://a.example/orders' }],
      payload: 'spaced',
      tokenCalls: 3,
      slowAfter: 1000,
      webhookTimeout: 5000,
    });
    expect(load([], { KINDLY_EMULATOR_OPEN_CONSOLE: 'true' }).openConsole).toBe(true);
    expect(() => load([], { KINDLY_EMULATOR_OPEN_CONSOLE: 'yes' })).toThrow('openConsole: ');
    expect(() => load([], { KINDLY_HMAC_SECRET_FILE: '/run/x' })).toThrow('is not read');
    expect(() => load([], { KINDLY_HMAC_SECRET: 'a', KINDLY_HMAC_SECRET_DIALOGUE: 'b' })).toThrow(
      'second secret of "dialogue"',
    );
    expect(() => load([], { KINDLY_EMULATOR_HOSTS: 'a.example' })).toThrow(
      'KINDLY_EMULATOR_HOSTS must be of the form name=value',
    );
  });

  it.each<[string, readonly string[], string | undefined, RegExp]>([
    [
      'an unknown flag',
      ['--prot', '1'],
      undefined,
      /'--prot'. Did you mean --port\? See kindly-emulator start --help/,
    ],
    ['an unknown command', ['stop'], undefined, /no command "stop". See --help/],
    [
      'a command with a slip',
      ['sing-in'],
      undefined,
      /no command "sing-in". Did you mean sign-in\?/,
    ],
    ['a flag of another command', ['--fault', 'x'], undefined, /Unknown option '--fault'. See/],
    ['a word too much', ['start', 'now'], undefined, /"now" is too much for kindly-emulator start/],
    [
      'a flag without its value',
      ['--port', '--json'],
      undefined,
      /'--port.* argument is ambiguous/,
    ],
    ['a port that is none', ['--port', 'x'], undefined, /^port: /],
    ['rules that there are not', ['--rules', 'soft'], undefined, /^rules: /],
    ['a host without a target', ['--host', 'shop.example.com'], undefined, /name=value/],
    ['a target that is no URL', ['--host', 'a.example=localhost:3000'], undefined, /http\(s\) URL/],
    ['a host that is a URL', ['--host', 'http://a.example=http://b'], undefined, /no host name/],
    ['a dialogue that is no URL', ['--dialogue', 'a=b'], undefined, /^dialogues\[0\]\.webhook: /],
    ['a key that is not there', ['--public-key', '/nowhere.pem'], undefined, /cannot be read/],
    ['a file that is no JSON', [], '{', /is not JSON/],
    ['a file that is a list', [], '[]', /must hold a JSON object/],
    ['a URL with a path', ['--url', 'https://a.example/x'], undefined, /^url must have no path/],
    ['a URL that nobody can parse', ['--url', 'http://xn--a.com'], undefined, /^url: /],
    ['two secrets of one kind', ['--hmac', 'a', '--hmac', 'dialogue=b'], undefined, /two secrets/],
    ['null for a URL', [], '{"url": null}', /^url: /],
    ['null for a key', [], '{"publicKey": null}', /^publicKey: /],
    [
      'null for a webhook',
      [],
      '{"dialogues": [{"slug": "a", "webhook": null}]}',
      /^dialogues\[0\]\.webhook: /,
    ],
    ['an unknown setting', [], '{"prot": 1}', /"prot" is no setting/],
    ['a secret that is no text', [], '{"hmacSecrets": {"dialogue": 1}}', /hmacSecrets\.dialogue/],
    [
      'localhost for a public host',
      ['--host', 'localhost=http://localhost:1'],
      undefined,
      /no host name/,
    ],
    [
      'a target with a path',
      ['--host', 'a.example=http://localhost/x'],
      undefined,
      /without a path/,
    ],
    ['a misspelt field', [], '{"dialogues": [{"slug": "a", "webhok": "x"}]}', /webhok/],
    ['a mute dialogue', [], '{"dialogues": [{"slug": "a"}]}', /needs a webhook or a reply/],
    [
      'one slug for two',
      ['--dialogue', 'a=https://x.example', '--dialogue', 'a=https://y.example'],
      undefined,
      /two dialogues "a"/,
    ],
    ['a slug that is none', [], '{"dialogues": [{"slug": "a b"}]}', /^dialogues\[0\]\.slug: /],
  ])('says in one line what is wrong: %s', (_name, words, text, message) => {
    expect(() => load(words, {}, text)).toThrow(ConfigError);
    expect(() => load(words, {}, text)).toThrow(message);
  });
});
