import { describe, expect, it } from 'vitest';
import type { ChatMessage } from '../../../src/protocol/chat-protocol.js';
import type { PendingMessage } from './chat-store.js';
import { NO_ANSWER } from './problem.js';
import { stillPending, unknownOf, withoutSecondGreeting } from './message-log.js';

const said = (sender: ChatMessage['sender'], id: string, message: string): ChatMessage => ({
  id,
  sender,
  message,
  created: '2026-01-01T00:00:00.000Z',
});

const bot = (id: string, message = 'Hi') => said('bot', id, message);
const user = (id: string, message: string) => said('user', id, message);
const pending = (id: string, text: string, problem = ''): PendingMessage => ({ id, text, problem });

const idsOf = (messages: readonly { readonly id: string }[]) => messages.map(({ id }) => id);

describe('unknownOf', () => {
  it('shows nothing twice: a stream that was opened again repeats', () => {
    const shown = [bot('1'), user('2', 'Hi')];
    expect(idsOf(unknownOf(shown, [user('2', 'Hi'), bot('3'), bot('1')]))).toEqual(['3']);
  });

  it('shows what was said twice', () => {
    expect(idsOf(unknownOf([user('1', 'Hi')], [user('2', 'Hi')]))).toEqual(['2']);
  });
});

describe('withoutSecondGreeting', () => {
  it.each<[string, readonly ChatMessage[], readonly ChatMessage[], readonly string[]]>([
    ['greets a new chat', [], [bot('1')], ['1']],
    ['leaves an empty chat empty', [], [], []],
    ['greets once when the emulator was restarted', [bot('1'), user('2', 'x')], [bot('3')], []],
    [
      'keeps what came after the greeting',
      [bot('1')],
      [bot('3'), user('4', 'Hi'), bot('5')],
      ['4', '5'],
    ],
    ['keeps another greeting', [bot('1')], [bot('3', 'Good evening')], ['3']],
    [
      'keeps all where the emulator was not restarted',
      [bot('1')],
      [bot('1'), bot('2'), bot('3')],
      ['1', '2', '3'],
    ],
  ])('%s', (_name, shown, came, ids) => {
    expect(idsOf(withoutSecondGreeting(shown, came))).toEqual(ids);
  });
});

describe('stillPending', () => {
  it.each<[string, readonly PendingMessage[], readonly ChatMessage[], readonly string[]]>([
    ['ends with the echo', [pending('a', 'Hi')], [user('1', 'Hi')], []],
    ['waits for an echo of its own', [pending('a', 'Hi')], [user('1', 'Ho')], ['a']],
    ['ends when only the answer was lost', [pending('a', 'Hi', NO_ANSWER)], [user('1', 'Hi')], []],
    [
      'ends first with what is on its way',
      [pending('a', 'Hi', NO_ANSWER), pending('b', 'Hi')],
      [user('1', 'Hi')],
      ['a'],
    ],
    ['is not ended by a bot', [pending('a', 'Hi')], [bot('1', 'Hi')], ['a']],
    [
      'ends once for each echo of what was said twice',
      [pending('a', 'Hi'), pending('b', 'Hi')],
      [user('1', 'Hi')],
      ['b'],
    ],
    [
      'ends with two echoes at once',
      [pending('a', 'Hi'), pending('b', 'Ho'), pending('c', 'Hi')],
      [user('1', 'Hi'), bot('2'), user('3', 'Hi')],
      ['b'],
    ],
    [
      'stays where it could not be sent, and somebody else says the same',
      [pending('a', 'Hi', 'The emulator does not answer.'), pending('b', 'Hi')],
      [user('1', 'Hi')],
      ['a'],
    ],
  ])('%s', (_name, before, came, ids) => {
    expect(idsOf(stillPending(before, came))).toEqual(ids);
  });
});
