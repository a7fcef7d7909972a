import { css } from 'lit';

/** What can be pressed. A target is 44 pixels at least. */
export const CONTROLS = css`
  button {
    margin: 0;
    font: inherit;
    cursor: pointer;
  }

  :focus-visible {
    outline: 3px solid var(--accent);
    outline-offset: 2px;
  }

  .tool {
    display: grid;
    place-items: center;
    width: 44px;
    height: 44px;
    padding: 0;
    border: 0;
    border-radius: 12px;
    background: transparent;
    color: inherit;
  }

  .tool:hover {
    background: color-mix(in srgb, currentColor 14%, transparent);
  }

  .tool[aria-disabled='true'] {
    cursor: default;
    opacity: 0.45;
  }

  .tool[aria-disabled='true']:hover {
    background: transparent;
  }

  .chip {
    display: inline-flex;
    align-items: center;
    gap: 0.4rem;
    min-height: 44px;
    padding: 0.4rem 1rem;
    border: 1.5px solid var(--accent);
    border-radius: 22px;
    background: var(--card);
    color: var(--accent);
    font-weight: 600;
    line-height: 1.25;
    text-align: start;
    text-decoration: none;
    overflow-wrap: anywhere;
  }

  .chip:hover {
    background: var(--accent);
    color: var(--accent-ink);
  }

  .chip svg {
    flex: none;
    width: 16px;
    height: 16px;
  }

  .chip.refused,
  .chip.refused:hover {
    border: 1.5px dashed var(--muted);
    background: transparent;
    color: var(--muted);
  }

  .why {
    font-size: 0.8rem;
    font-weight: 400;
  }

  @media (prefers-reduced-motion: no-preference) {
    .tool,
    .chip {
      transition:
        background-color 120ms ease-out,
        color 120ms ease-out;
    }
  }
`;
