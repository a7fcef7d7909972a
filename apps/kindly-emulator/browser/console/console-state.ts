import type { ConsoleEvents, ConsoleState } from '../../src/protocol/console-protocol.js';

/** A page left open for a day must not grow without end. */
const MOST_ROWS = 200;

export type ConsoleEvent = {
  [Name in keyof ConsoleEvents]: { readonly name: Name; readonly data: ConsoleEvents[Name] };
}[keyof ConsoleEvents];

/** Typed so that a new event of the protocol cannot be forgotten here. */
const EVENTS: Readonly<Record<keyof ConsoleEvents, true>> = {
  chat: true,
  'chat-gone': true,
  'token-check': true,
  delivery: true,
  settings: true,
  fault: true,
};

export const EVENT_NAMES = Object.keys(EVENTS) as (keyof ConsoleEvents)[];

function put<Item extends { readonly id: string }>(
  list: readonly Item[],
  item: Item,
): readonly Item[] {
  const known = list.findIndex(({ id }) => id === item.id);
  return known < 0 ? [item, ...list] : list.with(known, item);
}

/** Drops the oldest of both lists together: they are one timeline. */
export function trimmed(state: ConsoleState): ConsoleState {
  const rows = [...state.tokenChecks, ...state.deliveries];
  const chats = state.chats.slice(0, MOST_ROWS);
  if (rows.length <= MOST_ROWS) return { ...state, chats };
  const latest = rows.toSorted((a, b) => b.at.localeCompare(a.at)).slice(0, MOST_ROWS);
  const kept = new Set(latest);
  return {
    ...state,
    chats,
    tokenChecks: state.tokenChecks.filter((check) => kept.has(check)),
    deliveries: state.deliveries.filter((delivery) => kept.has(delivery)),
  };
}

/** The state after one event. Applying an event twice does no harm. */
export function applied(state: ConsoleState, event: ConsoleEvent): ConsoleState {
  switch (event.name) {
    case 'chat': {
      const chats = put(state.chats, event.data).toSorted((a, b) =>
        b.lastActive.localeCompare(a.lastActive),
      );
      return trimmed({ ...state, chats });
    }
    case 'chat-gone':
      return { ...state, chats: state.chats.filter(({ id }) => id !== event.data.id) };
    case 'token-check':
      return trimmed({ ...state, tokenChecks: put(state.tokenChecks, event.data) });
    case 'delivery':
      return trimmed({ ...state, deliveries: put(state.deliveries, event.data) });
    case 'settings':
      return { ...state, settings: event.data };
    case 'fault':
      return { ...state, fault: event.data };
    // A newer emulator may say what this page does not know.
    default:
      return state;
  }
}
