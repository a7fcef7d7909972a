import { channel, tracingChannel } from 'node:diagnostics_channel';
import { ConsoleLogger, Logger, type LogLevel } from '@nestjs/common';
import { KindlyKeyRing } from 'nestjs-kindly-auth';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ADAPTERS } from '../support/adapters.js';
import type { Attack } from '../support/attacks/attack.js';
import { type Ears, openEars } from '../support/attacks/ears.js';
import { GOOD_REQUESTS } from '../support/attacks/goods.js';
import { answerText, leaksIn, materialOf } from '../support/attacks/leaks.js';
import { LOGS_PARSER_ERRORS, type ParserAttack } from '../support/attacks/parser-attack.js';
import { PARSER_ATTACKS } from '../support/attacks/parsers.js';
import { strike } from '../support/attacks/strike.js';
import { ATTACKS } from '../support/attacks/table.js';
import { PERSON, startTarget } from '../support/attacks/target.js';
import { keyPair } from '../support/kindly.js';
import type { RunningApp } from '../support/running-app.js';

const LEVELS: LogLevel[] = ['verbose', 'debug', 'log', 'warn', 'error', 'fatal'];

/** What must be heard on a diagnostics channel of each request that gets to us. */
const MESSAGES =
  /^nestjs-kindly-auth:(?:token:(?:issued|refused)|webhook:(?:accepted|refused)) \{\s+bot: '/m;

/** A warning of the process is given out on the next turn of the event loop. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}

/** A request, and what of it may be said. */
interface Heard
  extends Pick<ParserAttack, 'name' | 'door' | 'quotes'>, Pick<Attack | ParserAttack, 'make'> {
  readonly isParserAttack?: boolean;
}

describe.each(ADAPTERS)('an app on $name that logs all it can', (adapter) => {
  let ears: Ears;
  let running: RunningApp;

  beforeAll(async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    ears = openEars();
    running = await startTarget(adapter, new ConsoleLogger({ logLevels: LEVELS, colors: false }));
  });

  afterAll(async () => {
    vi.useRealTimers();
    ears.close();
    await running.app.close();
  });

  it('says nothing while it starts', () => {
    const heard = ears.heard();
    expect(heard).toContain('Nest application successfully started');
    expect(leaksIn(heard, [])).toEqual([]);
  });

  it('is heard, whatever it speaks through', async () => {
    const logger = new Logger('Test');
    for (const level of LEVELS) logger[level](`Nest ${level} ${PERSON.name}`);
    globalThis.console.info('console', { deep: { inside: [PERSON.email] } });
    process.stderr.write(Buffer.from('stderr'));
    process.emitWarning('a warning');
    channel('nestjs-kindly-auth:test').publish({ sub: 'channel' });
    await tracingChannel<object, object>('nestjs-kindly-auth:trace').tracePromise(
      () => Promise.resolve(),
      { sub: 'tracing' },
    );
    await nextTurn();
    const heard = ears.heard();
    for (const level of LEVELS) expect(heard).toContain(`Nest ${level}`);
    for (const word of ['console', 'stderr', 'a warning', 'channel', 'tracing']) {
      expect(heard).toContain(word);
    }
    expect(leaksIn(heard, [])).toEqual(expect.arrayContaining([PERSON.name, PERSON.email]));
    expect(leaksIn('eyJhbGciOiJSUzI1NiIs', ['x.eyJhbGciOiJSUzI1NiIsInR5']).length).toBe(5);
  });

  it('says nothing of keys but their ids', async () => {
    const ring = running.app.get(KindlyKeyRing);
    const { privateKey, publicKey } = keyPair('foreign');
    ring.accept({ key: publicKey, keyId: 'announced' });
    ring.revoke('announced');
    await expect(ring.rotate({ privateKey: publicKey })).rejects.toThrow('privateKey');
    expect(() => ring.accept(privateKey)).toThrow('private');
    const heard = ears.heard();
    expect(heard.match(/change: '\w+'/g)).toEqual([
      "change: 'accepted'",
      "change: 'revoked'",
      "change: 'refused'",
      "change: 'refused'",
    ]);
    expect(leaksIn(heard, [])).toEqual([]);
  });

  it.each<Heard>([
    ...ATTACKS,
    ...PARSER_ATTACKS.map((attack) => ({ ...attack, isParserAttack: true })),
    ...GOOD_REQUESTS,
  ])('says nothing of $name', async ({ door, make, quotes, isParserAttack = false }) => {
    const sent = await make();
    const answer = await strike(running.url, door, sent);
    const heard = ears.heard();
    expect(isParserAttack || MESSAGES.test(heard)).toBe(true);
    // What the framework logs of its own parser's error is the app's to silence.
    const isFrameworks = isParserAttack && LOGS_PARSER_ERRORS;
    const said = [isFrameworks ? '' : heard, quotes ? '' : answerText(answer)].join('\n');
    expect(leaksIn(said, materialOf(sent))).toEqual([]);
  });
});
