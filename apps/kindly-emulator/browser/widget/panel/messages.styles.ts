import { css } from 'lit';

/** The log and what is said in it. */
export const MESSAGES = css`
  .scroll {
    overflow-y: auto;
    overscroll-behavior: contain;
    min-height: 0;
  }

  .scroll:focus-visible {
    outline-offset: -3px;
  }

  .log-frame {
    padding: 1rem;
  }

  .log {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.9rem;
  }

  .turn {
    position: relative;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.35rem;
  }

  .turn.user {
    justify-items: end;
  }

  .turn.bot {
    justify-items: start;
  }

  .balloon {
    max-width: min(86%, 34rem);
    padding: 0.6rem 0.9rem;
    border: 1px solid var(--line);
    border-radius: 18px;
    background: var(--card);
    overflow-wrap: anywhere;
  }

  .bot .balloon {
    border-end-start-radius: 5px;
  }

  .user .balloon {
    border-color: transparent;
    border-end-end-radius: 5px;
    background: var(--accent);
    color: var(--accent-ink);
    white-space: pre-wrap;
  }

  .user.pending .balloon {
    border: 1px dashed var(--accent);
    background: var(--card);
    color: var(--ink);
  }

  .failed {
    display: grid;
    justify-items: end;
    gap: 0.35rem;
    color: var(--warm);
    font-size: 0.88rem;
    text-align: end;
    overflow-wrap: anywhere;
  }

  .balloon p {
    margin: 0 0 0.5rem;
  }

  .balloon ul,
  .balloon ol {
    margin: 0.25rem 0;
    padding-inline-start: 1.3rem;
  }

  .balloon > :last-child {
    margin-bottom: 0;
  }

  .balloon a {
    color: var(--accent);
  }

  .balloon code {
    padding: 0.05em 0.3em;
    border-radius: 5px;
    background: var(--paper);
    font:
      0.9em ui-monospace,
      SFMono-Regular,
      Menlo,
      Consolas,
      monospace;
  }

  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
    margin-top: 0.15rem;
  }

  kindly-chat-emulator-carousel {
    width: min(100%, 20rem);
  }

  .dots {
    display: inline-flex;
    gap: 5px;
    margin-top: 0.9rem;
    padding: 0.85rem 0.95rem;
    border: 1px solid var(--line);
    border-radius: 18px;
    border-end-start-radius: 5px;
    background: var(--card);
  }

  .dots i {
    width: 7px;
    height: 7px;
    border-radius: 50%;
    background: var(--muted);
  }

  @media (prefers-reduced-motion: no-preference) {
    .dots i {
      animation: hop 1.2s ease-in-out infinite;
    }

    .dots i:nth-child(2) {
      animation-delay: 0.15s;
    }

    .dots i:nth-child(3) {
      animation-delay: 0.3s;
    }

    @keyframes hop {
      0%,
      60%,
      100% {
        transform: none;
      }

      30% {
        transform: translateY(-5px);
      }
    }
  }
`;
