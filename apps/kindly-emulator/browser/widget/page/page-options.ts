import { report } from './page-console.js';

/** `window.kindlyOptions`, of which nothing is certain: a page wrote it. */
export interface PageOptions {
  readonly getAuthToken?: unknown;
  readonly context?: unknown;
  readonly onLoad?: unknown;
  readonly onMessage?: unknown;
}

const EMULATED: ReadonlySet<string> = new Set(['getAuthToken', 'context', 'onLoad', 'onMessage']);

/** Read anew at each use: the page may set it after the script tag, and change it later. */
export function pageOptions(): PageOptions {
  const options: unknown = Reflect.get(window, 'kindlyOptions');
  if (typeof options !== 'object' || options === null) return {};
  for (const key of Object.keys(options)) {
    if (!EMULATED.has(key)) report.notEmulated(`window.kindlyOptions.${key}`);
  }
  return options;
}
