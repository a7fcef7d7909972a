import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Pinned } from './pinned.js';

/** A log of 1000 pixels in a frame of 200. */
class Log extends EventTarget {
  readonly firstElementChild = null;
  clientHeight = 200;
  scrollHeight = 1000;
  scrollTop = 0;

  scrollTo({ top }: { readonly top: number }): void {
    this.scrollTop = Math.min(top, this.scrollHeight - this.clientHeight);
    this.dispatchEvent(new Event('scroll'));
  }
}

let resized: () => void = () => undefined;

class Observer {
  #watches = false;

  constructor(callback: () => void) {
    resized = () => {
      if (this.#watches) callback();
    };
  }

  /** Calls back at once, as browsers do. */
  observe(): void {
    this.#watches = true;
    resized();
  }

  disconnect(): void {
    this.#watches = false;
  }
}

beforeEach(() => {
  vi.stubGlobal('Element', Log);
  vi.stubGlobal('ResizeObserver', Observer);
});

afterEach(() => {
  vi.unstubAllGlobals();
});

function watched() {
  const log = new Log();
  const pinned = new Pinned();
  log.addEventListener('scroll', pinned.scrolled);
  pinned.watch(log as unknown as Element);
  return {
    log,
    pinned,
    grow: (pixels: number) => {
      log.scrollHeight += pixels;
      resized();
    },
  };
}

describe('Pinned', () => {
  it('keeps the end in view while the log grows', () => {
    const { log, grow } = watched();
    grow(50);
    grow(500);
    expect(log.scrollTop).toBe(1350);
  });

  it('leaves a reader alone who has scrolled up', () => {
    const { log, grow } = watched();
    log.scrollTo({ top: 300 });
    grow(50);
    expect(log.scrollTop).toBe(300);
  });

  it('takes a few pixels from the end for the end', () => {
    const { log, grow } = watched();
    log.scrollTo({ top: 760 });
    grow(50);
    expect(log.scrollTop).toBe(850);
  });

  it('does not take a log that grows faster than it scrolls for a reader who scrolls up', () => {
    const { log, grow } = watched();
    log.scrollTo({ top: 800 });
    log.scrollHeight += 500;
    log.scrollTo({ top: 900 });
    grow(0);
    expect(log.scrollTop).toBe(1300);
  });

  it('keeps the end again when the reader is back there, or sends something', () => {
    const { log, pinned, grow } = watched();
    log.scrollTo({ top: 300 });
    log.scrollTo({ top: 800 });
    grow(50);
    expect(log.scrollTop).toBe(850);
    log.scrollTo({ top: 300 });
    pinned.pin();
    grow(50);
    expect(log.scrollTop).toBe(900);
  });

  it('does not take a closed panel, which has no height, for a reader who scrolls up', () => {
    const { log, grow } = watched();
    log.scrollTo({ top: 800 });
    log.clientHeight = 0;
    log.scrollTop = 0;
    log.dispatchEvent(new Event('scroll'));
    log.clientHeight = 200;
    grow(50);
    expect(log.scrollTop).toBe(850);
  });

  it('lets go of the log at the end', () => {
    const { log, pinned, grow } = watched();
    pinned.end();
    grow(50);
    expect(log.scrollTop).toBe(800);
  });
});
