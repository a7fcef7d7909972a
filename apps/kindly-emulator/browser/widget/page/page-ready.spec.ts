import { afterEach, describe, expect, it, vi } from 'vitest';
import { pageReady } from './page-ready.js';

function load(readyState: DocumentReadyState) {
  vi.stubGlobal('document', Object.assign(new EventTarget(), { readyState }));
  vi.stubGlobal('window', new EventTarget());
  const ready = vi.fn<() => void>();
  pageReady(ready);
  return ready;
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('pageReady', () => {
  it('does not wait on a page that is loaded', () => {
    expect(load('complete')).toHaveBeenCalledOnce();
  });

  it.each<[DocumentReadyState, () => EventTarget, string]>([
    ['loading', () => document, 'DOMContentLoaded'],
    ['interactive', () => document, 'DOMContentLoaded'],
    // DOMContentLoaded may be over by then.
    ['interactive', () => window, 'load'],
  ])(
    'waits, while the page is %s, for the scripts that may set kindlyOptions',
    (readyState, target, event) => {
      const ready = load(readyState);
      expect(ready).not.toHaveBeenCalled();
      target().dispatchEvent(new Event(event));
      expect(ready).toHaveBeenCalledOnce();
    },
  );

  it('shows one chat, not one for each event', () => {
    const ready = load('loading');
    document.dispatchEvent(new Event('DOMContentLoaded'));
    window.dispatchEvent(new Event('load'));
    expect(ready).toHaveBeenCalledOnce();
  });
});
