import { describe, expect, it } from 'vitest';
import type { Delivery, TokenCheck } from '../../src/protocol/console-protocol.js';
import { at, delivery, response, rule, STATE, tokenCheck } from '../testing/console-samples.js';
import type { Filter } from './route.js';
import { timelineOf, verdictOf } from './timeline.js';

const refusal = { succeeded: false, response: response(401) };
const silence = { succeeded: false, response: null };
const faulty = { fault: 'hmac-wrong' };
const judged = (verdict: 'ok' | 'failed') => ({
  rules: [rule('fault', verdict), rule('reply:status', 'failed')],
});

describe('verdictOf', () => {
  it.each<[string, Partial<Delivery>, string]>([
    ['an answer without a flaw', {}, 'ok: answered'],
    ['a rule that does not apply', { rules: [rule('hmac', 'skipped')] }, 'ok: answered'],
    ['something to mend', { rules: [rule('reply:time', 'warning')] }, 'warning: answered'],
    ['something wrong', { rules: [rule('reply:buttons', 'failed')] }, 'warning: answered'],
    ['silence', silence, 'failed: no answer'],
    ['a host that Kindly cannot reach', { ...silence, sentTo: '' }, 'failed: not sent'],
    ['401', refusal, 'failed: refused'],
    ['403', { ...refusal, response: response(403) }, 'failed: refused'],
    ['500', { ...refusal, response: response(500) }, 'failed: failed'],
    ['200 that is not understood', { succeeded: false }, 'failed: failed'],
  ])('%s', (_name, bent, said) => {
    const { verdict, word } = verdictOf(delivery(bent));
    expect(`${verdict}: ${word}`).toBe(said);
  });

  it.each<[string, Partial<Delivery>, string]>([
    ['refused as it should be', { ...refusal, ...judged('ok') }, 'ok: as expected'],
    ['taken as it should be', judged('ok'), 'ok: as expected'],
    ['taken', judged('failed'), 'failed: unexpected'],
    ['500', { ...refusal, ...judged('failed'), response: response(500) }, 'failed: unexpected'],
    ['that cannot be made', { ...silence, ...judged('failed'), sentTo: '' }, 'failed: not sent'],
    ['that nobody answers', { ...silence, ...judged('failed') }, 'failed: no answer'],
    ['refused, and nobody judged', refusal, 'skipped: refused'],
    ['taken, and nobody judged', {}, 'warning: taken'],
  ])('of a fault %s', (_name, bent, said) => {
    const { verdict, word } = verdictOf(delivery({ ...faulty, ...bent }));
    expect(`${verdict}: ${word}`).toBe(said);
  });
});

describe('timelineOf', () => {
  const checks: readonly Partial<TokenCheck>[] = [
    { id: 'accepted', at: at(8) },
    { id: 'token refused', at: at(6), accepted: false },
    { id: 'other chat', at: at(4), chatId: 'chat-2', accepted: false },
    { id: 'accepted, to mend', at: at(2), rules: [rule('claim:nbf', 'warning')] },
  ];
  const deliveries: readonly Partial<Delivery>[] = [
    { id: 'answered', at: at(7) },
    { id: 'refused', at: at(5), ...refusal },
    { id: 'fault refused', at: at(3), ...faulty, ...refusal, ...judged('ok') },
    { id: 'fault taken', at: at(1), ...faulty, ...judged('failed') },
    { id: 'fault refused, not judged', at: at(0), ...faulty, ...refusal },
  ];
  const state = {
    ...STATE,
    tokenChecks: checks.map(tokenCheck),
    deliveries: deliveries.map(delivery),
  };
  const idsOf = (filter: Filter, chat: string | null = null) =>
    timelineOf(state, filter, chat).map(({ id }) => id);

  it('is one list, the latest first', () => {
    expect(idsOf('all')).toEqual([
      'accepted',
      'answered',
      'token refused',
      'refused',
      'other chat',
      'fault refused',
      'accepted, to mend',
      'fault taken',
      'fault refused, not judged',
    ]);
  });

  it.each<[Filter, readonly string[]]>([
    ['tokens', ['accepted', 'token refused', 'other chat', 'accepted, to mend']],
    [
      'deliveries',
      ['answered', 'refused', 'fault refused', 'fault taken', 'fault refused, not judged'],
    ],
    [
      'failures',
      ['token refused', 'refused', 'other chat', 'fault taken', 'fault refused, not judged'],
    ],
  ])('shows %s alone', (filter, ids) => {
    expect(idsOf(filter)).toEqual(ids);
  });

  it('shows one chat alone, in every filter', () => {
    expect(idsOf('all', 'chat-2')).toEqual(['other chat']);
    expect(idsOf('failures', 'chat-2')).toEqual(['other chat']);
    expect(idsOf('deliveries', 'chat-2')).toEqual([]);
  });

  it.each([
    ['accepted', 'ok: accepted'],
    ['accepted, to mend', 'warning: accepted'],
    ['token refused', 'failed: refused'],
  ])('says of a token check: %s', (id, said) => {
    const row = timelineOf(state, 'tokens', null).find((one) => one.id === id);
    expect(`${row?.verdict}: ${row?.word}`).toBe(said);
  });
});
