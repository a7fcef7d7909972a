import { BarChart } from 'echarts/charts';
import { GridComponent, TitleComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Sample } from '../scenarios/scenario.js';
import { median } from '../statistics/statistics.js';
import { measuredAt } from './summary.js';
import { formatNumber } from './table.js';

use([BarChart, GridComponent, TitleComponent, SVGRenderer]);

interface Panel {
  readonly title: string;
  readonly scenario: string;
  readonly metric: string;
  readonly digits: number;
}

const PANELS: readonly Panel[] = [
  { title: 'Tokens issued per second', scenario: 'issue', metric: 'rate', digits: 0 },
  {
    title: 'p99 of a bystander meanwhile, ms (less is better)',
    scenario: 'bystander',
    metric: 'p99',
    digits: 1,
  },
  {
    title: 'Webhooks per second, one token for each chat',
    scenario: 'guard-repeated',
    metric: 'rate',
    digits: 0,
  },
  {
    title: 'Webhooks per second, every token another one',
    scenario: 'guard-distinct',
    metric: 'rate',
    digits: 0,
  },
];

/** Their lightness differs too, for eyes that do not tell colours apart. */
const COLOURS: Readonly<Record<string, readonly [ours: string, theirs: string]>> = {
  Fastify: ['#b3261e', '#3f5b73'],
  Express: ['#e39a95', '#a9bac8'],
};
const ADAPTERS = Object.keys(COLOURS);

const INK = '#24292f';
const FONT = 'system-ui, sans-serif';
const [WIDTH, HEADER, MARGIN] = [1000, 56, 24] as const;
const [PANEL_WIDTH, ROW_HEIGHT, TITLE_HEIGHT] = [476, 40, 44] as const;

interface Place {
  readonly left: number;
  readonly top: number;
  readonly height: number;
}

function namesIn({ scenario }: Panel, samples: readonly Sample[]): string[] {
  const all = samples.filter((sample) => sample.scenario === scenario).map(({ name }) => name);
  return [...new Set(all)];
}

/** Two panels beside each other, those of a row as high as the higher one. */
function layOut(counts: readonly number[]): { readonly places: Place[]; readonly height: number } {
  const places: Place[] = [];
  let top: number = HEADER;
  for (let first = 0; first < counts.length; first += 2) {
    const pair = counts.slice(first, first + 2);
    const height = Math.max(...pair) * ROW_HEIGHT;
    for (const column of pair.keys()) {
      places.push({ left: MARGIN + column * (PANEL_WIDTH + MARGIN / 2), top, height });
    }
    top += TITLE_HEIGHT + height + MARGIN;
  }
  return { places, height: top };
}

/** The bars of one adapter. */
function seriesOf(
  panel: Panel,
  index: number,
  adapter: string,
  names: readonly string[],
  samples: readonly Sample[],
): object {
  const [ours, theirs] = COLOURS[adapter] ?? [];
  const { scenario, metric, digits } = panel;
  return {
    type: 'bar',
    name: adapter,
    xAxisIndex: index,
    yAxisIndex: index,
    barWidth: 13,
    label: {
      show: true,
      position: 'right',
      color: INK,
      fontSize: 11,
      formatter: ({ value }: { readonly value: number }) => formatNumber(value, digits),
    },
    data: names.map((name) => {
      const measured = measuredAt(samples, { scenario, group: adapter, name, metric });
      const color = name.startsWith('kindly') ? ours : theirs;
      const value = measured.length > 0 ? median(measured.map((one) => one.value)) : undefined;
      return { value, itemStyle: { color } };
    }),
  };
}

function legend(): object[] {
  return ADAPTERS.map((adapter, index) => {
    const [ours = '', theirs = ''] = COLOURS[adapter] ?? [];
    return {
      text: `{ours|■}{theirs|■} ${adapter}`,
      left: WIDTH - 200 + index * 95,
      top: 16,
      textStyle: {
        color: INK,
        fontSize: 12,
        fontWeight: 'normal',
        fontFamily: FONT,
        rich: { ours: { color: ours }, theirs: { color: theirs } },
      },
    };
  });
}

/**
 * The picture of a run: medians of all rounds. It brings its own background, for pages are light or
 * dark.
 */
export function drawChart(samples: readonly Sample[], caption: string): string {
  const panels = PANELS.filter((panel) => namesIn(panel, samples).length > 0);
  const names = panels.map((panel) => namesIn(panel, samples).toReversed());
  const { places, height } = layOut(names.map(({ length }) => length));
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height });
  chart.setOption({
    animation: false,
    backgroundColor: '#ffffff',
    textStyle: { fontFamily: FONT },
    title: [
      {
        text: caption,
        left: MARGIN,
        top: 14,
        textStyle: { color: INK, fontSize: 13, fontWeight: 'normal' },
      },
      ...legend(),
      ...panels.map(({ title }, index) => ({
        text: title,
        left: places[index]?.left,
        top: places[index]?.top,
        textStyle: { color: INK, fontSize: 14 },
      })),
    ],
    grid: places.map(({ left, top, height: rows }) => ({
      left: left + 112,
      top: top + TITLE_HEIGHT - 12,
      width: PANEL_WIDTH - 112 - 64,
      height: rows,
    })),
    xAxis: panels.map((_, gridIndex) => ({ gridIndex, type: 'value', show: false })),
    yAxis: panels.map((_, gridIndex) => ({
      gridIndex,
      type: 'category',
      data: names[gridIndex],
      axisTick: { show: false },
      axisLine: { lineStyle: { color: '#d0d7de' } },
      axisLabel: { color: INK, fontSize: 12 },
    })),
    series: panels.flatMap((panel, index) =>
      ADAPTERS.map((adapter) => seriesOf(panel, index, adapter, names[index] ?? [], samples)),
    ),
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return `${svg}\n`;
}
