import { describe, expect, it } from 'vitest';
import { type AppSettings, recordingLogger } from '../support/running-app.js';
import { ADAPTERS } from '../support/adapters.js';
import { refusal } from '../support/http.js';
import { kindly, mint } from '../support/kindly.js';
import type { Options } from '../support/kindly-module.js';
import { outcome, UNSIGNED, webhookOf } from '../support/webhook.js';

const SECRET = kindly.secret();
const TICKET_SECRET = kindly.secret('tickets');
const user = kindly.webhook().from({ sub: 'user-1' });

describe.each(ADAPTERS)('the webhook guard on $name', (adapter) => {
  const webhook = webhookOf(adapter);

  describe('with hmacSecrets', () => {
    it.each<[string, Options['hmacSecrets'], string]>([
      ['one', SECRET, SECRET],
      ['a list', ['older', SECRET], SECRET],
      ['a name', { dialogue: SECRET, tickets: TICKET_SECRET }, SECRET],
      ['a list under a name', { dialogue: ['older', SECRET] }, 'older'],
      ['a secret with a line end', `${SECRET}\r\n`, SECRET],
    ])('%s: lets a signed body through', async (_name, hmacSecrets, secret) => {
      const post = await webhook({ hmacSecrets });
      expect((await post(user.signedWithSecret(secret))).status).toBe(200);
    });

    it.each([
      ['{"foo":1,"bar":2}', 'uEeD0Q7eW9btdx6LFvvlpwkzQBWdbknsQkg1C27Cx7Q='],
      ['{"foo": 1, "bar": 2}', 'v0jAgo+dLtd9WptwZfYj/GYhxtgc6QmorVUWft5BTrg='],
      ['{"bar":2,"foo":1}', 'JW4rFSocWJNSfIZ7ScOqVs3INNUeGsXVr4tef5jI04k='],
      ['{"foo":1,"bar":2}\n', 'B/mbQR0Ys5xaUKhVGcxTcfNWKEzArhZmKYiaXCvYSeM='],
      ['{"foo":1,"bar":2}\r\n', 'hyEAGrMPlrMSDZSkjYDFSwvvbVkPtpgxZkmqgU+6NlA='],
      ['{}', 'yaFpVk85YR4jLWmZjdGlsIDLTIKSTbMDo4STlYcG+qo='],
      ['{"message":"Hei på deg ÆØÅ 👋"}', 'vARkHBxwdKIGL3qZTEJwqYi1KB2eRq7ZBX0kF4BL/kU='],
      [
        String.raw`{"message":"Hei p\u00e5 deg \u00c6\u00d8\u00c5 \ud83d\udc4b"}`,
        'DePttw5n37v0loF4xxgueMJX9uwzhlXE6OhCxed+5+0=',
      ],
    ])('accepts the published vector for %j', async (body, signature) => {
      const post = await webhook({ hmacSecrets: 'examplekey' });
      const headers = [
        'kindly-hmac',
        signature,
        'KINDLY-HMAC-ALGORITHM',
        'HMAC-SHA-256 (base64 encoded)',
      ];
      expect((await post({ token: mint(), body, headers })).status).toBe(200);
    });

    it.each([
      'application/json',
      'application/json;charset=UTF-8',
      'Application/JSON; charset="utf-8"',
    ])('takes JSON as %s', async (contentType) => {
      const post = await webhook({ hmacSecrets: SECRET });
      const answer = await post(user.withHeaders({ 'Content-Type': contentType }));
      expect(answer.status).toBe(200);
    });

    it('accepts an empty body that is signed', async () => {
      const post = await webhook({ hmacSecrets: 'examplekey' });
      const sent = { token: mint(), body: '', secret: 'examplekey', contentType: '' };
      expect((await post(sent)).status).toBe(200);
    });

    it('takes what a parser leaves where there is no body for none', async () => {
      const configure: AppSettings['configure'] = (app) =>
        app.use((request: { body?: unknown }, _response: unknown, next: () => void) => {
          // As body-parser 1 does.
          request.body = {};
          next();
        });
      const post = await webhook(
        { hmacSecrets: 'examplekey' },
        {},
        adapter.name === 'Express' ? { configure } : {},
      );
      const sent = { token: mint(), body: '', secret: 'examplekey', contentType: '' };
      expect((await post(sent)).status).toBe(200);
    });

    it('needs the raw body, and says so to the operator alone', async () => {
      const { lines, logger } = recordingLogger('error');
      const post = await webhook(
        { hmacSecrets: SECRET },
        {},
        {
          options: { rawBody: false, logger },
        },
      );
      expect(await outcome(post(user))).toEqual({
        status: 500,
        challenge: undefined,
        body: refusal(500, 'Internal Server Error', 'raw_body_missing', 'Internal server error'),
      });
      expect(lines.join('\n')).toContain('rawBody: true');
    });

    it('does not check a route that says so', async () => {
      const post = await webhook({ hmacSecrets: SECRET }, { signature: false });
      expect((await post(user.unsigned())).status).toBe(200);
    });

    it('checks a route with the secret that it names, and no other', async () => {
      const hmacSecrets = { dialogue: SECRET, tickets: TICKET_SECRET };
      const post = await webhook({ hmacSecrets }, { signature: 'tickets' });
      expect((await post(user.signedFor('tickets'))).status).toBe(200);
      expect(await outcome(post(user))).toEqual(UNSIGNED);
    });

    it('does not check requests that are declared to be unsigned', async () => {
      const hmacSecrets = { dialogue: false, tickets: TICKET_SECRET } as const;
      expect((await (await webhook({ hmacSecrets }))(user.unsigned())).status).toBe(200);
    });
  });
});
