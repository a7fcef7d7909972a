import { createPublicKey } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { generateKindlyKeyPair } from '../src/keys/key-pair.js';
import { hasPair, makeSecrets } from './secrets.js';

const ENV = `KINDLY_WEBHOOK_DOMAINS=*.example.org , shop.example.com
KINDLY_HMAC_SECRET=secret
KINDLY_PRIVATE_KEY_FILE=.kindly/private.pem
`;
const OLD = { isEnvNew: false, prefix: '' };
const FILES = ['.kindly/private.pem', '.kindly/public.pem', '.kindly/emulator.json'];

describe('makeSecrets', () => {
  let folder: string;
  const pathOf = (file: string): string => join(folder, file);
  const read = (file: string): string => readFileSync(pathOf(file), 'utf8');

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kindly-secrets-'));
    writeFileSync(pathOf('.env'), ENV);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('makes a pair, and an emulator that fits it', async () => {
    expect(await makeSecrets(folder, OLD)).toEqual(FILES);
    const publicKey = createPublicKey(read('.kindly/private.pem'));
    expect(publicKey.asymmetricKeyDetails?.modulusLength).toBe(2048);
    expect(read('.kindly/public.pem')).toBe(publicKey.export({ type: 'spki', format: 'pem' }));
    expect(JSON.parse(read('.kindly/emulator.json'))).toEqual({
      publicKey: read('.kindly/public.pem'),
      hmacSecrets: { dialogue: 'secret' },
      hosts: { 'www.example.org': 'http://localhost:3000' },
      dialogues: [
        { slug: 'hello', phrases: ['*'], webhook: 'https://www.example.org/kindly/webhook' },
      ],
    });
  });

  it('makes an emulator that finds the webhook under a prefix', async () => {
    await makeSecrets(folder, { ...OLD, prefix: '/api' });
    expect(JSON.parse(read('.kindly/emulator.json'))).toMatchObject({
      dialogues: [{ webhook: 'https://www.example.org/api/kindly/webhook' }],
    });
  });

  it.runIf(process.platform !== 'win32')('lets nobody else read them', async () => {
    await makeSecrets(folder, OLD);
    const modeOf = (path: string): number => statSync(pathOf(path)).mode % 0o1000;
    expect(FILES.map(modeOf)).toEqual([0o600, 0o600, 0o600]);
    expect(modeOf('.kindly')).toBe(0o700);
  });

  it.runIf(process.platform !== 'win32').each([
    ['a new .env', true, 0o600],
    ['no .env that was there', false, 0o644],
  ])('takes %s from others', async (_name, isEnvNew, mode) => {
    chmodSync(pathOf('.env'), 0o644);
    await makeSecrets(folder, { ...OLD, isEnvNew });
    expect(statSync(pathOf('.env')).mode % 0o1000).toBe(mode);
  });

  it('makes nothing twice', async () => {
    await makeSecrets(folder, OLD);
    const before = FILES.map(read);
    expect(await makeSecrets(folder, OLD)).toEqual([]);
    expect(FILES.map(read)).toEqual(before);
  });

  it('never overwrites a key, and derives what is missing from it', async () => {
    await makeSecrets(folder, OLD);
    const [privateKey, publicKey] = FILES.map(read);
    rmSync(pathOf('.kindly/public.pem'));
    expect(await makeSecrets(folder, OLD)).toEqual(['.kindly/public.pem']);
    expect(FILES.map(read).slice(0, 2)).toEqual([privateKey, publicKey]);
  });

  it('leaves a key alone that it cannot read, and does not say what is in it', async () => {
    mkdirSync(pathOf('.kindly'));
    writeFileSync(pathOf('.kindly/private.pem'), 'not a key');
    const failure = makeSecrets(folder, OLD);
    await expect(failure).rejects.toThrow('.kindly/private.pem holds no private key');
    await expect(failure).rejects.not.toThrow('not a key');
    expect(read('.kindly/private.pem')).toBe('not a key');
    expect(readdirSync(pathOf('.kindly'))).toEqual(['private.pem']);
  });

  it.each([
    'KINDLY_PRIVATE_KEY=in-a-store\n',
    `export KINDLY_PRIVATE_KEY=in-a-store\n${ENV}`,
    'KINDLY_PRIVATE_KEY_FILE=keys/own.pem\n',
    '',
  ])('makes no key for an app that has one elsewhere: %j', async (env) => {
    writeFileSync(pathOf('.env'), env);
    expect(await makeSecrets(folder, OLD)).toEqual([]);
    expect(existsSync(pathOf('.kindly'))).toBe(false);
    expect(hasPair(folder)).toBe(false);
  });

  it.each(['', 'KINDLY_PRIVATE_KEY=\n', 'KINDLY_PRIVATE_KEY_FILE=./.kindly/private.pem\n'])(
    'makes one for an app that looks for it there: %j',
    async (more) => {
      writeFileSync(pathOf('.env'), ENV + more);
      expect(await makeSecrets(folder, OLD)).toEqual(FILES);
      expect(hasPair(folder)).toBe(true);
    },
  );

  it.each([
    ['an emulator for a key that is in .env and in the file', true],
    ['none for a file that the app does not sign with', false],
  ])('makes %s', async (_name, isSame) => {
    await makeSecrets(folder, OLD);
    const { privateKey: another } = await generateKindlyKeyPair();
    const key = isSame ? read('.kindly/private.pem') : another;
    for (const path of FILES.slice(1)) rmSync(pathOf(path));
    writeFileSync(pathOf('.env'), `${ENV}KINDLY_PRIVATE_KEY="${key.replaceAll('\n', '\\n')}"\n`);
    expect(await makeSecrets(folder, OLD)).toEqual(isSame ? FILES.slice(1) : []);
    expect(hasPair(folder)).toBe(isSame);
  });
});
