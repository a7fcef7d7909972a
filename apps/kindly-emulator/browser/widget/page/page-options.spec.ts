import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { listenToConsole } from '../../testing/page-console.js';
import { pageOptions } from './page-options.js';

let told: ReturnType<typeof listenToConsole>;

beforeEach(() => {
  vi.stubGlobal('window', {});
  told = listenToConsole();
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe('pageOptions', () => {
  it.each([undefined, null, 'x', 7, true])('is empty where the page set %j', (options) => {
    Reflect.set(window, 'kindlyOptions', options);
    expect(pageOptions()).toEqual({});
  });

  it('names once what is not emulated, and not what is', () => {
    Reflect.set(window, 'kindlyOptions', {
      getAuthToken: () => undefined,
      context: {},
      onLoad: () => undefined,
      onMessage: () => undefined,
      bubbleHidden: true,
    });
    pageOptions();
    pageOptions();
    expect(told).toEqual([
      ['warn', 'window.kindlyOptions.bubbleHidden is not emulated by the Kindly emulator.'],
    ]);
  });
});
