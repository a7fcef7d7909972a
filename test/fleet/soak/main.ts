import { writeFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { Fleet } from '../cluster/fleet.js';
import { until } from '../cluster/until.js';
import { FleetEmulator } from '../traffic/emulator.js';
import { MistakeError } from '../traffic/ledger.js';
import { customersFor, Load } from '../traffic/load.js';
import { readSoak, type SoakSettings } from './arguments.js';
import { childrenOf, MemoryWatch, slopeOfSeries, type Watched } from './memory.js';
import { print, printMoment, printResult, printStart } from './report.js';
import { isCorrect, latenciesOf, type SoakResult } from './result.js';

/** Seconds from one look at the memory to the next. */
const PACE = 1;
/** How often it says how it goes. */
const MOMENTS = 10;
/** When so much has gone wrong, nothing is learned by going on. */
const TOO_MANY = 20;
/** Share of the time after which all replicas are restarted: enough is left to see what memory does. */
const RESTART = 0.2;

/**
 * Seconds after which nothing is waited for any more when the time is over: more than the proxy's timeout, and than
 * a restart on a busy machine.
 */
const PATIENCE = 90;

async function watchedOf(fleet: Fleet, emulator: FleetEmulator): Promise<readonly Watched[]> {
  const { replicas, proxy, redis, postgres } = fleet;
  // HAProxy's master does nothing but start the process that does it all.
  const [worker = proxy.pid] = await childrenOf(proxy.pid);
  return [
    ...replicas,
    { name: 'haproxy', pid: worker },
    { name: 'redis', pid: redis.pid },
    { name: 'postgresql', pid: postgres.pid, isMany: true },
    { name: 'emulator', pid: emulator.pid },
  ];
}

/** A soak that is under way. */
class Soak {
  readonly #from = performance.now();
  readonly #load: Load;
  readonly #memory: MemoryWatch;
  readonly #problems: string[] = [];
  #isOver = false;
  #isCutShort = false;
  #note = '';
  #told = { seconds: 0, answers: 0 };

  constructor(
    private readonly settings: SoakSettings,
    private readonly fleet: Fleet,
    private readonly emulator: FleetEmulator,
    watched: readonly Watched[],
  ) {
    this.#load = new Load(fleet, settings);
    this.#memory = new MemoryWatch(watched);
  }

  cutShort(): void {
    this.#isCutShort = true;
  }

  async run(): Promise<SoakResult> {
    await this.#load.start();
    const chats = this.#keepChatting().catch((error: unknown) => this.#fail(error));
    await Promise.all([this.#watch(), this.#restart()]);
    this.#isOver = true;
    const seconds = this.#seconds;
    await this.#patiently('what was under way', Promise.all([chats, this.#load.stop()]));
    return this.#result(seconds);
  }

  get #seconds(): number {
    return (performance.now() - this.#from) / 1000;
  }

  /** Share of the time that has passed. */
  get #progress(): number {
    return this.#isCutShort ? 1 : this.#seconds / (this.settings.minutes * 60);
  }

  #fail(error: unknown): undefined {
    this.#problems.push(error instanceof Error ? error.message : String(error));
    if (this.#progress < 1) this.cutShort();
  }

  /**
   * Waits for work. When the time is over it does so within reason: who reports what was measured must not wait for what
   * may never come.
   *
   * @returns `undefined` when the work has failed, or has not come to its end
   */
  async #patiently<T>(what: string, work: Promise<T>): Promise<T | undefined> {
    const from = this.#seconds;
    const settled = new AbortController();
    const ended = work.catch((error: unknown) => this.#fail(error)).finally(() => settled.abort());
    const isEnough = (): boolean => this.#progress >= 1 && this.#seconds - from > PATIENCE;
    await until(isEnough, settled.signal).catch(() => undefined);
    if (settled.signal.aborted) return ended;
    return this.#fail(new Error(`${what} has not come to its end`));
  }

  /** Whole chats, which the emulator delivers to the fleet. */
  async #keepChatting(): Promise<void> {
    const [customer] = this.fleet.customers.slice(-1);
    if (!customer) return;
    while (!this.#isOver) {
      await this.emulator.chat(this.#load.ledger, customer).catch((error: unknown) => {
        if (!(error instanceof MistakeError)) throw error;
      });
    }
  }

  async #watch(): Promise<void> {
    for (let moment = 1; this.#progress < 1;) {
      await setTimeout(PACE * 1000);
      await this.#memory.look();
      if (this.#load.ledger.mistakes.length >= TOO_MANY) this.cutShort();
      if (this.#progress >= moment / MOMENTS) {
        moment += 1;
        this.#tell();
      }
    }
  }

  async #restart(): Promise<void> {
    while (this.#progress < RESTART) await setTimeout(PACE * 1000);
    if (this.#isCutShort) return;
    this.#note = 'rolling restart';
    await this.#patiently('the rolling restart', this.fleet.rollingRestart());
    this.#note = 'restarted';
  }

  #tell(): void {
    const { ledger } = this.#load;
    const seconds = this.#seconds;
    const answers = ledger.good + ledger.refused;
    printMoment({
      seconds,
      answers,
      rate: (answers - this.#told.answers) / (seconds - this.#told.seconds),
      mistakes: ledger.mistakes.length,
      memory: this.#memory.latest().slice(0, this.settings.replicas),
      note: this.#note,
    });
    this.#told = { seconds, answers };
    if (this.#note === 'restarted') this.#note = '';
  }

  async #result(seconds: number): Promise<SoakResult> {
    const { ledger, visits, acceptedTickets } = this.#load;
    const lost = await this.#patiently('the look at the tickets', this.#load.lostTickets());
    const { good, refused, tallies, byReplica } = ledger;
    return {
      settings: this.settings,
      node: process.version,
      seconds,
      good,
      refused,
      visits,
      acceptedTickets,
      lostTickets: lost ?? [],
      mistakes: [...this.#problems, ...ledger.mistakes],
      isCutShort: this.#isCutShort,
      latencies: latenciesOf(ledger),
      answers: tallies,
      byReplica: Object.fromEntries(byReplica),
      memory: this.#memory.series.map(slopeOfSeries),
    };
  }
}

async function report(result: SoakResult, { json }: SoakSettings, fleet: Fleet): Promise<void> {
  printResult(result);
  if (json !== undefined) await writeFile(json, `${JSON.stringify(result, null, 2)}\n`);
  if (!isCorrect(result) && fleet.log.trim() !== '') print(fleet.log);
}

/** @returns whether everything was as it must be */
async function soakWith(settings: SoakSettings, fleet: Fleet): Promise<boolean> {
  const emulator = await FleetEmulator.start(fleet);
  const soak = new Soak(settings, fleet, emulator, await watchedOf(fleet, emulator));
  const cutShort = (): void => {
    print(' It comes to its end, and reports. Ctrl-C once more ends it at once, without a report.');
    soak.cutShort();
  };
  process.once('SIGINT', cutShort);
  try {
    const result = await soak.run();
    // Before anything is stopped, which may take its time.
    await report(result, settings, fleet);
    return isCorrect(result);
  } finally {
    process.off('SIGINT', cutShort);
    await emulator.stop();
  }
}

/** @returns exit code: 0 when everything was as it must be */
export async function main(words: readonly string[]): Promise<number> {
  const settings = readSoak(words);
  printStart(settings);
  // One more for the emulator's chats.
  const customers = customersFor(settings) + 1;
  const fleet = await Fleet.start({ replicas: settings.replicas, customers });
  try {
    return (await soakWith(settings, fleet)) ? 0 : 1;
  } finally {
    await fleet.remove();
  }
}
