import { execFile } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppProcess } from '../support/app-process.js';
import { send } from '../support/http.js';
import { json } from '../support/kindly-module.js';
import { type LoopbackRegistry, startRegistry } from '../support/loopback-registry.js';

const execute = promisify(execFile);
const isWindows = process.platform === 'win32';

/** New apps as `nest new` makes them, and the Node that their command line needs, if not any of ours. */
const APPS = [
  { nest: 11, node: undefined },
  { nest: 12, node: '24' },
];

/** Says where an app listens, whose own output does not. */
const SAY_PORT = `import { Server } from 'node:net';
const { listen } = Server.prototype;
Server.prototype.listen = function (...parameters) {
  this.once('listening', () => console.log('port ' + this.address().port + ' is open'));
  return listen.apply(this, parameters);
};
`;

let registry: LoopbackRegistry;
beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry.close());

describe.each(APPS)('a new app of NestJS $nest', ({ nest, node }) => {
  const home = mkdtempSync(join(tmpdir(), `kindly-adoption-${nest}-`));
  const app = join(home, 'shop');
  let path = process.env['PATH'] ?? '';
  let running: AppProcess | undefined;

  /** Runs a command in the app; it throws when it fails. */
  async function run(command: string, args: readonly string[], cwd = app): Promise<string> {
    const { NODE_ENV: _mode, VITEST: _vitest, ...environment } = process.env;
    const env = { ...environment, PATH: path, npm_config_registry: registry.url };
    // The registry answers in this process, so nothing may wait here without letting it.
    const { stdout } = await execute(command, args, { cwd, env, shell: isWindows });
    return stdout;
  }

  /** The files that somebody would see to have changed. */
  function files(): Readonly<Record<string, string>> {
    const names = readdirSync(app, { recursive: true, encoding: 'utf8' }).filter(
      (name) => !/^(node_modules|dist|\.git)\b|\.tsbuildinfo$/.test(name),
    );
    const plain = names.filter((name) => statSync(join(app, name)).isFile());
    return Object.fromEntries(plain.map((name) => [name, readFileSync(join(app, name), 'utf8')]));
  }

  beforeAll(async () => {
    if (node) {
      const platform = isWindows ? 'win' : process.platform;
      const runtime = `node-${platform}-${process.arch}`;
      mkdirSync(join(home, 'node'));
      await run('npm', ['install', '--prefix', join(home, 'node'), `${runtime}@${node}`], home);
      path = join(home, 'node/node_modules', runtime, 'bin') + delimiter + path;
    }
    const made = ['new', 'shop', '--package-manager', 'npm'];
    await run('npx', ['--yes', `@nestjs/cli@${nest}`, ...made], home);
  });
  afterAll(async () => {
    await running?.stop('SIGKILL');
    rmSync(home, { recursive: true });
  });

  it('takes the package', async () => {
    const output = await run('npx', [
      'nest',
      'add',
      'nestjs-kindly-auth',
      '--issuer=https://shop.example.com',
      '--webhook-domains=shop.example.com',
    ]);
    expect(output).toContain('CREATE .kindly/private.pem');
    expect(output).toContain('npx kindly-emulator --config .kindly/emulator.json');
    expect(output).not.toContain('PRIVATE KEY-----');
    expect(output).not.toContain('By hand');
  });

  it('commits none of what is secret', async () => {
    await run('git', ['add', '--all']);
    const listed = await run('git', ['ls-files']);
    const tracked = listed.split('\n');
    expect(tracked).toContain('src/kindly/kindly.options.ts');
    expect(tracked.filter((name) => /^\.env|\.kindly|\.pem$/.test(name))).toEqual([]);
  });

  it('has the peers of its own NestJS', async () => {
    for (const name of ['common', 'jwt', 'passport']) {
      const manifest = join(app, `node_modules/@nestjs/${name}/package.json`);
      const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
      expect(version.split('.')[0]).toBe(String(nest));
    }
  });

  it('is formatted, lints and builds', async () => {
    await run('npx', ['prettier', '--check', 'src', 'test']);
    const before = files();
    // The lint of a new app mends what it can.
    await run('npm', ['run', 'lint']);
    expect(files()).toEqual(before);
    await run('npm', ['run', 'build']);
  });

  it.each(['test', 'test:e2e'])('passes its own tests: %s', async (script) => {
    await expect(run('npm', ['run', script])).resolves.toEqual(expect.any(String));
  });

  it('starts, tells nobody who is signed in, and takes no webhook that is not signed', async () => {
    const preload = join(home, 'say-port.mjs');
    writeFileSync(preload, SAY_PORT);
    running = new AppProcess({
      script: 'dist/main.js',
      folder: app,
      node: (await run('node', ['-p', 'process.execPath'])).trim(),
      environment: { PORT: '0', NODE_OPTIONS: `--import=${pathToFileURL(preload).href}` },
      ready: ' is open',
    });
    await running.ready();
    const url = `http://127.0.0.1:${/port (\d+) is open/.exec(running.output)?.[1]}`;
    const token = await send(`${url}/kindly/token`, json({ chatId: 'chat-1' }));
    expect(token).toMatchObject({ status: 401, body: { errorCode: 'not_signed_in' } });
    const webhook = await send(`${url}/kindly/webhook`, json({ chat_id: 'chat-1' }));
    expect(webhook).toMatchObject({ status: 401, body: { errorCode: 'signature_invalid' } });
  });

  it('is not changed by a second run', async () => {
    const before = files();
    const output = await run('npx', ['nest', 'add', 'nestjs-kindly-auth', '--skip-install']);
    expect(output).toContain('Nothing to be done.');
    expect(files()).toEqual(before);
  });
});
