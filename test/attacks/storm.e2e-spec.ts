import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ADAPTERS } from '../support/adapters.js';
import { GOOD_REQUESTS, type GoodRequest } from '../support/attacks/goods.js';
import { isParserError, type ParserAttack } from '../support/attacks/parser-attack.js';
import { PARSER_ATTACKS } from '../support/attacks/parsers.js';
import { strike } from '../support/attacks/strike.js';
import { ATTACKS } from '../support/attacks/table.js';
import type { Attack } from '../support/attacks/attack.js';
import { PERSON, startTarget } from '../support/attacks/target.js';
import { recordingLogger, type RunningApp } from '../support/running-app.js';

/** As many requests at once as do not wait for each other's connections. */
const AT_ONCE = 50;

function tokenOf(body: unknown): string {
  return (body as { readonly token: string }).token;
}

function inGroups<T>(items: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / AT_ONCE) }, (_, index) =>
    items.slice(index * AT_ONCE, (index + 1) * AT_ONCE),
  );
}

describe.each(ADAPTERS)('an app on $name', (adapter) => {
  const errors = recordingLogger('error');
  let running: RunningApp;

  beforeAll(async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    running = await startTarget(adapter, errors.logger);
  });

  afterAll(async () => {
    vi.useRealTimers();
    await running.app.close();
  });

  /** What is wrong with the answer to an attack; nothing, when it is refused. */
  async function complaintOf({ name, door, make }: Attack | ParserAttack): Promise<string[]> {
    const { status, body } = await strike(running.url, door, await make());
    if (status >= 400 && status < 500) return [];
    const isTokenOfPerson =
      door === 'tokens' && status === 200 && decodeJwt(tokenOf(body)).sub === PERSON.sub;
    return isTokenOfPerson ? [] : [`${name}: ${status}`];
  }

  async function complaintOfGood({ name, door, make }: GoodRequest): Promise<string[]> {
    const { status } = await strike(running.url, door, make());
    return status === 200 ? [] : [`${name}: ${status}`];
  }

  it.each(PARSER_ATTACKS)('refuses $name, in its own words or its parser’s', async (attack) => {
    expect(await complaintOf(attack)).toEqual([]);
  });

  it('answers good requests amid all attacks at once', async () => {
    const groups = inGroups([...ATTACKS, ...PARSER_ATTACKS]);
    const complaints: string[] = [];
    for (const [index, group] of groups.entries()) {
      const good = GOOD_REQUESTS.filter((_request, place) => place % 8 === index % 8);
      const found = await Promise.all([...good.map(complaintOfGood), ...group.map(complaintOf)]);
      complaints.push(...found.flat());
    }
    expect(complaints).toEqual([]);
  });

  it('has nothing to report to its operator, and answers as before', async () => {
    const complaints = await Promise.all(GOOD_REQUESTS.map(complaintOfGood));
    expect(complaints.flat()).toEqual([]);
    expect(errors.lines.filter((line) => !isParserError(line))).toEqual([]);
  });

  it('has given no object a member', () => {
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
    const chat: { readonly chat_id?: unknown; readonly isAdmin?: unknown } = {};
    expect([chat.chat_id, chat.isAdmin]).toEqual([undefined, undefined]);
  });
});
