import { KindlyErrorCode } from 'nestjs-kindly-auth';
import { describe, expect, it } from 'vitest';
import { EXTRA_NAMES } from '../../libs/kindly-auth/src/kindly-auth.extras-check.js';
import { OPTION_NAMES } from '../../libs/kindly-auth/src/kindly-auth.names-check.js';
import { codesIn, page, tableOf } from '../support/markdown.js';

const ROWS = page('docs/assumptions.md')
  .split(/^## /m)
  .flatMap((section) => tableOf(section, 'not documented'));

/** What the last column may name: options, those of a route, and claims of the identity. */
const SWITCHES = new Set([
  ...OPTION_NAMES,
  ...EXTRA_NAMES,
  'identity',
  'signature',
  'email_verified',
  'phone_number_verified',
]);
const ERRORS: ReadonlySet<string> = new Set([...Object.values(KindlyErrorCode), 'invalid']);

describe('docs/assumptions.md', () => {
  it('says of each what is assumed, what if it is wrong, and how to change it', () => {
    expect(ROWS.length).toBeGreaterThan(25);
    for (const cells of ROWS) {
      expect(cells).toHaveLength(4);
      expect(cells).not.toContain('');
    }
  });

  it.each(ROWS)('names what there is: %s', (_topic, _assumed, ifWrong = '', change = '') => {
    const errors = codesIn(ifWrong).filter((code) => /^[a-z]+(?:_[a-z]+)*$/.test(code));
    const options = codesIn(change).filter((code) => /^[a-z]\w+$/.test(code));
    const others = new Set(['false', 'kindlyHtml', 'reply']);
    expect(errors.filter((code) => !ERRORS.has(code))).toEqual([]);
    expect(options.filter((code) => !SWITCHES.has(code) && !others.has(code))).toEqual([]);
  });
});
