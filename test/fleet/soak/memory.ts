import { readFile } from 'node:fs/promises';

const MIB = 1024 * 1024;
const KIB = 1024;

/** What a process had in memory at a time. */
export interface Sample {
  /** Minutes since the beginning. */
  readonly minute: number;
  /** Resident memory; of several processes each page by the share of it that they have. */
  readonly mebibytes: number;
}

/** A process that is looked at; a replica that was restarted is another one. */
export interface Series {
  readonly name: string;
  readonly pid: number;
  readonly samples: Sample[];
}

/** What became of the memory of a process. */
export interface Slope {
  readonly name: string;
  readonly pid: number;
  readonly minutes: number;
  readonly first: number;
  readonly last: number;
  /** MiB a minute, of the straight line through all samples after the warm-up; `undefined`: too few. */
  readonly slope: number | undefined;
}

/** Share of its life in which a process warms up: code is compiled, caches and heap take their size. */
const WARM_UP = 0.25;
/** Minutes below which a line says nothing. */
const LEAST = 0.5;

/** Slope of the line with the least squares; `undefined` for fewer than two different minutes. */
export function slopeOf(samples: readonly Sample[]): number | undefined {
  const mean = (pick: (sample: Sample) => number): number =>
    samples.reduce((sum, sample) => sum + pick(sample), 0) / samples.length;
  const [x, y] = [mean(({ minute }) => minute), mean(({ mebibytes }) => mebibytes)];
  const sum = (pick: (sample: Sample) => number): number =>
    samples.reduce((all, sample) => all + pick(sample), 0);
  const spread = sum(({ minute }) => (minute - x) ** 2);
  if (!(spread > 0)) return undefined;
  return sum(({ minute, mebibytes }) => (minute - x) * (mebibytes - y)) / spread;
}

export function slopeOfSeries({ name, pid, samples }: Series): Slope {
  const [from = 0, to = 0] = [samples[0]?.minute, samples.at(-1)?.minute];
  const warm = samples.filter(({ minute }) => minute >= from + (to - from) * WARM_UP);
  const isLong = to - from >= LEAST;
  return {
    name,
    pid,
    minutes: to - from,
    first: samples[0]?.mebibytes ?? 0,
    last: samples.at(-1)?.mebibytes ?? 0,
    slope: isLong ? slopeOf(warm) : undefined,
  };
}

/** What Linux says of a process under this name, in MiB; `undefined`: there is no such process any more. */
async function mebibytesOf(pid: number, file: string, name: string): Promise<number | undefined> {
  const text = await readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '');
  const [, kibibytes] = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text) ?? [];
  return kibibytes === undefined ? undefined : (Number(kibibytes) * KIB) / MIB;
}

/** Ids of the processes that a process has started. */
export async function childrenOf(pid: number): Promise<readonly number[]> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  return children.split(' ').filter(Boolean).map(Number);
}

/** Memory of a process and of those that it has started: what they have in common is counted once. */
async function memoryOfAll(pid: number): Promise<number | undefined> {
  const pids = [pid, ...(await childrenOf(pid))];
  const [own, ...others] = await Promise.all(
    pids.map((each) => mebibytesOf(each, 'smaps_rollup', 'Pss')),
  );
  return own === undefined ? undefined : others.reduce<number>((sum, one = 0) => sum + one, own);
}

/** A process to look at, by whatever id it has at the time. */
export interface Watched {
  readonly name: string;
  readonly pid: number;
  /** Whether it works by processes that it starts, which are counted with it. Default: false */
  readonly isMany?: boolean;
}

/** Looks at the memory of processes again and again. */
export class MemoryWatch {
  readonly #series = new Map<string, Series>();
  readonly #from = performance.now();

  constructor(private readonly watched: readonly Watched[]) {}

  get series(): readonly Series[] {
    return [...this.#series.values()];
  }

  async look(): Promise<void> {
    await Promise.all(this.watched.map((watched) => this.#lookAt(watched)));
  }

  /** MiB that each had last. */
  latest(): readonly number[] {
    return this.watched.map(({ name, pid }) => {
      const sample = this.#series.get(`${name} ${pid}`)?.samples.at(-1);
      return sample?.mebibytes ?? 0;
    });
  }

  async #lookAt({ name, pid, isMany = false }: Watched): Promise<void> {
    const mebibytes = await (isMany ? memoryOfAll(pid) : mebibytesOf(pid, 'status', 'VmRSS'));
    if (mebibytes === undefined) return;
    const key = `${name} ${pid}`;
    const series = this.#series.get(key) ?? { name, pid, samples: [] };
    series.samples.push({ minute: (performance.now() - this.#from) / 60_000, mebibytes });
    this.#series.set(key, series);
  }
}
