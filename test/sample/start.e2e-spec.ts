import { createPublicKey } from 'node:crypto';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Answer, send } from '../support/http.js';
import { keyPair } from '../support/kindly.js';
import { dataFolder, type Environment, Sample, signIn, startSample } from '../support/sample.js';

function printedKey({ output }: Sample): string {
  return /-----BEGIN PUBLIC KEY-----[\s\S]+-----END PUBLIC KEY-----/.exec(output)?.[0] ?? '';
}

/** A module without a file. */
function asModule(source: string): string {
  return `data:text/javascript,${encodeURIComponent(source)}`;
}

describe.each(['express', 'fastify'])('the sample on %s', (ADAPTER) => {
  it('says where it listens, and which key to paste where', async () => {
    const { output, url } = await startSample({ ADAPTER });
    expect(output).toContain(`Token endpoint   POST ${url}/kindly/token`);
    expect(output).toContain(`${url}/webhooks/orders`);
    expect(output).toContain('Settings → Kindly Chat → Authentication');
    expect((await send(url, { method: 'GET' })).status).toBe(200);
  });

  it('makes a key for its owner alone on the first start, and keeps it', async () => {
    const DATA_FOLDER = await dataFolder();
    const first = await startSample({ ADAPTER, DATA_FOLDER });
    const file = join(DATA_FOLDER, 'kindly-private.pem');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(createPublicKey(await readFile(file)).equals(createPublicKey(printedKey(first)))).toBe(
      true,
    );
    await first.stop();
    const second = await startSample({ ADAPTER, DATA_FOLDER });
    expect(printedKey(second)).toBe(printedKey(first));
  });

  it.each([
    // Ended by the signal, as the shell expects of a program that somebody stops with Ctrl-C.
    ['SIGINT', [null, 'SIGINT']],
    // An orchestrator takes anything but 0 for a failure.
    ['SIGTERM', [0, null]],
  ] as const)('stops without a word on %s', async (signal, end) => {
    const sample = await startSample({ ADAPTER });
    const { output } = sample;
    expect(await sample.stop(signal)).toEqual(end);
    expect(sample.output).toBe(output);
  });
});

describe('the sample', () => {
  it('takes a variable that is empty for one that is not set', async () => {
    const { url } = await startSample({
      KINDLY_BOT_KEY: '',
      KINDLY_HMAC_SECRET: '',
      KINDLY_TICKET_VERIFY_TOKEN: '',
      CORS_ORIGIN: '',
    });
    expect(await send(url, { method: 'GET' })).toMatchObject({
      status: 200,
      text: expect.stringContaining('Set <code>KINDLY_BOT_KEY</code>'),
    });
    const handshake = `${url}/webhooks/tickets?verify_token=&challenge=hello`;
    expect((await send(handshake, { method: 'GET' })).status).toBe(401);
  });

  it('has no customers whose password anybody may know in production', async () => {
    const { privateKey } = keyPair();
    const { url } = await startSample({
      NODE_ENV: 'production',
      KINDLY_PRIVATE_KEY: privateKey,
      KINDLY_HMAC_SECRET: 'the-dialogue-secret-of-this-test',
      KINDLY_TICKET_SECRET: 'the-ticket-secret-of-this-test',
      KINDLY_TICKET_VERIFY_TOKEN: 'the-word-of-this-test',
    });
    const answer = await signIn(url, 'kari@example.com');
    expect(answer.status).toBe(401);
    expect(answer.text).not.toContain('demo customer');
    const out = await send(`${url}/sign-out`);
    expect(out.headers['set-cookie']).toEqual([
      expect.stringMatching(/^__Host-shop_session=; .*Path=\/; HttpOnly; Secure; SameSite=Lax$/),
    ]);
  });

  it('loads nothing of Redis or of a PostgreSQL elsewhere that it has not been told of', async () => {
    const SERVERS = '/^(pg|keyv|@keyv\\/redis|rate-limiter-flexible)$/';
    const hooks = asModule(`export async function resolve(name, context, next) {
      if (${SERVERS}.test(name)) throw new Error(name + ' is loaded');
      return next(name, context);
    }`);
    const NODE_OPTIONS = `--no-warnings --import=${asModule(
      `import { register } from 'node:module'; register(${JSON.stringify(hooks)});`,
    )}`;
    const { url } = await startSample({ NODE_OPTIONS });
    expect((await signIn(url, 'kari@example.com')).status).toBe(303);
    const redis = new Sample({ NODE_OPTIONS, REDIS_URL: 'redis://127.0.0.1:1' });
    expect(await redis.end()).toEqual([1, null]);
    expect(redis.output).toContain('@keyv/redis is loaded');
  });

  it('lets visitors ask as often as it is told', async () => {
    const { url } = await startSample({ RATE_LIMIT: '12' });
    const statuses = async (count: number, attempt: () => Promise<Answer>): Promise<number[]> =>
      (await Promise.all(Array.from({ length: count }, attempt))).map(({ status }) => status);
    const pages = await statuses(14, () => send(url, { method: 'GET' }));
    expect(pages.filter((status) => status === 429)).toHaveLength(2);
    const attempts = await statuses(3, () => signIn(url, 'nobody@example.com'));
    expect(attempts.filter((status) => status === 429)).toHaveLength(2);
    const tokens = await statuses(5, () => send(`${url}/kindly/token`));
    expect(tokens.filter((status) => status === 429)).toHaveLength(2);
  });

  it('tells visitors behind a proxy apart', async () => {
    const { url } = await startSample({ TRUST_PROXY: '1' });
    const statusFor = async (visitor: string): Promise<number> => {
      const form = ['Content-Type', 'application/x-www-form-urlencoded'];
      const headers = [...form, 'X-Forwarded-For', visitor];
      return (await send(`${url}/sign-in`, { headers, body: 'email=a&password=b' })).status;
    };
    // At once: checked one after the other, they might take longer than they are counted for.
    const attempts = Array.from({ length: 11 }, () => statusFor('192.0.2.1'));
    expect((await Promise.all(attempts)).filter((status) => status === 429)).toHaveLength(1);
    expect(await statusFor('192.0.2.2')).toBe(401);
  });
});

