import { svg, html, type TemplateResult } from 'lit';

const icon = (shape: TemplateResult): TemplateResult => html`
  <svg
    viewBox="0 0 24 24"
    width="24"
    height="24"
    fill="none"
    stroke="currentColor"
    stroke-width="2"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    ${shape}
  </svg>
`;

export const ICONS = {
  chat: icon(svg`
    <path d="M21 11.5a8.4 8.4 0 0 1-8.5 8.3 8.7 8.7 0 0 1-3.9-.9L3 20.5l1.7-5a8 8 0 0 1-.9-4A8.4 8.4 0 0 1 12.5 3.2 8.4 8.4 0 0 1 21 11.500Z" />
    <path d="M9 11.600h.01M12.5 11.600h.01M16 11.600h.01" />
  `),
  down: icon(svg`<path d="m6 9 6 6 6-6" />`),
  close: icon(svg`<path d="M18 6 6 18M6 6l12 12" />`),
  more: icon(svg`<path d="M5 12h.01M12 12h.01M19 12h.01" stroke-width="3.5" />`),
  send: icon(svg`<path d="M12 19V5M5.5 11.5 12 5l6.5 6.5" />`),
  left: icon(svg`<path d="m15 18-6-6 6-6" />`),
  right: icon(svg`<path d="m9 18 6-6-6-6" />`),
  out: icon(
    svg`<path d="M14 5h5v5M19 5l-8 8M11 5H6a1 1 0 0 0-1 1v12a1 1 0 0 0 1 1h12a1 1 0 0 0 1-1v-5" />`,
  ),
  plus: icon(svg`<path d="M12 5v14M5 12h14" />`),
};
