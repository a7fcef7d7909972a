import { IsString, Matches, MaxLength } from 'class-validator';

/** PostgreSQL refuses NUL in a text, and nobody has a control character in his address. */
const NO_CONTROLS = /^\P{Cc}*$/u;

/** What the sign-in form sends. */
export class Credentials {
  @IsString()
  @MaxLength(254)
  @Matches(NO_CONTROLS)
  declare readonly email: string;

  @IsString()
  @MaxLength(128)
  declare readonly password: string;
}
