import { describe, expect, it } from 'vitest';
import { PAYLOADS } from '../config/emulator-config.js';
import { writePayload } from './serialisation.js';

const PAYLOAD = {
  chat_id: 'c',
  message: 'på 👋',
  list: [1, { a: null }],
  _links: { chat: 'https://x' },
};

describe('writePayload', () => {
  it.each(PAYLOADS.filter((variant) => variant !== 'older' && variant !== 'extended'))(
    '%s says the same',
    (variant) => {
      expect(JSON.parse(writePayload(PAYLOAD, variant))).toEqual(PAYLOAD);
    },
  );

  it.each([
    [
      'plain',
      '{"chat_id":"c","message":"på 👋","list":[1,{"a":null}],"_links":{"chat":"https://x"}}',
    ],
    [
      'older',
      '{"chat_id":"c","message":"på 👋","list":[1,{"a":null}],"chatlog_api_url":"https://x"}',
    ],
    [
      'shuffled',
      '{"_links":{"chat":"https://x"},"list":[1,{"a":null}],"message":"på 👋","chat_id":"c"}',
    ],
    [
      'escaped',
      String.raw`{"chat_id":"c","message":"p\u00e5 \ud83d\udc4b","list":[1,{"a":null}],"_links":{"chat":"https://x"}}`,
    ],
    [
      'spaced',
      '{"chat_id": "c", "message": "på 👋", "list": [1, {"a": null}], "_links": {"chat": "https://x"}}',
    ],
  ] as const)('%s', (variant, text) => {
    expect(writePayload(PAYLOAD, variant)).toBe(text);
  });

  it('extended has a field that nobody documents', () => {
    expect(JSON.parse(writePayload(PAYLOAD, 'extended'))).toHaveProperty('added_unannounced');
  });
});
