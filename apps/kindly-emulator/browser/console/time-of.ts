import { html, type TemplateResult } from 'lit';

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium', hourCycle: 'h23' });
const calendar = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' });

/** The time of day; the date before it when it is not today's. */
export function timeOf(iso: string): TemplateResult {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return html`<span>${iso}</span>`;
  const today = date.toDateString() === new Date().toDateString();
  const words = today ? clock.format(date) : `${calendar.format(date)}, ${clock.format(date)}`;
  return html`<time datetime=${iso} title=${full.format(date)}>${words}</time>`;
}
