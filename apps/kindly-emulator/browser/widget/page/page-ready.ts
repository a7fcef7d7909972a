/**
 * Calls back when the page is parsed. A deferred script runs when the document is `interactive`, but
 * before those that follow it, and one of these may set `window.kindlyOptions`: so only `complete` is
 * taken as ready, or the first of the two events.
 */
export function pageReady(callback: () => void): void {
  if (document.readyState === 'complete') {
    callback();
    return;
  }
  const waiting = new AbortController();
  const ready = (): void => {
    waiting.abort();
    callback();
  };
  document.addEventListener('DOMContentLoaded', ready, { signal: waiting.signal });
  window.addEventListener('load', ready, { signal: waiting.signal });
}
