import { allInTurn } from '../statistics/order.js';
import { type ForgedToken, forge } from './forge.js';
import { LIFETIME } from './workload.js';

/** As many as the pool can sign without a queue that grows. */
const AT_ONCE = 64;
/** A stock that is older is made anew: a measurement must not outlive its tokens. */
const MAX_AGE = (LIFETIME / 2) * 1000;

export type Forge = (number: number) => Promise<ForgedToken>;

/** So many tokens that differ, beginning with that of `first`. */
export async function forgeMany(make: Forge, count: number, first = 0): Promise<ForgedToken[]> {
  const numbers = Array.from({ length: count }, (_, index) => first + index);
  const batches = Array.from({ length: Math.ceil(count / AT_ONCE) }, (_, index) =>
    numbers.slice(index * AT_ONCE, (index + 1) * AT_ONCE),
  );
  return (await allInTurn(batches, (batch) => Promise.all(batch.map(make)))).flat();
}

/** Tokens for all contenders of a run: making them costs more than sending them. */
export class TokenStock {
  #tokens: readonly ForgedToken[] = [];
  #madeAt = -Infinity;

  constructor(
    private readonly privateKey: string,
    private readonly size: number,
  ) {}

  /** All tokens of the stock, good for long enough. */
  async distinct(): Promise<readonly ForgedToken[]> {
    if (performance.now() - this.#madeAt > MAX_AGE) {
      const { privateKey } = this;
      this.#tokens = await forgeMany((number) => forge({ privateKey, number }), this.size);
      this.#madeAt = performance.now();
    }
    return this.#tokens;
  }
}
