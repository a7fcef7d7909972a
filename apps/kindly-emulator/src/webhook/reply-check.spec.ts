import { describe, expect, it } from 'vitest';
import { checkReply } from './reply-check.js';

function answer(body: string | Buffer, bent: object = {}) {
  return {
    status: 200,
    headers: [],
    body: Buffer.from(body),
    truncated: false,
    milliseconds: 10,
    ...bent,
  };
}

function rulesOf(body: unknown, bent: object = {}) {
  const { rules } = checkReply(answer(JSON.stringify(body), bent), 3000);
  return Object.fromEntries(
    rules.flatMap(({ rule, verdict, found, advice }) =>
      verdict === 'ok' ? [] : [[rule, `${verdict}: ${found} | ${advice}`]],
    ),
  );
}

describe('checkReply', () => {
  it('reads every documented key', () => {
    const body = {
      reply: 'Hi',
      exchange_slug: 'next',
      new_context: { a: 'b' },
      buttons: [{ button_type: 'link', label: 'Shop', value: 'https://example.com' }],
      image_carousel: [{ imageUrl: 'https://example.com/a.png', altText: 'A shoe' }],
      aiReply: { data: {} },
    };
    const { rules, reply } = checkReply(answer(JSON.stringify(body)), 3000);
    expect(rules.filter(({ verdict }) => verdict !== 'ok').map(({ rule }) => rule)).toEqual([
      'reply:aiReply',
    ]);
    expect(reply).toEqual({
      reply: 'Hi',
      exchangeSlug: 'next',
      newContext: { a: 'b' },
      buttons: body.buttons,
      images: body.image_carousel,
    });
  });

  it('takes an empty object', () => {
    expect(rulesOf({})).toEqual({});
  });

  it.each<[string, object, string, RegExp]>([
    ['an unknown key', { answer: 'x' }, 'reply:answer', /^warning.*It reads: reply/],
    [
      'a key in another case',
      { exchangeSlug: 'x' },
      'reply:exchangeSlug',
      /Write it "exchange_slug"/,
    ],
    [
      'a picture in another case',
      { image_carousel: [{ imageURL: 'x', altText: 'y' }] },
      'reply:image_carousel[0].imageURL',
      /Write it "imageUrl"/,
    ],
    [
      'a button in another case',
      { buttons: [{ buttonType: 'link', label: 'x', value: 'y' }] },
      'reply:buttons[0].buttonType',
      /Write it "button_type"/,
    ],
    ['a reply that is no text', { reply: 1 }, 'reply:reply', /^failed/],
    ['buttons that are no list', { buttons: {} }, 'reply:buttons', /^failed/],
    ['a context of numbers', { new_context: { a: 1 } }, 'reply:new_context.a', /^warning/],
    ['a context that is no object', { new_context: [] }, 'reply:new_context', /^failed/],
    [
      'a picture without words',
      { image_carousel: [{ imageUrl: 'x' }] },
      'reply:image_carousel[0].altText',
      /^warning/,
    ],
    [
      'a button of no known type',
      { buttons: [{ button_type: 'shout', label: 'x', value: 'y' }] },
      'reply:buttons[0].button_type',
      /not known/,
    ],
  ])('says what is wrong with %s', (_name, body, rule, words) => {
    expect(rulesOf(body)[rule]).toMatch(words);
  });

  it.each<[string, Parameters<typeof checkReply>[0], string, RegExp]>([
    ['201', answer('{}', { status: 201 }), 'reply:status', /@HttpCode\(200\)/],
    ['401', answer('{}', { status: 401 }), 'reply:status', /says why it refused/],
    [
      'a redirect',
      answer('', { status: 302, headers: [['Location', 'https://x.example']] }),
      'reply:status',
      /final URL/,
    ],
    ['no JSON', answer('<html>'), 'reply:json', /JSON object/],
    ['a list', answer('[]'), 'reply:json', /JSON object/],
    ['too much', answer('{', { truncated: true }), 'reply:size', /only what the chat shows/],
    ['a slow answer', answer('{}', { milliseconds: 4000 }), 'reply:time', /within 3000 ms/],
  ])('says what is wrong with %s', (_name, given, rule, advice) => {
    const { rules } = checkReply(given, 3000);
    expect(rules.find((one) => one.rule === rule)?.advice).toMatch(advice);
  });
});
