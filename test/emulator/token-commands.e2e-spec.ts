import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { describe, expect, it } from 'vitest';
import type { RuleResult } from '../../apps/kindly-emulator/src/protocol/console-protocol.js';
import { ADAPTERS } from '../support/adapters.js';
import { type Ran, runCommand, temporaryFolder } from '../support/command-line.js';
import { CHAT_ID, ISSUER, keyPair, mint, now } from '../support/kindly.js';
import { webhookOf } from '../support/webhook.js';

const { privateKey, publicKey, keyId } = keyPair();
const { publicKey: otherKey } = keyPair('other');

function token(...words: readonly string[]): Promise<Ran> {
  return runCommand(['token', `--private-key=${privateKey}`, ...words]);
}

describe('kindly-emulator token', () => {
  it.each(ADAPTERS)('makes tokens that a webhook on $name takes', async (adapter) => {
    const words = ['--issuer', ISSUER, '--chat', CHAT_ID, '--sub', 'kari'];
    const { code, stdout, stderr } = await token(...words, '--domain', 'shop.example.com');
    expect(code).toBe(0);
    // Alone: what $(…) makes of it.
    expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    expect(stderr).toBe(`  A token of "kari" by "${ISSUER}", with the key ${keyId}.\n`);
    expect(decodeProtectedHeader(stdout.trim())).toEqual({ alg: 'RS256', typ: 'JWT', kid: keyId });
    const ask = await webhookOf(adapter)();
    const answer = await ask({ token: stdout.trim() });
    expect(answer).toMatchObject({ status: 200, body: { claims: { sub: 'kari' } } });
  });

  it('says beside the token what Kindly will not like, and makes it all the same', async () => {
    const { code, stdout, stderr } = await token('--lifetime=3600', '--claims', '{"sub":null}');
    expect(code).toBe(0);
    expect(decodeJwt(stdout.trim())).not.toHaveProperty('sub');
    expect(stderr).toMatch(/✗ lifetime +3600 seconds\n +▸ At most 900/);
    expect(stderr).toMatch(/✗ claim:sub +it is missing/);
    expect(stderr).toMatch(/! claim:webhook_domains/);
  });

  it('takes claims as flags, JSON and files, and says all of it as JSON', async () => {
    const file = join(temporaryFolder(), 'claims.json');
    writeFileSync(file, '{"tier": "gold", "iss": "file"}');
    const words = ['--name', 'Kari Nordmann', '--email', 'kari@example.com', '--key-id', 'one'];
    const { stdout, stderr } = await token(...words, '--claims', `@${file}`, '--json');
    const answer = JSON.parse(stdout) as Record<string, unknown>;
    expect(answer).toMatchObject({
      keyId: 'one',
      claims: { iss: 'file', tier: 'gold', email: 'kari@example.com', email_verified: true },
      rules: [{ rule: 'claim:webhook_domains', verdict: 'warning' }],
    });
    expect(decodeJwt(String(answer['token']))).toEqual(answer['claims']);
    expect(stderr).toBe('');
  });

  it.each<[string, readonly string[], RegExp]>([
    ['no key', [], /^Which key signs the token\?/],
    ['a public key', [`--private-key=${publicKey}`], /^--private-key: This is no private key/],
    ['half a key', [`--private-key=${privateKey.slice(0, 300)}`], /This PEM text is damaged/],
    ['claims that are no JSON', [`--private-key=${privateKey}`, '--claims', '{'], /is not JSON/],
    ['claims that are a list', [`--private-key=${privateKey}`, '--claims', '[]'], /JSON object/],
    ['a lifetime of words', [`--private-key=${privateKey}`, '--lifetime', 'x'], /whole number/],
  ])('refuses %s in one line', async (_name, words, line) => {
    const { code, stdout, stderr } = await runCommand(['token', ...words]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(line);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stderr).not.toContain('PRIVATE KEY-----\nM');
  });
});

interface Verified {
  readonly accepted: boolean | null;
  readonly summary: string;
  readonly rules: readonly RuleResult[];
  readonly claims: Record<string, unknown>;
}

async function verify(words: readonly string[], input = ''): Promise<Verified & { code: unknown }> {
  const { code, stdout } = await runCommand(['verify', ...words, '--json'], { input });
  return { code, ...(JSON.parse(stdout) as Verified) };
}

function namesOf({ rules }: Verified, verdict: RuleResult['verdict']): readonly string[] {
  return rules.filter((rule) => rule.verdict === verdict).map(({ rule }) => rule);
}

