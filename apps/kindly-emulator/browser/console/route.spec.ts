import { describe, expect, it } from 'vitest';
import { FILTERS, hashOf, type Route, routeOf, VIEWS } from './route.js';

const IDS = [null, '3f0e2b9c-1f7a-4a53-9f0b-0c1d2e3f4a5b', 'a/b?c#d&e=%41', '..', 'på 👋', '%'];

const ROUTES = VIEWS.flatMap((view) =>
  FILTERS.flatMap((filter) =>
    IDS.flatMap((id) => IDS.map((chat): Route => ({ view, id, filter, chat }))),
  ),
);

/** As the address bar gives it back. */
const throughTheBrowser = (hash: string) => new URL(hash, 'http://localhost:4000/').hash;

describe('hashOf and routeOf', () => {
  it('every place can be linked to', () => {
    for (const route of ROUTES) {
      expect(routeOf(throughTheBrowser(hashOf(route)))).toEqual(route);
    }
  });

  it('writes no more than differs', () => {
    expect(hashOf({ view: 'debug', id: null, filter: 'all', chat: null })).toBe('#/debug');
    expect(hashOf({ view: 'inbox', id: 'chat-1' })).toBe('#/inbox/chat-1');
  });
});

describe('routeOf', () => {
  const start: Route = { view: 'debug', id: null, filter: 'all', chat: null };

  it.each<[string, Partial<Route>]>([
    ['', {}],
    ['#', {}],
    ['#/', {}],
    ['#//', {}],
    ['#?', {}],
    ['#inbox', { view: 'inbox' }],
    ['#/inbox/', { view: 'inbox' }],
    ['#/INBOX', {}],
    ['#/nowhere', {}],
    ['#/__proto__', {}],
    ['#/constructor?show=toString', {}],
    ['#/inbox/%', { view: 'inbox', id: '%' }],
    ['#/inbox/%E0%A4%A', { view: 'inbox', id: '%E0%A4%A' }],
    ['#/inbox/a/b', { view: 'inbox', id: 'a' }],
    ['#/debug?chat=%', { chat: '%' }],
    ['#/debug?show=failures&show=tokens', { filter: 'failures' }],
    ['#/debug/<img src=x>', { id: '<img src=x>' }],
    ['#/faults?show=__proto__&x=1', { view: 'faults' }],
  ])('makes the best of %s', (hash, route) => {
    expect(routeOf(hash)).toEqual({ ...start, ...route });
  });
});
