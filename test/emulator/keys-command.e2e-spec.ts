import { execFileSync, spawnSync } from 'node:child_process';
import { createPrivateKey, createPublicKey } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { calculateJwkThumbprint } from 'jose';
import { describe, expect, it } from 'vitest';
import { type Ran, runCommand, temporaryFolder } from '../support/command-line.js';
import { EMULATOR } from '../support/emulator.js';

interface Made {
  readonly privateKeyFile: string;
  readonly publicKeyFile: string;
  readonly publicKey: string;
  readonly keyId: string;
  readonly bits: number;
}

const ROOT = join(import.meta.dirname, '../..');

/** A git work tree that ignores nothing. */
function repository(): string {
  const folder = temporaryFolder();
  execFileSync('git', ['init', '--quiet', folder]);
  return folder;
}

function keys(folder: string, ...words: readonly string[]): Promise<Ran> {
  return runCommand(['keys', ...words], { folder });
}

async function make(folder: string): Promise<Made> {
  const { stdout } = await keys(folder, '--json');
  return JSON.parse(stdout) as Made;
}

describe('kindly-emulator keys', () => {
  it('makes a pair, with the private key for its owner alone', async () => {
    const folder = temporaryFolder();
    const { code, stdout, stderr } = await keys(folder);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const file = join(folder, '.kindly/private.pem');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, '.kindly')).mode & 0o777).toBe(0o700);
    const publicPem = readFileSync(join(folder, '.kindly/public.pem'), 'utf8');
    const key = createPrivateKey(readFileSync(file));
    expect(createPublicKey(key).export({ type: 'spki', format: 'pem' })).toBe(publicPem);
    expect(stdout).toContain(publicPem.trim());
    expect(stdout).toContain('Settings → Kindly Chat → Authentication');
    expect(stdout).not.toContain('PRIVATE KEY-');
  });

  it.each(['public.pem', 'private.pem'])('shows the thumbprint of %s', async (name) => {
    const folder = temporaryFolder();
    const { publicKey, keyId } = await make(folder);
    const jwk = createPublicKey(publicKey).export({ format: 'jwk' });
    expect(keyId).toBe(await calculateJwkThumbprint(jwk as { kty: string }));
    const { stdout } = await keys(folder, `.kindly/${name}`);
    expect(stdout).toContain(`Key id           ${keyId}`);
    expect(stdout).not.toContain('PRIVATE KEY-');
    const shown = await keys(folder, `.kindly/${name}`, '--json');
    expect(JSON.parse(shown.stdout)).toMatchObject({ keyId, publicKey, bits: 2048 });
  });

  it('gives the lines for .env when they are asked for', async () => {
    const folder = temporaryFolder();
    const { publicKey } = await make(folder);
    for (const name of ['private', 'public']) {
      const { stdout } = await keys(folder, `.kindly/${name}.pem`, '--dotenv');
      writeFileSync(join(folder, '.env'), stdout, { flag: 'a' });
    }
    const script =
      'process.loadEnvFile(); process.stdout.write(process.env.KINDLY_PRIVATE_KEY + process.env.KINDLY_PUBLIC_KEY)';
    const { PATH = '' } = process.env;
    const loaded = execFileSync(process.execPath, ['-e', script], { cwd: folder, env: { PATH } });
    expect(loaded.toString()).toBe(
      readFileSync(join(folder, '.kindly/private.pem'), 'utf8').trim() + publicKey.trim(),
    );
  });

  it.each([
    ['private', '644', /^The private key is now in a file that others .* read: chmod 600/],
    ['private', '640', /^The private key is now in a file that others .* read: chmod 600/],
    ['private', '600', /^$/],
    ['public', '644', /^$/],
  ])(
    'puts the %s key into a file of mode %s, and says what that means',
    async (half, mode, aside) => {
      const folder = temporaryFolder();
      await make(folder);
      const file = join(folder, '.env');
      const descriptor = openSync(file, 'a');
      chmodSync(file, Number.parseInt(mode, 8));
      const words = [join(ROOT, EMULATOR), 'keys', `.kindly/${half}.pem`, '--dotenv'];
      const { status, stderr } = spawnSync(process.execPath, words, {
        cwd: folder,
        stdio: ['ignore', descriptor, 'pipe'],
        encoding: 'utf8',
      });
      closeSync(descriptor);
      expect(status).toBe(0);
      expect(stderr).toMatch(aside);
      expect(readFileSync(file, 'utf8')).toMatch(/^KINDLY_[A-Z]+_KEY="[^"]+"\n$/);
    },
  );

  it('says how a .env is kept secret, before it says how to fill it', async () => {
    const { stdout } = await keys(temporaryFolder());
    expect(stdout).toMatch(/git must ignore it[^]*chmod 600 \.env[^]*--dotenv >> \.env/);
  });

  it('writes over nothing', async () => {
    const folder = temporaryFolder();
    const { privateKeyFile } = await make(folder);
    const before = readFileSync(join(folder, privateKeyFile), 'utf8');
    const { code, stderr, stdout } = await keys(folder);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^\.kindly\/private\.pem is there already[^\n]*\n$/);
    expect(readFileSync(join(folder, privateKeyFile), 'utf8')).toBe(before);
  });

  it('leaves no half behind', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, '.kindly'));
    symlinkSync('/nowhere/at/all', join(folder, '.kindly/public.pem'));
    expect((await keys(folder)).code).toBe(2);
    expect(existsSync(join(folder, '.kindly/private.pem'))).toBe(false);
  });

  describe('in a git repository', () => {
    it('refuses a folder that is not ignored, and says what to do', async () => {
      const folder = repository();
      const { code, stderr } = await keys(folder);
      expect(code).toBe(2);
      expect(stderr).toContain("echo '.kindly/' >> .gitignore");
      expect(existsSync(join(folder, '.kindly'))).toBe(false);
      writeFileSync(join(folder, '.gitignore'), '.kindly/\n');
      expect((await keys(folder)).code).toBe(0);
    });

    it.each([
      ['.kindly/\n', true],
      ['.kindly/\n.env\n', false],
    ])('has .env ignored, too: with %j', async (ignored, hasAdvice) => {
      const folder = repository();
      writeFileSync(join(folder, '.gitignore'), ignored);
      const { stdout } = await keys(folder);
      expect(stdout.includes("echo '.env' >> .gitignore")).toBe(hasAdvice);
    });

    it('sees through links, and believes no variable of another repository', async () => {
      const [folder, outside] = [repository(), temporaryFolder()];
      mkdirSync(join(folder, 'config'));
      symlinkSync(join(folder, 'config'), join(outside, 'link'));
      const environment = { GIT_DIR: join(outside, '.git'), GIT_WORK_TREE: outside };
      const words = ['keys', '--out', 'link/keys'];
      const { code, stderr } = await runCommand(words, { folder: outside, environment });
      expect(stderr).toContain('lies in a git repository that does not ignore it');
      expect(code).toBe(2);
    });

    it('refuses where git cannot be asked', async () => {
      const folder = repository();
      const { code, stderr } = await runCommand(['keys'], { folder, environment: { PATH: '' } });
      expect(stderr).toContain('git does not say whether it is ignored');
      expect(code).toBe(2);
    });

    it('makes the pair all the same when it is told to', async () => {
      expect((await keys(repository(), '--allow-in-git')).code).toBe(0);
    });
  });

  it.each<[string, readonly string[], RegExp]>([
    ['too few bits', ['--bits', '1024'], /^--bits must be a whole number from 2048/],
    ['a file that is not there', ['nowhere.pem'], /^keys: the file nowhere\.pem cannot be read/],
    ['a folder that is a file', ['--out', process.execPath], /^ENOTDIR: not a directory/],
    ['--dotenv without a file', ['--dotenv'], /^--dotenv needs a file/],
  ])('refuses %s in one line', async (_name, words, line) => {
    const { code, stdout, stderr } = await keys(temporaryFolder(), ...words);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(line);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});
