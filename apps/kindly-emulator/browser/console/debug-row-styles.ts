import { css, type CSSResult } from 'lit';

export const rowStyles: CSSResult = css`
  :host {
    scroll-margin-top: 7rem;
    border-top: 1px solid var(--line);
  }

  :host([open]) {
    background: color-mix(in srgb, var(--accent) 4%, var(--card));
  }

  .line {
    display: grid;
    grid-template:
      'arrow time verdict kind summary chat status ms' auto / 1rem
      5rem 7.75rem minmax(5rem, 9rem) minmax(0, 1fr) 5.75rem 2.25rem 4.5rem;
    gap: 0.15rem 0.75rem;
    align-items: center;
    justify-content: stretch;
    width: 100%;
    padding: 0.45rem 1rem;
    border: 0;
    border-radius: 0;
    background: none;
    font-weight: 400;
    text-align: start;
  }

  .line:hover {
    background: color-mix(in srgb, var(--accent) 7%, transparent);
  }

  .line:focus-visible {
    outline-offset: -3px;
  }

  .arrow {
    grid-area: arrow;
    align-self: center;
    display: flex;
    color: var(--muted);
  }

  :host([open]) .arrow {
    rotate: 90deg;
  }

  .time {
    grid-area: time;
    font: 0.8125rem var(--mono);
    color: var(--muted);
  }

  .verdict {
    grid-area: verdict;
  }

  .kind {
    grid-area: kind;
    display: flex;
    align-items: center;
    gap: 0.4rem;
    min-width: 0;
    font-weight: 600;
  }

  .summary {
    grid-area: summary;
    display: -webkit-box;
    overflow: hidden;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }

  :host([open]) .summary {
    display: block;
  }

  .chat {
    grid-area: chat;
    color: var(--muted);
  }

  .status {
    grid-area: status;
    font-weight: 700;
  }

  .ms {
    grid-area: ms;
    color: var(--muted);
    text-align: end;
    white-space: nowrap;
  }

  .detail {
    padding: 0.5rem 1rem 1.25rem 2.75rem;
  }

  @media (max-width: 62rem) {
    .line {
      grid-template:
        'arrow verdict kind status ms time' auto
        'arrow summary summary summary summary summary' auto / 1rem
        auto minmax(0, 1fr) auto auto auto;
    }

    .chat {
      display: none;
    }

    .status:empty,
    .ms:empty {
      display: none;
    }
  }

  @media (max-width: 44rem) {
    .line {
      grid-template:
        'arrow verdict kind time' auto
        'arrow summary summary summary' auto
        'arrow numbers numbers numbers' auto / 1rem auto minmax(0, 1fr) auto;
      padding: 0.55rem 0.75rem;
    }

    .status {
      grid-area: numbers;
    }

    .ms {
      grid-area: numbers;
      margin-inline-start: 2.75rem;
      text-align: start;
    }

    .detail {
      padding: 0.25rem 0.75rem 1.25rem;
    }
  }

  @media (prefers-reduced-motion: no-preference) {
    :host([fresh]) .line {
      animation: arrive 1.6s ease-out;
    }

    .arrow {
      transition: rotate 120ms ease-out;
    }

    @keyframes arrive {
      from {
        background: color-mix(in srgb, var(--accent) 22%, transparent);
      }
    }
  }
`;
