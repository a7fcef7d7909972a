import type { HttpAdapterHost } from '@nestjs/core';
import type { KindlyTokenService } from 'nestjs-kindly-auth';
import { beforeEach, describe, expect, it } from 'vitest';
import type { CustomersService } from '../../apps/sample/src/accounts/customers.service.js';
import type { SessionsService } from '../../apps/sample/src/accounts/sessions.service.js';
import { Environment } from '../../apps/sample/src/config/environment.js';
import type { OrdersService } from '../../apps/sample/src/orders/orders.service.js';
import type { PageService } from '../../apps/sample/src/shop/page.service.js';
import { ShopController } from '../../apps/sample/src/shop/shop.controller.js';

const KARI = 1;
const OLA = 2;
const CREDENTIALS = { email: 'ola@example.com', password: 'kindly-demo' };

describe('the tokens of who is signed out', () => {
  let done: string[];
  beforeEach(() => {
    done = [];
  });

  /** A shop at which Ola may sign in, and that notes what it does. */
  function shopOf(signedIn: number | undefined, revoke: () => void = () => undefined) {
    const note = (what: string) => async (): Promise<string> => {
      done.push(what);
      return 'shop_session=';
    };
    const sessions = {
      findCustomerId: async () => signedIn,
      start: note('starts a session in its place'),
      end: note('ends the session'),
    };
    const tokens = {
      revoke: async (sub: string) => {
        revoke();
        done.push(`revokes the tokens of ${sub}`);
      },
    };
    return new ShopController(
      { findByCredentials: async () => ({ id: OLA }) } as unknown as CustomersService,
      sessions as unknown as SessionsService,
      {} as OrdersService,
      tokens as unknown as KindlyTokenService,
      {} as PageService,
      { httpAdapter: { setHeader() {}, redirect() {} } } as unknown as HttpAdapterHost,
      new Environment(),
    );
  }

  it('are revoked again when the session has ended, with what a chat got itself meanwhile', async () => {
    await shopOf(KARI).signOut({}, {});
    const revoked = 'revokes the tokens of 1';
    expect(done).toEqual([revoked, 'ends the session', revoked]);
  });

  it('are revoked so too when another customer signs in at the same browser', async () => {
    await shopOf(KARI).signIn({}, CREDENTIALS, {});
    const revoked = 'revokes the tokens of 1';
    expect(done).toEqual([revoked, 'starts a session in its place', revoked]);
  });

  it('stay good when it is the same customer', async () => {
    await shopOf(OLA).signIn({}, CREDENTIALS, {});
    expect(done).toEqual(['starts a session in its place']);
  });

  it('leave him signed in when they cannot be revoked', async () => {
    const shop = shopOf(KARI, () => {
      throw new Error('out of reach');
    });
    await expect(shop.signOut({}, {})).rejects.toThrow('out of reach');
    expect(done).toEqual([]);
  });
});
