import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EventSourceInHand } from '../../testing/event-source.js';
import { Backoff } from './backoff.js';
import { ChatStream } from './chat-stream.js';

/** Longer than any wait between two tries. */
const A_WHILE = 10_000;

beforeEach(() => {
  vi.useFakeTimers();
  EventSourceInHand.made = [];
  vi.stubGlobal('EventSource', EventSourceInHand);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function opened() {
  const heard: unknown[] = [];
  const hear =
    (name: string) =>
    (...data: unknown[]): void => {
      heard.push([name, ...data]);
    };
  const stream = new ChatStream(
    (after) => `/stream?after=${after}`,
    {
      message: hear('message'),
      typing: hear('typing'),
      auth: hear('auth'),
      context: hear('context'),
      opened: hear('opened'),
      lost: hear('lost'),
      refused: hear('refused'),
    },
    new Backoff(),
  );
  stream.open();
  return { stream, heard };
}

const made = () => EventSourceInHand.made.map(({ url }) => url);

describe('ChatStream', () => {
  it.each(['message', 'typing', 'auth', 'context'])('passes on %s', (name) => {
    const { heard } = opened();
    EventSourceInHand.latest.say(name, { some: 'data' });
    expect(heard).toEqual([[name, { some: 'data' }]]);
  });

  it('opens itself again, and asks for what it missed', async () => {
    opened();
    EventSourceInHand.latest.accept();
    EventSourceInHand.latest.say('message', {}, '7');
    EventSourceInHand.latest.say('typing', {});
    EventSourceInHand.latest.drop();
    await vi.advanceTimersByTimeAsync(A_WHILE);
    expect(made()).toEqual(['/stream?after=', '/stream?after=7']);
    expect(EventSourceInHand.made.map(({ readyState }) => readyState)).toEqual([
      EventSourceInHand.CLOSED,
      EventSourceInHand.CONNECTING,
    ]);
  });

  it('makes no word of a short break', async () => {
    const { heard } = opened();
    EventSourceInHand.latest.accept();
    EventSourceInHand.latest.drop();
    await vi.advanceTimersByTimeAsync(A_WHILE);
    EventSourceInHand.latest.accept();
    EventSourceInHand.latest.drop();
    expect(heard).toEqual([['opened'], ['opened']]);
  });

  it('says that the connection is lost when it does not come back at once', async () => {
    const { heard } = opened();
    EventSourceInHand.latest.drop();
    await vi.advanceTimersByTimeAsync(A_WHILE);
    EventSourceInHand.latest.drop();
    expect(heard).toEqual([['lost']]);
  });

  it('does not try again what was refused: somebody must connect first', async () => {
    const { heard } = opened();
    EventSourceInHand.latest.refuse();
    await vi.advanceTimersByTimeAsync(A_WHILE);
    expect(heard).toEqual([['refused']]);
    expect(made()).toHaveLength(1);
  });

  it('is silent once it is closed', async () => {
    const { stream, heard } = opened();
    const source = EventSourceInHand.latest;
    source.drop();
    stream.close();
    await vi.advanceTimersByTimeAsync(A_WHILE);
    source.refuse();
    await vi.advanceTimersByTimeAsync(A_WHILE);
    expect(heard).toEqual([]);
    expect(made()).toHaveLength(1);
  });
});
