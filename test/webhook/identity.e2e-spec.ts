import { describe, expect, it } from 'vitest';
import { ADAPTERS } from '../support/adapters.js';
import { mint } from '../support/kindly.js';
import { outcome, UNSIGNED, webhookOf } from '../support/webhook.js';

const SECRET = 'the-dialogue-secret-of-this-test';
const TICKET_SECRET = 'the-ticket-secret-of-this-test';

describe.each(ADAPTERS)('the webhook guard on $name', (adapter) => {
  const webhook = webhookOf(adapter);

  describe('identity', () => {
    const anonymous = { claims: null, token: null };

    it('optional: lets a visitor without a token through as nobody', async () => {
      const post = await webhook({ hmacSecrets: SECRET }, { identity: 'optional' });
      expect(await post({ secret: SECRET })).toMatchObject({ status: 200, body: anonymous });
      expect(await post({ secret: SECRET, token: await mint() })).toMatchObject({
        status: 200,
        body: { claims: { sub: 'user-1' } },
      });
    });

    it('none: looks at no token, but at the signature', async () => {
      const hmacSecrets = { dialogue: SECRET, tickets: TICKET_SECRET };
      const post = await webhook({ hmacSecrets }, { identity: 'none', signature: 'tickets' });
      for (const token of ['a.b.c', 'x'.repeat(9000)]) {
        const answer = await post({ secret: TICKET_SECRET, token });
        expect(answer).toMatchObject({ status: 200, body: anonymous });
      }
      expect(await outcome(post({ secret: SECRET }))).toEqual(UNSIGNED);
    });
  });
});
