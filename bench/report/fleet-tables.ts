import { CACHE_SIZES, type CacheDemand, type FleetPlan, USUAL_LIFETIME } from '../fleet/plan.js';
import type { Pattern } from '../fleet/simulation.js';
import type { Sample } from '../scenarios/scenario.js';
import { median } from '../statistics/statistics.js';
import { measuredAt } from './summary.js';
import { formatNumber, type Table } from './table.js';

const SECONDS_A_DAY = 86_400;
/** In place of what follows from a measurement that was not made. */
const UNKNOWN = '–';

/** Microseconds of a core for one request, as they were measured; without a measurement, nothing. */
export interface Costs {
  readonly issue: number | undefined;
  /** A token that is not in the cache. */
  readonly verify: number | undefined;
  /** One that is. */
  readonly find: number | undefined;
}

/** The whole request on Fastify, framework and HTTP included. */
export function costsOf(samples: readonly Sample[]): Costs {
  const costOf = (scenario: string): number | undefined => {
    const place = { scenario, group: 'Fastify', name: 'kindly', metric: 'cpu' };
    const values = measuredAt(samples, place).map(({ value }) => value);
    return values.length > 0 ? median(values) : undefined;
  };
  return {
    issue: costOf('issue'),
    verify: costOf('guard-distinct'),
    find: costOf('guard-repeated'),
  };
}

function rowOfCore(what: string, cost: number | undefined): readonly string[] {
  const rate = cost === undefined ? undefined : 1_000_000 / cost;
  return [
    what,
    cost === undefined ? UNKNOWN : formatNumber(cost, 0),
    rate === undefined ? UNKNOWN : formatNumber(rate, 0),
    rate === undefined ? UNKNOWN : `${formatNumber((rate * SECONDS_A_DAY) / 1_000_000, 0)} million`,
  ];
}

/** What one core carries that does nothing else. */
export function coreTable({ issue, verify, find }: Costs): Table {
  return {
    words: 1,
    head: ['a core that does nothing but', 'µs each', 'per second', 'per day'],
    rows: [
      rowOfCore('issue tokens', issue),
      rowOfCore('guard webhooks, every token another one', verify),
      rowOfCore('guard webhooks, the token is in the cache', find),
    ],
  };
}

function describe({ name, messages, gap }: Pattern): string {
  return `${name}: ${messages} messages, ${gap} s apart`;
}

function coresFor(perSecond: number, cost: number | undefined): string {
  return cost === undefined ? UNKNOWN : formatNumber((perSecond * cost) / 1_000_000, 1);
}

/** Tokens for a million chats. */
export function tokensTable({ tokens }: FleetPlan, { issue }: Costs): Table {
  return {
    words: 1,
    head: ['chats', 'token lifetime s', 'tokens per second', 'cores'],
    rows: tokens.map(({ pattern, lifetime, tokensPerSecond }) => [
      describe(pattern),
      String(lifetime),
      formatNumber(tokensPerSecond, 0),
      coresFor(tokensPerSecond, issue),
    ]),
  };
}

/** From caches that find nothing to the largest ones; a request costs what its token's way costs. */
function coresToGuard(demand: CacheDemand, { verify, find }: Costs): string {
  if (verify === undefined || find === undefined) return UNKNOWN;
  const share = demand.hitRates.at(-1) ?? 0;
  const mixed = share * find + (1 - share) * verify;
  const { webhooksPerSecond } = demand;
  return `${coresFor(webhooksPerSecond, verify)} to ${coresFor(webhooksPerSecond, mixed)}`;
}

/** Webhooks of a million chats, with tokens that live as long as they do by default. */
export function webhooksTable({ caches }: FleetPlan, costs: Costs): Table {
  return {
    words: 1,
    head: [
      'chats',
      'webhooks per second',
      'replicas',
      ...CACHE_SIZES.map((size) => `found in ${formatNumber(size, 0)} entries`),
      'cores, without a cache and with the largest',
    ],
    rows: caches.map((demand) => [
      describe(demand.pattern),
      formatNumber(demand.webhooksPerSecond, 0),
      String(demand.replicas),
      ...demand.hitRates.map((rate) => `${formatNumber(rate * 100, 0)} %`),
      coresToGuard(demand, costs),
    ]),
  };
}

export interface TitledTable {
  readonly title: string;
  readonly table: Table;
}

export function fleetTables(plan: FleetPlan, costs: Costs): readonly TitledTable[] {
  return [
    { title: 'What a core carries', table: coreTable(costs) },
    { title: 'Tokens for a million chats', table: tokensTable(plan, costs) },
    {
      title: `Webhooks of a million chats, tokens of ${USUAL_LIFETIME} s`,
      table: webhooksTable(plan, costs),
    },
  ];
}
