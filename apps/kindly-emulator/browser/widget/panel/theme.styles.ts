import { css } from 'lit';

/** Colours of the house, and nothing of the page's: an element inherits its text styles otherwise. */
export const THEME = css`
  :host {
    all: initial;
    color-scheme: light dark;
    --paper: #f7f5f0;
    --card: #ffffff;
    --ink: #1d2a26;
    --muted: #5b6a64;
    --line: #dcd8cd;
    --accent: #0f6b52;
    --accent-ink: #ffffff;
    --head: #0f6b52;
    --head-ink: #ffffff;
    --warm: #9c3c0a;
    --warm-paper: #fdeee4;
    --gold: #5f4600;
    --gold-paper: #fbf0cd;
    --edge: transparent;
    --shadow: 0 2px 6px rgb(29 42 38 / 10%), 0 16px 48px rgb(29 42 38 / 20%);
    color: var(--ink);
    font:
      16px/1.5 system-ui,
      -apple-system,
      'Segoe UI',
      Roboto,
      sans-serif;
  }

  @media (prefers-color-scheme: dark) {
    :host {
      --paper: #111816;
      --card: #1f2b27;
      --ink: #eaf1ee;
      --muted: #a3b5ad;
      --line: #33433d;
      --accent: #4fc3a1;
      --accent-ink: #07241b;
      --head: #16332a;
      --head-ink: #eaf1ee;
      --warm: #f0a273;
      --warm-paper: #3a2418;
      --gold: #f0d27a;
      --gold-paper: #372d10;
      --edge: #33433d;
      --shadow: 0 16px 48px rgb(0 0 0 / 55%);
    }
  }

  @media print {
    :host {
      display: none;
    }
  }

  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  [hidden] {
    display: none !important;
  }

  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;