describe('kindly-emulator verify', () => {
  const withKey = [`--public-key=${publicKey}`];

  it('takes a good token from the word, a file or standard input', async () => {
    const good = mint();
    const file = join(temporaryFolder(), 'token.txt');
    writeFileSync(file, `${good}\n`);
    const words = [...withKey, '--chat', CHAT_ID, '--issuer', ISSUER];
    const ways: readonly (readonly [readonly string[], string?])[] = [
      [[good]],
      [[file]],
      [['-'], `${good}\n`],
      [[], good],
    ];
    for (const [operands, input] of ways) {
      const verified = await verify([...operands, ...words], input);
      expect(verified).toMatchObject({ accepted: true, code: 0, claims: { sub: 'user-1' } });
      expect(namesOf(verified, 'skipped')).toEqual([]);
    }
  });

  it('says without the public key what cannot be known, and takes nothing', async () => {
    const verified = await verify([mint()]);
    expect(verified).toMatchObject({ accepted: null, code: 1 });
    expect(namesOf(verified, 'skipped')).toEqual(['signature', 'claim:chat']);
    const bad = await verify([mint({ exp: now() - 60, iat: now() - 360 })]);
    expect(bad).toMatchObject({ accepted: false, code: 1 });
  });

  it.each<[string, () => string, readonly string[], string]>([
    ['another key pair', () => mint(), [`--public-key=${otherKey}`], 'signature'],
    ['a lifetime of a day', () => mint({ exp: now() + 86_400 }), withKey, 'lifetime'],
    ['another chat', () => mint(), [...withKey, '--chat', 'other'], 'claim:chat'],
    ['another issuer', () => mint(), [...withKey, '--issuer', 'other'], 'claim:iss'],
    ['no subject', () => mint({ sub: undefined }), withKey, 'claim:sub'],
    ['text', () => 'x'.repeat(20), withKey, 'format'],
  ])('refuses a token of %s by its rule', async (_name, made, words, rule) => {
    const verified = await verify([made(), ...words]);
    expect(namesOf(verified, 'failed')).toEqual([rule]);
    expect(verified).toMatchObject({ accepted: false, code: 1 });
  });

  it('shows what it found and what to change, and claims when they are asked for', async () => {
    const bad = mint({ exp: now() + 86_400, iss: 'evil\u001b[2J\u202e', name: 'Kari' });
    const { stdout } = await runCommand(['verify', bad, ...withKey]);
    expect(stdout).toMatch(/✗ Refused: lifetime: \d+ seconds\./);
    expect(stdout).toMatch(/✗ lifetime +\d+ seconds\n +▸ At most 900 seconds/);
    expect(stdout).not.toContain('Kari');
    const whole = await runCommand(['verify', bad, ...withKey, '--claims']);
    expect(whole.stdout).toContain('"name": "Kari"');
    // What a token says may not move the cursor, nor turn the text around.
    for (const character of ['\u001b', '\u202e']) {
      expect(stdout + whole.stdout).not.toContain(character);
    }
  });

  it('gives scripts a claim as it is, without letting it loose on a terminal', async () => {
    const iss = 'evil\u001b[2J\u009b2J\u202e';
    const { stdout } = await runCommand(['verify', mint({ iss }), '--json']);
    for (const character of ['\u001b', '\u009b', '\u202e']) expect(stdout).not.toContain(character);
    expect(JSON.parse(stdout)).toMatchObject({ claims: { iss } });
  });

  it.each<[string, readonly string[], string, RegExp]>([
    ['nothing', [], '', /^There is no token/],
    [
      'a private key',
      ['a.b.c', `--public-key=${privateKey}`],
      '',
      /^--public-key: This is a PRIVATE/,
    ],
    ['a folder', ['docs'], '', /^The file docs cannot be read/],
  ])('refuses %s in one line', async (_name, words, input, line) => {
    const { code, stdout, stderr } = await runCommand(['verify', ...words], { input });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(line);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});

describe('the colours of kindly-emulator', () => {
  it.each<[string, Record<string, string>, boolean]>([
    ['none in a pipe', {}, false],
    ['some in a pipe when they are forced', { FORCE_COLOR: '1' }, true],
    ['none with NO_COLOR', { NO_COLOR: '1' }, false],
  ])('are %s', async (_name, environment, isColoured) => {
    const { stdout } = await runCommand(['verify', 'a.b'], { environment });
    expect(stdout.includes('\u001b[')).toBe(isColoured);
  });
});
