import { css } from 'lit';

/** What every part of the console looks like; each shadow root adopts it. */
export const shared = css`
  :host {
    display: block;
  }

  :host([hidden]),
  [hidden] {
    display: none !important;
  }

  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  h1,
  h2,
  h3,
  p,
  ul,
  dl,
  dd,
  pre {
    margin: 0;
    padding: 0;
  }

  ul {
    list-style: none;
  }

  h1 {
    font-size: 1.35rem;
    line-height: 1.2;
    letter-spacing: -0.015em;
  }

  h2 {
    font-size: 1.05rem;
  }

  h3,
  .minor {
    font-size: 0.8125rem;
    letter-spacing: 0.02em;
    color: var(--muted);
  }

  a {
    color: var(--accent);
    text-underline-offset: 2px;
  }

  code,
  .mono {
    font-family: var(--mono);
    font-size: 0.875em;
    overflow-wrap: anywhere;
  }

  :focus-visible {
    outline: 3px solid var(--accent);
    outline-offset: 2px;
  }

  button,
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.4rem;
    min-height: 2rem;
    padding: 0.25rem 0.75rem;
    border: 1px solid var(--line);
    border-radius: 8px;
    background: var(--card);
    color: var(--ink);
    font: inherit;
    font-size: 0.875rem;
    font-weight: 600;
    cursor: pointer;
  }

  button:hover,
  .button:hover {
    border-color: var(--accent);
  }

  button.primary {
    border-color: var(--accent);
    background: var(--accent);
    color: var(--accent-ink);
  }

  button.primary:hover {
    filter: brightness(1.08);
  }

  button[aria-pressed='true'] {
    border-color: var(--accent);
    background: var(--ok-paper);
  }

  select,
  textarea,
  input:not([type='radio'], [type='checkbox']) {
    max-width: 100%;
    min-height: 2rem;
    padding: 0.25rem 0.6rem;
    border: 1px solid var(--edge);
    border-radius: 8px;
    background: var(--card);
    color: var(--ink);
    font: inherit;
    font-size: 0.875rem;
  }

  textarea {
    width: 100%;
    font-family: var(--mono);
    font-size: 0.8125rem;
    line-height: 1.5;
    resize: vertical;
  }

  .card {
    padding: 1rem 1.15rem;
    border: 1px solid var(--line);
    border-radius: 12px;
    background: var(--card);
    box-shadow: var(--shadow);
  }

  .muted {
    color: var(--muted);
  }

  .small {
    font-size: 0.8125rem;
  }

  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem;
  }

  .stack {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.75rem;
    align-content: start;
  }

  /* Words of other people: any length, any direction, never wider than their place. */
  .foreign {
    unicode-bidi: isolate;
    overflow-wrap: anywhere;
    min-width: 0;
  }

  .clip {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .chip {
    display: inline-flex;
    align-items: baseline;
    gap: 0.3rem;
    max-width: 100%;
    padding: 0.05rem 0.55rem;
    border-radius: 99px;
    background: var(--sunk);
    color: var(--muted);
    font-size: 0.8125rem;
    font-weight: 600;
    white-space: nowrap;
  }

  .chip:is(.ok, .warning, .failed, .skipped, .fault) {
    box-shadow: inset 0 0 0 1px color-mix(in srgb, currentcolor 20%, transparent);
  }

  .chip.ok {
    background: var(--ok-paper);
    color: var(--ok);
  }

  .chip.warning {
    background: var(--warn-paper);
    color: var(--warn);
  }

  .chip.failed {
    background: var(--bad-paper);
    color: var(--bad);
  }

  .chip.fault {
    background: var(--fault-paper);
    color: var(--fault);
  }

  svg.icon {
    flex: none;
    align-self: center;
    width: 1em;
    height: 1em;
  }

  .hidden-text {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  @media (prefers-reduced-motion: no-preference) {
    button,
    .button {
      transition:
        border-color 120ms ease-out,
        filter 120ms ease-out;
    }
  }
`;
