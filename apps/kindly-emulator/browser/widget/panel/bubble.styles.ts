import { css } from 'lit';

/** The round button at the corner of the page. */
export const BUBBLE = css`
  .bubble {
    position: fixed;
    right: calc(1.25rem + env(safe-area-inset-right));
    bottom: calc(1.25rem + env(safe-area-inset-bottom));
    z-index: 2147483000;
    display: grid;
    place-items: center;
    width: 60px;
    height: 60px;
    padding: 0;
    border: 0;
    border-radius: 50% 50% 14px 50%;
    background: var(--accent);
    color: var(--accent-ink);
    box-shadow: var(--shadow);
  }

  .bubble.open {
    border-radius: 50%;
  }

  .bubble:hover {
    background: color-mix(in srgb, var(--accent) 88%, var(--ink));
  }

  .bubble:focus-visible {
    outline: 3px solid var(--accent);
    outline-offset: 3px;
  }

  .bubble > svg {
    width: 28px;
    height: 28px;
  }

  .unread {
    position: absolute;
    top: -4px;
    right: -4px;
    display: grid;
    place-items: center;
    min-width: 24px;
    height: 24px;
    padding: 0 6px;
    border: 2px solid var(--card);
    border-radius: 12px;
    background: var(--warm);
    color: var(--card);
    font-size: 0.78rem;
    font-weight: 700;
    line-height: 1;
  }

  @media (prefers-reduced-motion: no-preference) {
    .bubble {
      transition:
        transform 160ms ease-out,
        border-radius 160ms ease-out,
        background-color 120ms ease-out;
    }

    .bubble:hover {
      transform: translateY(-2px);
    }
  }

  /* The panel fills the screen there, and has a button of its own to close it. */
  @media (max-width: 479px) {
    .bubble.open {
      display: none;
    }
  }
`;
