import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');

interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Results {
  readonly samples: readonly { readonly name: string; readonly group: string }[];
}

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kindly-bench-'));
  // The package that it measures has been built for all tests, and must not be built under their feet.
  execFileSync(process.execPath, ['bench/assemble.mjs'], { cwd: ROOT });
});

afterAll(() => rmSync(folder, { recursive: true }));

/** The benchmark as `npm run bench` starts it, in its shortest form. */
function bench(...flags: readonly string[]): Run {
  return spawnSync(process.execPath, ['dist/bench/main.js', '--quick', ...flags], {
    cwd: ROOT,
    encoding: 'utf8',
  });
}

function resultsIn(file: string): Results {
  return JSON.parse(readFileSync(file, 'utf8')) as Results;
}

describe('the benchmark', () => {
  it('measures contenders on both adapters, and writes down every sample', () => {
    const file = join(folder, 'issue.json');
    const contenders = ['--contenders', 'nest-docs,kindly'];
    const { status, stdout, stderr } = bench('--only', 'issue', ...contenders, '--json', file);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).not.toContain('\u001B');
    expect(stdout).toMatch(/Fastify +kindly +[\d,]+ /);
    expect(stdout).toMatch(/token endpoint .* Express +≥ 2\.8 +[\d.]+ +.* (met|missed)/);
    const results = resultsIn(file);
    expect(results).toMatchObject({
      version: 1,
      date: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      machine: {
        cores: expect.any(Number),
        versions: { node: process.versions.node, 'nestjs-kindly-auth': expect.any(String) },
      },
      settings: { rounds: 1 },
      scenarios: ['issue'],
    });
    expect(results.samples.map(({ group, name }) => `${group} ${name}`)).toEqual([
      'Fastify nest-docs',
      'Fastify kindly',
      'Express nest-docs',
      'Express kindly',
    ]);
    for (const sample of results.samples) {
      expect(sample).toMatchObject({
        scenario: 'issue',
        round: 0,
        values: {
          rate: expect.any(Number),
          p50: expect.any(Number),
          p99: expect.any(Number),
          cpu: expect.any(Number),
          serverCores: expect.any(Number),
          loadCores: expect.any(Number),
        },
      });
    }
  });

  it('measures guards, refusals and single calls of the built library', () => {
    const file = join(folder, 'ours.json');
    const scenarios = 'guard-distinct,refuse,sign-micro';
    const { status, stderr } = bench('--only', scenarios, '--contenders', 'kindly', '--json', file);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(resultsIn(file).samples.map(({ group, name }) => `${group} ${name}`)).toEqual([
      'pool kindly',
      'Fastify kindly',
      'Express kindly',
      ...[
        'accepted',
        'malformed',
        'unknown kid',
        'alg HS256',
        'alg none',
        'bad signature',
        'bad signature, no kid',
      ].map((kind) => `kindly ${kind}`),
    ]);
  });

  it('measures the guard without diagnostics channels, and with them', () => {
    const file = join(folder, 'diagnostics.json');
    const only = ['--only', 'diagnostics', '--contenders', 'guard'];
    const { status, stderr } = bench(...only, '--json', file);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(resultsIn(file).samples.map(({ name }) => name)).toEqual([
      'without',
      'nobody',
      'subscriber',
    ]);
  });

  it('prints an earlier run again, with what a million chats need', () => {
    const file = join(folder, 'again.json');
    bench('--only', 'sign-micro', '--contenders', 'raw', '--json', file);
    const { status, stdout } = bench('--from', file);
    expect(status).toBe(0);
    expect(stdout).toMatch(/Tokens for a million chats/);
  });

  it.each([
    [['--only', 'issue', '--contenders', 'broken'], /^issue, broken \(Fastify\): .*not signed/],
    [['--only', 'everything'], /^There is no scenario "everything"\. See --help\.$/m],
    [
      ['--only', 'issue', '--contenders', 'nobody'],
      /^Nobody called "nobody" takes part\. See --help\.$/m,
    ],
    [['--loud'], /--loud/],
  ])('ends with a message, and without figures: %j', (flags, message) => {
    const { status, stdout, stderr } = bench(...flags);
    expect(status).toBe(1);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stdout).toBe('');
  });
});
