export interface CacheFleetSettings {
  /** Tokens that each replica remembers. */
  readonly entries: number;
  readonly replicas: number;
}

/** Remembers so many tokens; the one that it has not seen for longest makes room for a new one. */
class Cache {
  readonly #tokens = new Set<number>();
  /** A set is in the order of insertion; what the iterator has passed is not there any more. */
  readonly #oldest = this.#tokens.values();

  constructor(private readonly entries: number) {}

  /** @returns whether it had seen the token */
  see(token: number): boolean {
    const isKnown = this.#tokens.delete(token);
    this.#tokens.add(token);
    if (this.#tokens.size > this.entries) this.#tokens.delete(Number(this.#oldest.next().value));
    return isKnown;
  }
}

/** The caches of some replicas behind a load balancer that knows nothing of chats. */
export class CacheFleet {
  readonly #caches: readonly Cache[];
  #asked = 0;
  #found = 0;

  constructor(
    { replicas, entries }: CacheFleetSettings,
    private readonly random: () => number,
  ) {
    this.#caches = Array.from({ length: replicas }, () => new Cache(entries));
  }

  /** The share of tokens that the replica that got them had seen, since {@link forgetCounts}. */
  get hitRate(): number {
    return this.#asked === 0 ? 0 : this.#found / this.#asked;
  }

  forgetCounts(): void {
    [this.#asked, this.#found] = [0, 0];
  }

  /** A webhook with this token comes to some replica. */
  see(token: number): void {
    const cache = this.#caches[Math.floor(this.random() * this.#caches.length)];
    this.#asked += 1;
    if (cache?.see(token)) this.#found += 1;
  }
}
