import { css, type CSSResult } from 'lit';

export const consoleStyles: CSSResult = css`
  :host {
    --gap: clamp(0.75rem, 3vw, 2rem);

    display: flex;
    flex-direction: column;
    min-height: 100dvh;
  }

  header {
    position: sticky;
    top: 0;
    z-index: 2;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 2rem;
    /* In line with what is below it. */
    padding: 0 max(var(--gap), calc((100% - 84rem) / 2 + var(--gap)));
    border-bottom: 1px solid var(--line);
    background: var(--card);
  }

  .bar {
    display: flex;
    flex: 1 1 auto;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.35rem 0.9rem;
    min-width: 0;
    padding: 0.55rem 0;
  }

  .brand {
    color: var(--ink);
    font-size: 1.1rem;
    font-weight: 700;
    letter-spacing: -0.01em;
    text-decoration: none;
  }

  .brand span {
    color: var(--accent);
  }

  .not-kindly {
    padding: 0.05rem 0.6rem;
    border: 1px dashed var(--warn);
    border-radius: 99px;
    color: var(--warn);
    font-size: 0.8125rem;
    font-weight: 600;
  }

  .states {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
    min-width: 0;
    margin-inline-start: auto;
  }

  .states a {
    text-decoration: none;
  }

  .pulse {
    width: 0.5rem;
    height: 0.5rem;
    border-radius: 50%;
    background: currentcolor;
  }

  nav {
    display: flex;
    gap: 0.25rem;
    order: -1;
  }

  .bar {
    order: -2;
  }

  nav a {
    padding: 0.75rem 0.75rem 0.6rem;
    border-bottom: 3px solid transparent;
    color: var(--muted);
    font-weight: 600;
    text-decoration: none;
  }

  nav a:hover {
    color: var(--ink);
  }

  nav a[aria-current] {
    border-color: var(--accent);
    color: var(--ink);
  }

  nav a:focus-visible {
    outline-offset: -3px;
  }

  .count {
    padding: 0 0.4rem;
    border-radius: 99px;
    background: var(--sunk);
    color: var(--muted);
    font-size: 0.75rem;
  }

  .count.warning {
    background: var(--warn-paper);
    color: var(--warn);
  }

  main {
    flex: 1;
    width: 100%;
    max-width: 84rem;
    margin: 0 auto;
    padding: 1.25rem var(--gap) 2.5rem;
  }

  main:focus-visible {
    outline: 0;
  }

  footer {
    padding: 0 var(--gap) 1.25rem;
    color: var(--muted);
    font-size: 0.8125rem;
    text-align: center;
  }

  .skip {
    position: fixed;
    left: -100vw;
    z-index: 4;
  }

  .skip:focus {
    top: 0.5rem;
    left: 0.5rem;
  }

  .notices {
    position: fixed;
    right: 1rem;
    bottom: 1rem;
    z-index: 3;
    max-width: min(32rem, calc(100vw - 2rem));
  }

  .notice {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    gap: 0.6rem;
    align-items: center;
    padding: 0.5rem 0.5rem 0.5rem 0.9rem;
    border: 1px solid var(--line);
    border-left: 4px solid var(--ok);
    border-radius: 10px;
    background: var(--card);
    box-shadow: 0 4px 24px rgb(0 0 0 / 18%);
  }

  .notice.failed {
    border-left-color: var(--bad);
  }

  .notice > .icon {
    color: var(--ok);
  }

  .notice.failed > .icon {
    color: var(--bad);
  }

  .notice button {
    border-color: transparent;
  }

  @media (max-width: 56rem) {
    header {
      gap: 0;
    }

    nav {
      flex: 1 0 100%;
      order: 0;
    }
  }

  @media (max-width: 34rem) {
    .bar {
      gap: 0.35rem 0.5rem;
    }

    .brand {
      font-size: 1rem;
    }

    .not-kindly,
    .states .chip {
      padding-inline: 0.45rem;
      font-size: 0.75rem;
    }

    nav {
      gap: 0;
    }

    nav a {
      flex: 1 1 auto;
      padding: 0.5rem 0.25rem 0.4rem;
      text-align: center;
    }
  }

  @media (prefers-reduced-motion: no-preference) {
    .notice {
      animation: rise 160ms ease-out;
    }

    @keyframes rise {
      from {
        translate: 0 0.5rem;
        opacity: 0;
      }
    }
  }
`;
