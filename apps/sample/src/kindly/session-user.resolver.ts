import { Injectable } from '@nestjs/common';
import type { KindlyHttpRequest, KindlyIdentity, KindlyUserResolver } from 'nestjs-kindly-auth';
import { SessionsService } from '../accounts/sessions.service.js';
import { InjectConfig } from '../config/configuration.js';
import { Environment } from '../config/environment.js';
import type { ShopClaims } from './shop-claims.js';

/** Who is signed in at the shop, in the words of the token: from the session and the database alone. */
@Injectable()
export class SessionUserResolver implements KindlyUserResolver<ShopClaims> {
  constructor(
    private readonly sessions: SessionsService,
    @InjectConfig() private readonly config: Environment,
  ) {}

  async resolve({ headers }: KindlyHttpRequest): Promise<KindlyIdentity<ShopClaims> | undefined> {
    const customer = await this.sessions.findCustomer(headers);
    return (
      customer && {
        sub: String(customer.id),
        name: customer.name,
        email: customer.email,
        email_verified: customer.emailVerified,
        ...(customer.phone !== null && { phone_number: customer.phone }),
        picture: `${this.config.publicUrl}/assets/avatars/${customer.id}.svg`,
        tier: customer.tier,
      }
    );
  }
}
