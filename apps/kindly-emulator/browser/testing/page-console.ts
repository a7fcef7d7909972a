import { vi } from 'vitest';

const LEVELS = ['info', 'warn', 'error'] as const;

type Told = readonly [level: (typeof LEVELS)[number], text: string, ...details: unknown[]];

/** Keeps the page's console quiet, and writes down what the widget tells it. */
export function listenToConsole(): readonly Told[] {
  const told: Told[] = [];
  for (const level of LEVELS) {
    vi.spyOn(console, level).mockImplementation((_name: unknown, text: unknown, ...details) => {
      told.push([level, String(text), ...details]);
    });
  }
  return told;
}
