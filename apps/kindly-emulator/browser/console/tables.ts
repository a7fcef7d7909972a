import { css, type CSSResult, html, nothing, type TemplateResult } from 'lit';
import type { Assumption, DialogueSetting } from '../../src/protocol/console-protocol.js';

/** A cell says the name of its column itself where the table is too narrow for columns. */
type Row = readonly (string | TemplateResult)[];

/** The roles are written out: a table that is laid out otherwise loses them. */
function table(label: string, columns: readonly string[], rows: readonly Row[]): TemplateResult {
  return html`<table role="table" aria-label=${label}>
    <thead role="rowgroup">
      <tr role="row">
        ${columns.map((column) => html`<th role="columnheader" scope="col">${column}</th>`)}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${rows.map(
        (cells) =>
          html`<tr role="row">
            ${cells.map(
              (cell, index) =>
                html`<td role="cell" class="foreign" data-column=${columns[index] ?? nothing}>
                  <span>${cell}</span>
                </td>`,
            )}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

export function dialogueTable(dialogues: readonly DialogueSetting[]): TemplateResult {
  const rows = dialogues.map(({ slug, phrases, webhook, reply, kind }): Row => [
    html`<code>${slug}</code>`,
    phrases.length === 0 ? '–' : phrases.join(' · '),
    webhook === null ? (reply ?? '–') : html`<code>${webhook}</code>`,
    webhook === null ? 'static reply' : html`webhook, signed as <code>${kind}</code>`,
  ]);
  return table('Dialogues', ['Slug', 'Phrases', 'Webhook or reply', 'How'], rows);
}

export function assumptionTable(assumptions: readonly Assumption[]): TemplateResult {
  const rows = assumptions.map((assumption): Row => [
    html`<strong>${assumption.topic}</strong>`,
    assumption.unknown,
    assumption.here,
    assumption.switch === '' ? '–' : assumption.switch,
  ]);
  const columns = ['Topic', 'Not documented', 'What the emulator does', 'Switch'];
  return table('What Kindly does not document', columns, rows);
}

export function hostTable(hosts: readonly (readonly [string, string])[]): TemplateResult {
  const rows = hosts.map(([host, target]): Row => [
    html`<code>${host}</code>`,
    html`<code>${target}</code>`,
  ]);
  return table('Host mapping', ['Host of the webhook URL', 'Where it really goes'], rows);
}

export const tableStyles: CSSResult = css`
  table {
    width: 100%;
    border-collapse: collapse;
    font-size: 0.875rem;
  }

  th,
  td {
    padding: 0.45rem 0.75rem 0.45rem 0;
    text-align: start;
    vertical-align: top;
  }

  th {
    color: var(--muted);
    font-size: 0.8125rem;
    white-space: nowrap;
  }

  tbody tr {
    border-top: 1px solid var(--line);
  }

  td:first-child {
    min-width: 7rem;
  }

  @media (max-width: 50rem) {
    table,
    tbody,
    tr {
      display: block;
    }

    thead {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }

    tbody tr {
      padding: 0.5rem 0;
    }

    td {
      display: grid;
      grid-template-columns: 7.5rem minmax(0, 1fr);
      gap: 0.75rem;
      padding: 0.15rem 0;
    }

    td::before {
      content: attr(data-column);
      color: var(--muted);
      font-size: 0.8125rem;
    }
  }
`;
