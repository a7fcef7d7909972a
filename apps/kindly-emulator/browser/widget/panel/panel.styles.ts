import { css } from 'lit';

/** The panel: header, log, input. */
export const PANEL = css`
  .panel {
    position: fixed;
    right: calc(1.25rem + env(safe-area-inset-right));
    bottom: calc(1.25rem + 60px + 0.9rem + env(safe-area-inset-bottom));
    z-index: 2147483000;
    display: grid;
    grid-template-rows: auto 1fr auto auto;
    grid-template-columns: minmax(0, 1fr);
    overflow: hidden;
    width: min(392px, calc(100vw - 2.5rem));
    height: min(660px, calc(100dvh - 60px - 3.4rem));
    border: 1px solid var(--edge);
    border-radius: 20px;
    background: var(--paper);
    box-shadow: var(--shadow);
  }

  .header {
    position: relative;
    z-index: 1;
  }

  .title {
    display: flex;
    align-items: center;
    gap: 0.25rem;
    padding: 0.75rem 0.6rem 0.75rem 1rem;
    background: var(--head);
    color: var(--head-ink);
  }

  .title :focus-visible {
    outline-color: var(--head-ink);
    outline-offset: -3px;
  }

  .avatar {
    display: grid;
    flex: none;
    place-items: center;
    width: 44px;
    height: 44px;
    margin-inline-end: 0.55rem;
    border-radius: 50% 50% 10px 50%;
    background: var(--gold-paper);
    color: var(--gold);
    font-size: 1.25rem;
    font-weight: 700;
    text-transform: uppercase;
  }

  .names {
    display: grid;
    flex: 1;
    justify-items: start;
    gap: 0.15rem;
    min-width: 0;
  }

  h2 {
    overflow: hidden;
    max-width: 100%;
    margin: 0;
    font-size: 1.08rem;
    font-weight: 700;
    line-height: 1.25;
    letter-spacing: -0.01em;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .tag {
    padding: 0.05rem 0.55rem;
    border-radius: 99px;
    background: var(--gold-paper);
    color: var(--gold);
    font-size: 0.78rem;
    font-weight: 700;
    white-space: nowrap;
  }

  .who {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 0 1rem;
    padding: 0.4rem 1rem;
    border-bottom: 1px solid var(--line);
    background: var(--card);
    color: var(--muted);
    font-size: 0.82rem;
  }

  .signed-in {
    display: inline-flex;
    align-items: center;
    gap: 0.45rem;
    color: var(--ink);
    font-weight: 600;
  }

  .signed-in::before {
    width: 9px;
    height: 9px;
    border: 2px solid var(--muted);
    border-radius: 50%;
    content: '';
  }

  .signed-in[data-signed-in='true']::before {
    border-color: var(--accent);
    background: var(--accent);
  }

  .menu {
    position: relative;
  }

  .menu-items {
    position: absolute;
    top: calc(100% + 6px);
    right: 0;
    display: grid;
    width: max-content;
    padding: 6px;
    border: 1px solid var(--line);
    border-radius: 14px;
    background: var(--card);
    color: var(--ink);
    box-shadow: var(--shadow);
  }

  .menu-items > * {
    display: flex;
    align-items: center;
    gap: 0.6rem;
    min-height: 44px;
    padding: 0 0.9rem 0 0.7rem;
    border: 0;
    border-radius: 9px;
    background: transparent;
    color: inherit;
    font-weight: 500;
    text-decoration: none;
  }

  .menu-items > :hover {
    background: var(--paper);
  }

  .menu-items > :focus-visible {
    outline-color: var(--accent);
  }

  .menu-items svg {
    width: 18px;
    height: 18px;
    color: var(--accent);
  }

  .problem {
    margin: 0;
    padding: 0.7rem 1rem;
    border-top: 1px solid color-mix(in srgb, var(--warm) 30%, transparent);
    background: var(--warm-paper);
    color: var(--warm);
    font-size: 0.9rem;
    overflow-wrap: anywhere;
  }

  form {
    display: flex;
    align-items: end;
    gap: 0.5rem;
    padding: 0.75rem;
    padding-bottom: calc(0.75rem + env(safe-area-inset-bottom));
    border-top: 1px solid var(--line);
    background: var(--card);
  }

  textarea {
    flex: 1;
    min-width: 0;
    min-height: 46px;
    max-height: 8.5rem;
    margin: 0;
    padding: 0.6rem 0.9rem;
    border: 1px solid var(--muted);
    border-radius: 23px;
    background: var(--paper);
    color: var(--ink);
    font: inherit;
    line-height: 1.5;
    resize: none;
    field-sizing: content;
  }

  textarea::placeholder {
    color: var(--muted);
    opacity: 1;
  }

  textarea:focus-visible {
    border-color: var(--accent);
    outline-width: 2px;
    outline-offset: 0;
  }

  .send {
    display: grid;
    flex: none;
    place-items: center;
    width: 46px;
    height: 46px;
    padding: 0;
    border: 0;
    border-radius: 50%;
    background: var(--accent);
    color: var(--accent-ink);
  }

  .send:hover {
    background: color-mix(in srgb, var(--accent) 88%, var(--ink));
  }

  @media (prefers-reduced-motion: no-preference) {
    .panel {
      animation: rise 180ms ease-out;
    }

    @keyframes rise {
      from {
        opacity: 0;
        transform: translateY(12px);
      }
    }
  }

  @media (max-width: 479px) {
    .panel {
      inset: 0;
      width: auto;
      height: 100dvh;
      border: 0;
      border-radius: 0;
    }

    .title {
      padding-top: calc(0.75rem + env(safe-area-inset-top));
    }
  }
`;
