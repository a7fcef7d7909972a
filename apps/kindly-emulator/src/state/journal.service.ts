import { Injectable } from '@nestjs/common';
import { Subject } from 'rxjs';
import type { ConsoleEvents, Delivery, TokenCheck } from '../protocol/console-protocol.js';

/** So many are kept of each; what is older is forgotten. */
const CAPACITY = 200;

/** Bodies that are larger cannot be sent again. */
const MAX_KEPT_BYTES = 256 * 1024;

/** An event for all consoles that look on. */
export type ConsoleEvent = {
  [K in keyof ConsoleEvents]: { readonly type: K; readonly data: ConsoleEvents[K] };
}[keyof ConsoleEvents];

/** A webhook request as it was sent, with nothing masked. */
export interface SentRequest {
  readonly url: string;
  readonly target: URL;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
}

export interface RecordedDelivery {
  readonly delivery: Delivery;
  readonly sent: SentRequest | undefined;
}

export interface RecordedCheck {
  readonly check: TokenCheck;
  readonly token: string;
}

class Ring<T> {
  readonly #entries: T[] = [];

  add(entry: T): void {
    this.#entries.unshift(entry);
    if (this.#entries.length > CAPACITY) this.#entries.pop();
  }

  /** The latest first. */
  get all(): readonly T[] {
    return this.#entries;
  }
}

/** What has happened: token checks and deliveries, in memory, as many as the console shows. */
@Injectable()
export class JournalService {
  readonly events = new Subject<ConsoleEvent>();
  readonly #deliveries = new Ring<RecordedDelivery>();
  readonly #checks = new Ring<RecordedCheck>();

  addDelivery(recorded: RecordedDelivery): void {
    const { sent, delivery } = recorded;
    // The huge ones, two hundred of them, would fill the memory.
    const isKept = sent !== undefined && sent.body.byteLength <= MAX_KEPT_BYTES;
    this.#deliveries.add({ delivery, sent: isKept ? sent : undefined });
    this.events.next({ type: 'delivery', data: recorded.delivery });
  }

  addCheck(recorded: RecordedCheck): void {
    this.#checks.add(recorded);
    this.events.next({ type: 'token-check', data: recorded.check });
  }

  get deliveries(): readonly Delivery[] {
    return this.#deliveries.all.map(({ delivery }) => delivery);
  }

  get checks(): readonly TokenCheck[] {
    return this.#checks.all.map(({ check }) => check);
  }

  delivery(id: string): RecordedDelivery | undefined {
    return this.#deliveries.all.find(({ delivery }) => delivery.id === id);
  }

  check(id: string): RecordedCheck | undefined {
    return this.#checks.all.find(({ check }) => check.id === id);
  }
}
