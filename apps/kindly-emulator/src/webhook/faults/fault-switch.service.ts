import { Injectable } from '@nestjs/common';
import type { ConsoleState } from '../../protocol/console-protocol.js';
import { JournalService } from '../../state/journal.service.js';
import { type FaultName, FAULTS } from './faults.js';

type FaultState = ConsoleState['fault'];

/** Which fault the next delivery has. */
@Injectable()
export class FaultSwitch {
  #state: FaultState = { fault: null, sticky: false };

  constructor(private readonly journal: JournalService) {}

  get state(): FaultState {
    return this.#state;
  }

  /** @param sticky whether it stays on after the next delivery */
  set(fault: FaultName | null, sticky: boolean): FaultState {
    this.#state = { fault, sticky: fault !== null && sticky };
    this.journal.events.next({ type: 'fault', data: this.#state });
    return this.#state;
  }

  /** The fault of a delivery that is about to be made. */
  take(): FaultName | undefined {
    const { fault, sticky } = this.#state;
    if (fault === null) return undefined;
    if (!sticky) this.set(null, false);
    return FAULTS.find(({ name }) => name === fault)?.name;
  }
}
