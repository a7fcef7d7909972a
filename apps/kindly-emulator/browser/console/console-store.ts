import type { ConsoleState } from '../../src/protocol/console-protocol.js';
import { getState } from './console-api.js';
import { applied, type ConsoleEvent, EVENT_NAMES, trimmed } from './console-state.js';

export type Connection = 'connecting' | 'live' | 'reconnecting';

const AGAIN_AFTER = 1500;

/** Keeps the state of the emulator up to date, through restarts of it; says `change` when it has. */
export class ConsoleStore extends EventTarget {
  state: ConsoleState | null = null;
  connection: Connection = 'connecting';

  #source: EventSource | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #load = 0;
  /** What came while the state was under way: the state may or may not hold it already. */
  #early: ConsoleEvent[] | null = null;

  start(): void {
    this.#open();
    void this.#reload();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#load += 1;
  }

  #open(): void {
    this.#source?.close();
    const source = new EventSource('api/events');
    this.#source = source;
    source.addEventListener('open', () => void this.#reload());
    source.addEventListener('error', () => {
      this.#say('reconnecting');
      // The browser tries again by itself, but not after an answer that was no stream.
      if (source.readyState === EventSource.CLOSED) this.#again();
    });
    for (const name of EVENT_NAMES) {
      source.addEventListener(name, ({ data }: MessageEvent<string>) =>
        this.#take({ name, data: JSON.parse(data) }),
      );
    }
  }

  async #reload(): Promise<void> {
    this.#load += 1;
    const load = this.#load;
    this.#early ??= [];
    try {
      const state = await getState();
      if (load !== this.#load) return;
      const early = this.#early;
      this.#early = null;
      this.state = early.reduce(applied, trimmed(state));
      this.#say(this.#source?.readyState === EventSource.OPEN ? 'live' : this.connection);
    } catch {
      if (load !== this.#load) return;
      this.#say('reconnecting');
      this.#again();
    }
  }

  #again(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (this.#source?.readyState === EventSource.CLOSED) this.#open();
      else void this.#reload();
    }, AGAIN_AFTER);
  }

  #take(event: ConsoleEvent): void {
    this.#early?.push(event);
    if (this.state === null) return;
    this.state = applied(this.state, event);
    // The warnings follow from the settings, and no event carries them.
    if (event.name === 'settings') void this.#reload();
    this.dispatchEvent(new Event('change'));
  }

  #say(connection: Connection): void {
    this.connection = connection;
    this.dispatchEvent(new Event('change'));
  }
}