describe('the sample does not start, and says why in one line', () => {
  const production = {
    NODE_ENV: 'production',
    KINDLY_PRIVATE_KEY: 'x',
    KINDLY_HMAC_SECRET: 'x',
    KINDLY_TICKET_SECRET: 'x',
    KINDLY_TICKET_VERIFY_TOKEN: 'x',
  };
  const without = (name: keyof typeof production): Environment => ({ ...production, [name]: '' });

  async function expectLine(environment: Environment, line: string | RegExp): Promise<void> {
    const sample = new Sample({ DATA_FOLDER: await dataFolder(), ...environment });
    expect(await sample.end()).toEqual([1, null]);
    expect(sample.output.trimEnd().split('\n')).toEqual([expect.stringMatching(line)]);
  }

  it.each<[Environment, RegExp]>([
    [{ PORT: '99999' }, /^PORT must not be greater than 65535/],
    [{ PORT: 'three' }, /^PORT must/],
    [{ ADAPTER: 'koa' }, /^ADAPTER must be one of/],
    [{ KINDLY_CHAT_URL: 'javascript:alert(1)' }, /^KINDLY_CHAT_URL must be a URL/],
    [{ CORS_ORIGIN: 'elsewhere' }, /^CORS_ORIGIN must be an origin/],
    [{ CORS_ORIGIN: 'https://www.example.com/' }, /^CORS_ORIGIN must be an origin/],
    [{ TRUST_PROXY: 'true' }, /^TRUST_PROXY must/],
    [
      { DATABASE_URL: 'mysql://shop:hunter2@localhost' },
      /^DATABASE_URL must be a URL(?!.*hunter2)/,
    ],
    [{ REDIS_URL: 'localhost:6379' }, /^REDIS_URL must be a URL/],
    [{ RATE_LIMIT: '0' }, /^RATE_LIMIT must/],
    [{ KINDLY_REVOCATION_UNAVAILABLE: 'maybe' }, /^KINDLY_REVOCATION_UNAVAILABLE must be one of/],
    [
      { KINDLY_PREVIOUS_PUBLIC_KEYS: 'hunter2' },
      /^(?!.*hunter2).*option "previousPublicKeys\[0\]"/,
    ],
    [{ NODE_ENV: 'prod' }, /^NODE_ENV must be one of/],
    [without('KINDLY_PRIVATE_KEY'), /^KINDLY_PRIVATE_KEY must be set when/],
    [without('KINDLY_HMAC_SECRET'), /^KINDLY_HMAC_SECRET must be set when/],
    [without('KINDLY_TICKET_SECRET'), /^KINDLY_TICKET_SECRET must be set when/],
    [without('KINDLY_TICKET_VERIFY_TOKEN'), /^KINDLY_TICKET_VERIFY_TOKEN must be set when/],
    [production, /option "privateKey" is no PEM text/],
    [
      { KINDLY_WEBHOOK_DOMAINS: 'a.example, localhost' },
      /option "webhookDomains\[1\]" is localhost/,
    ],
  ])('%j', async (environment, line) => {
    await expectLine(environment, line);
  });

  it('for a port that is in use', async () => {
    const server = createServer().listen(0);
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const { port } = server.address() as { port: number };
    await expectLine({ PORT: String(port) }, new RegExp(`^Port ${port} is in use\\.`));
  });

  it('for a key that is no key', async () => {
    const DATA_FOLDER = await dataFolder();
    await writeFile(join(DATA_FOLDER, 'kindly-private.pem'), 'hunter2');
    await expectLine({ DATA_FOLDER }, /^(?!.*hunter2).*option "privateKey" is no PEM text/);
  });

  it('for a key that cannot be read', async () => {
    const DATA_FOLDER = await dataFolder();
    await mkdir(join(DATA_FOLDER, 'kindly-private.pem'));
    await expectLine({ DATA_FOLDER }, /kindly-private\.pem cannot be read \(EISDIR\)/);
  });

  it('for a data folder that cannot be made', async () => {
    const folder = await dataFolder();
    await writeFile(join(folder, 'file'), '');
    await expectLine({ DATA_FOLDER: join(folder, 'file') }, /file.* cannot be read \(ENOTDIR\)/);
  });
});
