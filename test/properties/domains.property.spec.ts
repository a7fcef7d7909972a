import * as fc from 'fast-check';
import { KindlyAuthOptionsError } from 'nestjs-kindly-auth';
import { describe, expect, it } from 'vitest';
import {
  listsHost,
  normaliseWebhookDomains,
  parseWebhookDomain,
} from '../../libs/kindly-auth/src/claims/webhook-domain.js';
import { anyText, anyValue } from '../support/arbitraries.js';
import { assertProperty } from '../support/properties.js';

/** Few labels, so that hosts and patterns often meet. */
const label = fc.constantFrom('a', 'b', 'kindly', 'example', 'a-b', '1', 'xn--bcher-kva');
const host = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.'));
const spelling = host.chain((text) => fc.constantFrom(text, text.toUpperCase(), `${text}.`));
const pattern = fc.oneof(
  { weight: 4, arbitrary: spelling },
  { weight: 4, arbitrary: spelling.map((text) => `*.${text}`) },
  { weight: 1, arbitrary: spelling.map((text) => `*${text}`) },
  { weight: 1, arbitrary: spelling.map((text) => `.${text}`) },
  { weight: 1, arbitrary: fc.tuple(label, spelling).map(([one, text]) => `${one}.*.${text}`) },
  { weight: 1, arbitrary: spelling.map((text) => text.replace(/k/i, '\u212a')) },
  { weight: 1, arbitrary: fc.oneof(anyText(), fc.constantFrom('*', '*.', '**', '.*', '.', '')) },
);

/** Label by label, and by the code of each letter: another way to the same answer. */
function covers(text: string, name: string): boolean {
  const labels = text.split('.').map(foldAscii);
  const [first, ...rest] = name.split('.');
  if (labels[0] !== '*') return sameLabels(labels, [first ?? '', ...rest]);
  return labels.length > 1 && first !== '' && sameLabels(labels.slice(1), rest);
}

function foldAscii(text: string): string {
  return Array.from(text)
    .map((character) => {
      const code = character.codePointAt(0) ?? 0;
      return code >= 65 && code <= 90 ? String.fromCodePoint(code + 32) : character;
    })
    .join('');
}

function sameLabels(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((text, index) => text === other[index]);
}

describe('whether webhook domains cover a host', () => {
  it('is what an independent model says', async () => {
    await assertProperty(
      5000,
      fc.property(fc.array(pattern, { maxLength: 4 }), host, (patterns, name) => {
        expect(listsHost(patterns, name)).toBe(patterns.some((text) => covers(text, name)));
      }),
    );
  });

  it('can be said of any text, and a further pattern takes nothing away', async () => {
    await assertProperty(
      2000,
      fc.property(
        fc.array(fc.oneof(pattern, anyText())),
        pattern,
        fc.oneof(host, anyText()),
        (patterns, further, name) => {
          const before = listsHost(patterns, name);
          expect(listsHost([...patterns, further], name)).toBe(
            before || listsHost([further], name),
          );
        },
      ),
    );
  });
});

describe('a webhook domain that is accepted', () => {
  it('is a host of two labels or more in lower case and ASCII, and stays what it is', async () => {
    await assertProperty(
      3000,
      fc.asyncProperty(fc.oneof(pattern, anyText(), anyValue(), fc.domain()), async (text) => {
        const parsed = await parseWebhookDomain(text);
        fc.pre(parsed.ok);
        expect(parsed.pattern).toMatch(
          /^(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/,
        );
        expect(await parseWebhookDomain(parsed.pattern)).toEqual(parsed);
      }),
    );
  });

  it('covers the hosts that it names, and none besides', async () => {
    await assertProperty(
      3000,
      fc.asyncProperty(pattern, host, async (text, name) => {
        const parsed = await parseWebhookDomain(text);
        fc.pre(parsed.ok);
        expect(listsHost([parsed.pattern], name)).toBe(covers(text, name));
      }),
    );
  });

  it('is never one that belongs to everybody', async () => {
    const suffixes = ['com', 'no', 'co.uk', 'org.uk', 'kommune.no', 'com.au', 'gov.br', 'dev'];
    await assertProperty(
      500,
      fc.asyncProperty(
        fc.constantFrom(...suffixes),
        fc.infiniteStream(fc.boolean()),
        async (suffix, upper) => {
          const text = Array.from(suffix, (one) => (upper.next().value ? one.toUpperCase() : one));
          expect((await parseWebhookDomain(`*.${text.join('')}`)).ok).toBe(false);
        },
      ),
    );
  });
});

describe('a list of webhook domains', () => {
  async function placeOfRefusal(list: unknown): Promise<string> {
    try {
      await normaliseWebhookDomains(list, 'webhookDomains');
      return '';
    } catch (error) {
      if (error instanceof KindlyAuthOptionsError) return error.option;
      throw error;
    }
  }

  it('of any kind is normalised, or refused by its place', async () => {
    await assertProperty(
      1000,
      fc.asyncProperty(fc.oneof(fc.array(fc.oneof(host, anyValue())), anyValue()), async (list) => {
        expect(await placeOfRefusal(list)).toMatch(/^(?:webhookDomains(?:\[\d+\])?)?$/);
      }),
    );
  });
});
