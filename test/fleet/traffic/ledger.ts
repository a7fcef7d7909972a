import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import { type Answer, send } from '../../support/http.js';
import { replicaOf } from '../cluster/reverse-proxy.js';
import type { Ask, Kind } from './ask.js';

/** An answer that is not what it must be. */
export interface Mistake {
  readonly ask: Ask;
  /** Status 0: there was no answer at all, and the text says why. */
  readonly answer: Answer;
  readonly replica: string;
  readonly problem: string;
  /** `performance.now()` when it was asked. */
  readonly askedAt: number;
}

/** What may go wrong while something is broken on purpose. */
export type Pardon = (mistake: Mistake) => boolean;

/** The answer was not what it must be: whoever asked cannot go on as if it were. */
export class MistakeError extends Error {
  override readonly name = 'MistakeError';

  constructor(mistake: Mistake) {
    super(describeMistake(mistake));
  }
}

/** More than these nobody reads. */
const KEPT = 20;

export function describeMistake({ ask, answer, replica, problem }: Mistake): string {
  const what = ask.flaw === undefined ? ask.kind : `${ask.kind} (${ask.flaw})`;
  return `${what} at ${replica || 'a replica'}: ${problem}; ${answer.status} ${answer.text.slice(0, 200)}`;
}

export function codeOf({ body }: Answer): string | undefined {
  const code = (body as { readonly errorCode?: unknown } | undefined)?.errorCode;
  return typeof code === 'string' ? code : undefined;
}

/** What is wrong with an answer; `undefined`: nothing. */
function problemOf(ask: Ask, answer: Answer): string | undefined {
  const code = codeOf(answer);
  if (answer.status === ask.status && code === ask.code) return ask.check?.(answer);
  return `${answer.status} ${code ?? ''} where ${ask.status} ${ask.code ?? ''} is right`;
}

/** How many answers there were of one kind, status and code. */
export interface Tally {
  readonly kind: Kind;
  readonly flaw: string | undefined;
  readonly status: number;
  readonly code: string | undefined;
  /** Whether this is what they must be. */
  readonly isRight: boolean;
  count: number;
}

/** Asks, judges every answer, and keeps account of all. */
export class Ledger {
  readonly #tallies = new Map<string, Tally>();
  readonly #latencies = new Map<Kind, RecordableHistogram>();
  readonly #byReplica = new Map<string, number>();
  readonly #mistakes: Mistake[] = [];
  readonly #pardoned: Mistake[] = [];
  readonly #watchers = new Set<() => void>();
  #pardon: Pardon = () => false;
  #good = 0;
  #refused = 0;

  constructor(private readonly url: string) {}

  /** Good requests that succeeded. */
  get good(): number {
    return this.#good;
  }

  /** Bad requests that were refused as they must be. */
  get refused(): number {
    return this.#refused;
  }

  /** The first of all that went wrong, and must not have. */
  get mistakes(): readonly string[] {
    return this.#mistakes.map(describeMistake);
  }

  /** What went wrong while it was allowed to. */
  get pardoned(): readonly Mistake[] {
    return this.#pardoned;
  }

  /** Answers by status and code, of good and bad requests. */
  get tallies(): readonly Tally[] {
    return [...this.#tallies.values()];
  }

  /** Microseconds until the answer was read, of good requests that succeeded. */
  get latencies(): ReadonlyMap<Kind, RecordableHistogram> {
    return this.#latencies;
  }

  get byReplica(): ReadonlyMap<string, number> {
    return this.#byReplica;
  }

  /**
   * Does something that breaks requests: what is asked meanwhile may go wrong in the way that `pardon` says.
   * What is asked afterwards may not.
   */
  async pardoning<T>(pardon: Pardon, act: () => Promise<T>): Promise<T> {
    let until = Number.POSITIVE_INFINITY;
    const earlier = this.#pardon;
    // What was under way when it began is broken by it too.
    this.#pardon = (mistake) => earlier(mistake) || (mistake.askedAt <= until && pardon(mistake));
    try {
      return await act();
    } finally {
      until = performance.now();
    }
  }

  /** @throws MistakeError when the answer is not what it must be */
  async ask(ask: Ask): Promise<Answer> {
    const askedAt = performance.now();
    const answer = await this.#answerTo(ask);
    const microseconds = Math.max(1, Math.round((performance.now() - askedAt) * 1000));
    return this.note({ ask, answer, askedAt }, microseconds);
  }

  /** Judges what somebody else has asked. @throws MistakeError when the answer is not what it must be */
  note(asked: Omit<Mistake, 'replica' | 'problem'>, microseconds: number): Answer {
    const { ask, answer } = asked;
    const replica = replicaOf(answer.headers);
    const problem = problemOf(ask, answer);
    this.#count(asked, replica, problem === undefined);
    if (problem === undefined) this.#noteSuccess(ask, microseconds);
    const mistake = problem === undefined ? undefined : { ...asked, replica, problem };
    if (mistake) this.#noteMistake(mistake);
    for (const watcher of this.#watchers) watcher();
    if (mistake) throw new MistakeError(mistake);
    return answer;
  }

  /** Calls this after every answer. @returns a function that ends it */
  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  async #answerTo({ path, sent }: Ask): Promise<Answer> {
    try {
      return await send(this.url + path, sent);
    } catch (error) {
      return { status: 0, headers: {}, text: String(error), body: undefined };
    }
  }

  #count(
    { ask, answer }: Pick<Mistake, 'ask' | 'answer'>,
    replica: string,
    isRight: boolean,
  ): void {
    const { kind, flaw } = ask;
    const { status } = answer;
    const code = codeOf(answer);
    const key = [kind, flaw, status, code, isRight].join();
    const tally = this.#tallies.get(key) ?? { kind, flaw, status, code, isRight, count: 0 };
    tally.count += 1;
    this.#tallies.set(key, tally);
    this.#byReplica.set(replica, (this.#byReplica.get(replica) ?? 0) + 1);
  }

  #noteSuccess({ kind, flaw }: Ask, microseconds: number): void {
    if (flaw !== undefined) {
      this.#refused += 1;
      return;
    }
    this.#good += 1;
    const histogram = this.#latencies.get(kind) ?? createHistogram();
    histogram.record(microseconds);
    this.#latencies.set(kind, histogram);
  }

  #noteMistake(mistake: Mistake): void {
    if (this.#pardon(mistake)) this.#pardoned.push(mistake);
    else if (this.#mistakes.length < KEPT) this.#mistakes.push(mistake);
  }
}
