import { IsString, MaxLength } from 'class-validator';

/** What the sign-in form sends. */
export class Credentials {
  @IsString()
  @MaxLength(254)
  declare readonly email: string;

  @IsString()
  @MaxLength(128)
  declare readonly password: string;
}
