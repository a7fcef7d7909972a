import type {
  ConsoleState,
  Delivery,
  RuleResult,
  TokenCheck,
  Verdict,
} from '../../src/protocol/console-protocol.js';
import type { Filter } from './route.js';

interface Judgement {
  readonly verdict: Verdict;
  /** The verdict in a word. */
  readonly word: string;
}

/** One line of the debug console. */
export interface TimelineRow extends Judgement {
  readonly id: string;
  readonly at: string;
  readonly chatId: string;
  readonly summary: string;
  readonly check: TokenCheck | null;
  readonly delivery: Delivery | null;
}

const isClean = (rules: readonly RuleResult[]): boolean =>
  rules.every(({ verdict }) => verdict === 'ok' || verdict === 'skipped');

/**
 * With a fault, a refusal is what one hopes for: then the rule `fault` judges, and without that rule
 * nobody can, so it is neither red nor green.
 */
function verdictOfFault({ rules, succeeded, response, sentTo }: Delivery): Judgement {
  const judged = rules.find(({ rule }) => rule === 'fault')?.verdict;
  if (judged === 'ok') return { verdict: 'ok', word: 'as expected' };
  if (response === null)
    return { verdict: 'failed', word: sentTo === '' ? 'not sent' : 'no answer' };
  if (judged === 'failed') return { verdict: 'failed', word: 'unexpected' };
  return succeeded
    ? { verdict: 'warning', word: 'taken' }
    : { verdict: 'skipped', word: 'refused' };
}

/** What to say of a delivery in a word. */
export function verdictOf(delivery: Delivery): Judgement {
  const { fault, succeeded, response, rules, sentTo } = delivery;
  if (fault !== null) return verdictOfFault(delivery);
  if (succeeded) return { verdict: isClean(rules) ? 'ok' : 'warning', word: 'answered' };
  if (response === null)
    return { verdict: 'failed', word: sentTo === '' ? 'not sent' : 'no answer' };
  const refused = response.status === 401 || response.status === 403;
  return { verdict: 'failed', word: refused ? 'refused' : 'failed' };
}

function judgementOf({ accepted, rules }: TokenCheck): Judgement {
  if (!accepted) return { verdict: 'failed', word: 'refused' };
  return { verdict: isClean(rules) ? 'ok' : 'warning', word: 'accepted' };
}

function rowOfCheck(check: TokenCheck): TimelineRow {
  const { id, at, chatId, summary } = check;
  return { id, at, chatId, summary, ...judgementOf(check), check, delivery: null };
}

function rowOfDelivery(delivery: Delivery): TimelineRow {
  const { id, at, chatId, summary } = delivery;
  return { id, at, chatId, summary, ...verdictOf(delivery), check: null, delivery };
}

const KEEPS: Readonly<Record<Filter, (row: TimelineRow) => boolean>> = {
  all: () => true,
  tokens: ({ check }) => check !== null,
  deliveries: ({ delivery }) => delivery !== null,
  failures: ({ verdict, delivery }) =>
    verdict === 'failed' || (verdict !== 'ok' && delivery?.succeeded === false),
};

/** Token checks and deliveries in one list, the latest first. */
export function timelineOf(
  state: ConsoleState,
  filter: Filter,
  chat: string | null,
): TimelineRow[] {
  return [...state.tokenChecks.map(rowOfCheck), ...state.deliveries.map(rowOfDelivery)]
    .filter((row) => KEEPS[filter](row) && (chat === null || row.chatId === chat))
    .toSorted((a, b) => b.at.localeCompare(a.at));
}
