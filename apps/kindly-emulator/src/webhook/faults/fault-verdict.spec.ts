import { expect, it } from 'vitest';
import { faultVerdict } from './fault-verdict.js';

it.each<[string, Parameters<typeof faultVerdict>, 'ok' | 'failed']>([
  ['a refusal', ['hmac-wrong', 401], 'ok'],
  ['a good answer', ['hmac-wrong', 200], 'failed'],
  ['a server error', ['hmac-wrong', 500], 'failed'],
  ['no answer', ['hmac-wrong', undefined], 'failed'],
  ['a connection that was cut', ['hmac-wrong', undefined, true], 'failed'],
  ['a good answer to what comes twice', ['delivered-twice', 200], 'ok'],
  ['a huge body that was refused', ['body-huge', 413], 'ok'],
  // Its answer may be lost when it hangs up while the body is written.
  ['a huge body that was cut off', ['body-huge', undefined, true], 'ok'],
  ['a huge body that nobody answers', ['body-huge', undefined], 'failed'],
])('judges %s', (_name, given, verdict) => {
  expect(faultVerdict(...given)).toMatchObject({ rule: 'fault', verdict });
});
