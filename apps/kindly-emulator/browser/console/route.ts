export const VIEWS = ['debug', 'inbox', 'faults', 'settings'] as const;

export type View = (typeof VIEWS)[number];

export const FILTERS = ['all', 'tokens', 'deliveries', 'failures'] as const;

export type Filter = (typeof FILTERS)[number];

/** Where in the console somebody is; all of it is in the hash, so that it can be linked to. */
export interface Route {
  readonly view: View;
  /** A chat in the inbox; a row that is open in the debug console. */
  readonly id: string | null;
  readonly filter: Filter;
  /** The debug console shows this chat only. */
  readonly chat: string | null;
}

function decoded(text: string | undefined): string | null {
  if (text === undefined || text === '') return null;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function routeOf(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const [name, id] = path.split('/', 2);
  const words = new URLSearchParams(query);
  return {
    view: VIEWS.find((view) => view === name) ?? 'debug',
    id: decoded(id),
    filter: FILTERS.find((filter) => filter === words.get('show')) ?? 'all',
    chat: words.get('chat') || null,
  };
}

export function hashOf(route: Partial<Route> & Pick<Route, 'view'>): string {
  const words = new URLSearchParams();
  if (route.filter !== undefined && route.filter !== 'all') words.set('show', route.filter);
  if (route.chat !== undefined && route.chat !== null) words.set('chat', route.chat);
  const id = route.id === undefined || route.id === null ? '' : `/${encodeURIComponent(route.id)}`;
  const query = words.size === 0 ? '' : `?${words}`;
  return `#/${route.view}${id}${query}`;
}
