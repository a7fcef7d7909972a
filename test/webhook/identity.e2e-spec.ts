import { describe, expect, it } from 'vitest';
import { ADAPTERS } from '../support/adapters.js';
import { kindly } from '../support/kindly.js';
import { outcome, UNSIGNED, webhookOf } from '../support/webhook.js';

const hmacSecrets = { dialogue: kindly.secret(), tickets: kindly.secret('tickets') };

describe.each(ADAPTERS)('the webhook guard on $name', (adapter) => {
  const webhook = webhookOf(adapter);

  describe('identity', () => {
    const anonymous = { claims: null, token: null };

    it('optional: lets a visitor without a token through as nobody', async () => {
      const post = await webhook({ hmacSecrets }, { identity: 'optional' });
      expect(await post(kindly.webhook())).toMatchObject({ status: 200, body: anonymous });
      expect(await post(kindly.webhook().from({ sub: 'user-1' }))).toMatchObject({
        status: 200,
        body: { claims: { sub: 'user-1' } },
      });
    });

    it('none: looks at no token, but at the signature', async () => {
      const post = await webhook({ hmacSecrets }, { identity: 'none', signature: 'tickets' });
      for (const token of ['a.b.c', 'x'.repeat(9000)]) {
        const ticket = kindly.webhook().withToken(token).signedFor('tickets');
        expect(await post(ticket)).toMatchObject({ status: 200, body: anonymous });
      }
      expect(await outcome(post(kindly.webhook()))).toEqual(UNSIGNED);
    });
  });
});
