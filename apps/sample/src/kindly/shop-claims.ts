import { IsIn } from 'class-validator';
import { KindlyClaims } from 'nestjs-kindly-auth';

/** What the shop's tokens say beyond the profile, for its own webhooks. */
export class ShopClaims extends KindlyClaims {
  @IsIn(['gold', 'basic'])
  declare readonly tier: 'gold' | 'basic';
}
