import { Channel } from 'node:diagnostics_channel';
import { inspect } from 'node:util';
import { vi } from 'vitest';

/** All that a process says, to whomever. */
export interface Ears {
  /** What was said since the last call. */
  heard(): string;
  /** Hears no more. */
  close(): void;
}

const CONSOLE = ['log', 'info', 'warn', 'error', 'debug', 'trace', 'dir', 'table'] as const;

/** Ours, by their names. Node's own carry whole requests, to whoever asks for them. */
const OUR_CHANNELS = /kindly/i;

function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString();
  return inspect(value, { depth: 20, maxArrayLength: null, maxStringLength: null, getters: true });
}

/** Puts a subscriber on every channel of ours, the ones that do not exist yet among them. */
function subscribeToAll(keep: (...said: readonly unknown[]) => void): () => void {
  const original = Object.getOwnPropertyDescriptors(Channel.prototype);
  const isOurs = ({ name }: Channel): boolean => OUR_CHANNELS.test(String(name));
  Object.defineProperty(Channel.prototype, 'hasSubscribers', {
    configurable: true,
    get(this: Channel): boolean {
      return isOurs(this) || Boolean(original.hasSubscribers?.get?.call(this));
    },
  });
  Object.defineProperty(Channel.prototype, 'publish', {
    configurable: true,
    writable: true,
    value(this: Channel, message: unknown): void {
      if (isOurs(this)) keep(this.name, message);
    },
  });
  return () => {
    Object.defineProperties(Channel.prototype, {
      hasSubscribers: original.hasSubscribers,
      publish: original.publish,
    });
  };
}

/**
 * Listens to standard output and error, where Nest's logger writes, to the console, to warnings of the
 * process and to the library's diagnostics channels.
 */
export function openEars(): Ears {
  let said: string[] = [];
  const keep = (...parts: readonly unknown[]): void => void said.push(parts.map(asText).join(' '));
  const write = (part: unknown): boolean => {
    keep(part);
    return true;
  };
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation(write),
    vi.spyOn(process.stderr, 'write').mockImplementation(write),
    ...CONSOLE.map((method) => vi.spyOn(console, method).mockImplementation(keep)),
  ];
  const unsubscribe = subscribeToAll(keep);
  process.on('warning', keep);
  return {
    heard() {
      const text = said.join('\n');
      said = [];
      return text;
    },
    close() {
      process.off('warning', keep);
      unsubscribe();
      for (const spy of spies) spy.mockRestore();
    },
  };
}
