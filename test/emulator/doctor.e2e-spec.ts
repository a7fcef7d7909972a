import { describe, expect, it } from 'vitest';
import { DIAGNOSES, diagnosisOf } from '../../apps/kindly-emulator/src/doctor/diagnoses.js';
import type { RuleResult } from '../../apps/kindly-emulator/src/protocol/console-protocol.js';
import { ADAPTERS } from '../support/adapters.js';
import { type Ran, runCommand } from '../support/command-line.js';
import { ENDPOINTS } from '../support/ailments/endpoint.js';
import { OUTSIDE } from '../support/ailments/outside.js';
import type { Told } from '../support/ailments/row.js';
import { TOKENS } from '../support/ailments/tokens.js';
import { HOST, startPatient } from '../support/doctor-app.js';
import { ISSUER, keyPair } from '../support/kindly.js';

const [express = ADAPTERS[0]] = ADAPTERS.slice(0, 1);
const { publicKey } = keyPair();
const ROWS = [...ENDPOINTS, ...TOKENS, ...OUTSIDE];

interface Report {
  readonly isWell: boolean;
  readonly rules: readonly RuleResult[];
}

/** Everything that the doctor can be told of a shop that is well. */
function toldOf(app: string): Told {
  return {
    url: `https://${HOST}/kindly/token`,
    host: `${HOST}=${app}`,
    cookie: 'session=kari',
    'public-key': publicKey,
    issuer: ISSUER,
    page: `https://${HOST}/page`,
    webhook: `https://${HOST}/webhook`,
  };
}

function ask({ url, ...flags }: Told, ...words: readonly string[]): Promise<Ran> {
  const given = Object.entries(flags).flatMap(([name, values]) =>
    [values]
      .flat()
      .filter((value) => value !== '')
      .map((value) => `--${name}=${value}`),
  );
  return runCommand(['doctor', String(url), ...given, ...words]);
}

async function examine(told: Told): Promise<Report & { readonly code: unknown }> {
  const { code, stdout } = await ask(told, '--json');
  return { code, ...(JSON.parse(stdout) as Report) };
}

function findingsOf({ rules }: Report): readonly RuleResult[] {
  return rules.filter(({ verdict }) => verdict === 'failed' || verdict === 'warning');
}

describe.each(ADAPTERS)('kindly-emulator doctor, a good shop on $name', (adapter) => {
  it('has nothing to say against it', async () => {
    const report = await examine(toldOf(await startPatient(adapter)));
    expect(findingsOf(report)).toEqual([]);
    expect(report.rules.filter(({ verdict }) => verdict === 'skipped')).toEqual([]);
    expect(report).toMatchObject({ isWell: true, code: 0 });
    expect(report.rules.map(({ rule }) => diagnosisOf(rule))).not.toContain(undefined);
  });

  it('has nothing against a page of another origin that is allowed', async () => {
    const origin = 'https://www.example.com';
    const app = await startPatient(adapter, { cors: { origin, credentials: true } });
    const report = await examine({ ...toldOf(app), origin });
    expect(findingsOf(report)).toEqual([]);
    expect(report.rules).toContainEqual(expect.objectContaining({ rule: 'cors:answer' }));
    expect(report.code).toBe(0);
  });

  it('says what it cannot know without a session, and finds nothing', async () => {
    const app = await startPatient(adapter);
    const report = await examine({ url: `${app}/kindly/token` });
    expect(findingsOf(report)).toEqual([]);
    expect(report.rules).toContainEqual(
      expect.objectContaining({ rule: 'endpoint:token', verdict: 'skipped' }),
    );
    expect(report.code).toBe(0);
  });
});

describe('kindly-emulator doctor finds just what is wrong', () => {
  it.each(ROWS)('$code: $name', async ({ code, ailment, told = {}, found }) => {
    if (!express) throw new Error('no adapter');
    const app = await startPatient(express, ailment);
    const bent = typeof told === 'function' ? await told(app) : told;
    const report = await examine({ ...toldOf(app), ...bent });
    const findings = findingsOf(report);
    expect(findings.map(({ rule }) => diagnosisOf(rule))).toEqual([code]);
    expect(findings[0]?.found).toMatch(found);
    expect(findings[0]?.advice).not.toBe('');
    expect(report).toMatchObject({ isWell: false, code: 1 });
  });

  it('has a row for each code', () => {
    const provoked = new Set(ROWS.map(({ code }) => code));
    const codes = Object.keys(DIAGNOSES).filter((code) => code !== 'cors:cookies');
    expect(new Set(codes)).toEqual(provoked);
  });
});
