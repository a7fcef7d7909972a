import { stdout } from 'node:process';
import { styleText } from 'node:util';
import { KINDS } from '../traffic/ask.js';
import type { SoakSettings } from './arguments.js';
import type { Slope } from './memory.js';
import { isCorrect, type SoakResult } from './result.js';
import { alignedLines, formatNumber, type Table } from './table.js';

type Style = Parameters<typeof styleText>[0];

export function print(text = ''): void {
  stdout.write(`${text}\n`);
}

function printTable(title: string, table: Table, isBad: (row: number) => boolean = () => false) {
  const [head = '', ...lines] = alignedLines(table);
  print(`\n${styleText('bold', title)}\n`);
  print(styleText('dim', head));
  for (const [row, line] of lines.entries()) print(isBad(row) ? styleText('red', line) : line);
}

export function printStart({ minutes, replicas, visitors, chatters }: SoakSettings): void {
  print(`
${styleText('bold', `A soak, ${minutes} min`)}
  ${replicas} samples behind HAProxy, with one Redis and one PostgreSQL; every other one runs on Fastify
  ${visitors} visitors and ${chatters} chatters at a time, and the emulator with a chat; each waits for his answer
  a rolling restart after a fifth of the time; Ctrl-C ends it early, and reports
`);
}

/** A moment of the soak. */
export interface Moment {
  readonly seconds: number;
  readonly answers: number;
  /** Answers a second since the moment before. */
  readonly rate: number;
  readonly mistakes: number;
  /** MiB of each replica. */
  readonly memory: readonly number[];
  readonly note: string;
}

function clock(seconds: number): string {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

export function printMoment({ seconds, answers, rate, mistakes, memory, note }: Moment): void {
  const wrong = `${mistakes} wrong`;
  print(
    [
      ` ${clock(seconds).padStart(6)}`,
      `${formatNumber(answers).padStart(9)} answers`,
      `${formatNumber(rate).padStart(5)} a second`,
      mistakes === 0 ? styleText('green', wrong) : styleText('red', wrong),
      `${memory.map((mebibytes) => formatNumber(mebibytes)).join(' ')} MiB`,
      note,
    ]
      .join('  ')
      .trimEnd(),
  );
}

function latencyTable({ latencies, seconds }: SoakResult): Table {
  const sorted = latencies.toSorted(
    (one, other) => KINDS.indexOf(one.kind) - KINDS.indexOf(other.kind),
  );
  return {
    words: 1,
    head: ['good requests', 'count', 'a second', 'p50 ms', 'p90', 'p99', 'p99.9', 'max'],
    rows: sorted.map(({ kind, count, ...times }) => [
      kind,
      formatNumber(count),
      formatNumber(count / seconds, 1),
      ...[times.p50, times.p90, times.p99, times.p999, times.max].map((time) =>
        formatNumber(time, 1),
      ),
    ]),
  };
}

function answersOf({ answers }: SoakResult): SoakResult['answers'] {
  return answers.toSorted(
    (one, other) =>
      Number(one.flaw !== undefined) - Number(other.flaw !== undefined) ||
      KINDS.indexOf(one.kind) - KINDS.indexOf(other.kind) ||
      other.count - one.count,
  );
}

function answerTable(result: SoakResult): Table {
  return {
    words: 5,
    head: ['request', 'flaw', 'status', 'code', '', 'count'],
    rows: answersOf(result).map(({ kind, flaw = '', status, code = '', isRight, count }) => [
      kind,
      flaw,
      status === 0 ? 'none' : String(status),
      code,
      isRight ? 'right' : 'WRONG',
      formatNumber(count),
    ]),
  };
}

function memoryRow({ name, minutes, first, last, slope }: Slope): readonly string[] {
  const line = slope === undefined ? 'too short' : `${slope > 0 ? '+' : ''}${slope.toFixed(2)}`;
  return [name, formatNumber(minutes, 1), formatNumber(first, 1), formatNumber(last, 1), line];
}

function memoryTable({ memory }: SoakResult): Table {
  return {
    words: 1,
    head: ['process', 'minutes', 'MiB first', 'MiB last', 'MiB a minute'],
    rows: memory.toSorted((one, other) => one.name.localeCompare(other.name)).map(memoryRow),
  };
}

function verdictOf(result: SoakResult): readonly [Style, string] {
  const { good, refused, acceptedTickets, mistakes, lostTickets } = result;
  if (isCorrect(result)) {
    const text = `${formatNumber(good)} good requests succeeded, ${formatNumber(refused)} bad ones were refused with the right code,
each reply was about its own customer, and all ${formatNumber(acceptedTickets)} tickets that were accepted were kept.`;
    return ['green', text];
  }
  const lost =
    lostTickets.length === 0 ? '' : `\n${lostTickets.length} accepted tickets were lost.`;
  const wrong = mistakes.map((mistake) => `\n  ${mistake}`).join('');
  return ['red', `NOT as it must be. What was wrong first:${wrong || ' nothing'}${lost}`];
}

export function printResult(result: SoakResult): void {
  const { good, refused, seconds, visits, isCutShort } = result;
  printTable('Throughput and latency', latencyTable(result));
  const rows = answersOf(result);
  printTable('Answers', answerTable(result), (row) => rows[row]?.isRight === false);
  printTable('Memory', memoryTable(result));
  print(
    `
  The line is that of the least squares, without the first quarter of a process, which warms up;
  a replica that was restarted is another process. PostgreSQL is all of its processes together.`,
  );
  const all = good + refused;
  print(`
${styleText('bold', 'Altogether')}
  ${formatNumber(all)} right answers in ${clock(seconds)}, ${formatNumber(all / seconds)} a second, ${formatNumber(visits)} visits${isCutShort ? '; it ended before its time' : ''}
`);
  const [style, text] = verdictOf(result);
  print(styleText(style, `${text}\n`));
}
