import { Type } from 'class-transformer';
import {
  IsArray,
  IsBoolean,
  IsInt,
  IsNotEmpty,
  IsObject,
  IsString,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { IsHttpUrl } from './is-http-url.decorator.js';

/** May be absent. Unlike `@IsOptional()` it refuses `null`, which the token format does not know. */
function IfPresent(): PropertyDecorator {
  return ValidateIf((_object, value) => value !== undefined);
}

/** The `chat` claim: which chat a token is for, and which hosts may receive it. */
export class KindlyChatClaims {
  /** The id that Kindly Chat gave to `getAuthToken`. */
  @IsString()
  @IsNotEmpty()
  declare readonly id: string;

  /**
   * Hosts that Kindly may forward the token to: `example.com`, or `*.example.org` for exactly one
   * label in front. Without this claim Kindly forwards the token nowhere.
   */
  @IfPresent()
  @IsArray()
  @IsString({ each: true })
  declare readonly webhook_domains?: readonly string[];
}

/**
 * What a Kindly token says, under the names of the specification's section "Token format".
 *
 * Extend it to have claims of your own checked, both when a token is issued and when one is
 * verified, and give the class as option `claims`. Declare the fields with `declare`, so that an
 * absent claim stays absent:
 *
 * ```ts
 * class ShopClaims extends KindlyClaims {
 *   @IsIn(['gold', 'basic']) declare readonly tier: 'gold' | 'basic';
 * }
 * ```
 *
 * Instances are deep-frozen and have own properties only for claims that the token has.
 */
export class KindlyClaims {
  /** Issuer: always your option `issuer`. */
  @IsString()
  @IsNotEmpty()
  declare readonly iss: string;

  /** Your id of the signed-in user. */
  @IsString()
  @IsNotEmpty()
  declare readonly sub: string;

  /** When the token was issued, in whole seconds since 1970. */
  @IsInt()
  declare readonly iat: number;

  /** When the token expires, in whole seconds since 1970; at most 900 after `iat`. */
  @IsInt()
  declare readonly exp: number;

  /** Before when the token is not valid, in whole seconds since 1970. This library never issues it. */
  @IfPresent()
  @IsInt()
  declare readonly nbf?: number;

  /** Id of the token. This library never issues it. */
  @IfPresent()
  @IsString()
  declare readonly jti?: string;

  /** The chat that the token is for. */
  @IsObject()
  @ValidateNested()
  @Type(() => KindlyChatClaims)
  declare readonly chat: KindlyChatClaims;

  /** Full name; displayed in Kindly Chat and in the Inbox. */
  @IfPresent()
  @IsString()
  declare readonly name?: string;

  /** Email address; displayed in Kindly Chat and in the Inbox. */
  @IfPresent()
  @IsString()
  declare readonly email?: string;

  /** Whether you have verified the address. Kindly stores an address only when this is `true`. */
  @IfPresent()
  @IsBoolean()
  declare readonly email_verified?: boolean;

  /** Phone number; displayed in Kindly Chat and in the Inbox. */
  @IfPresent()
  @IsString()
  declare readonly phone_number?: string;

  /** Whether you have verified the number. Kindly stores a number only when this is `true`. */
  @IfPresent()
  @IsBoolean()
  declare readonly phone_number_verified?: boolean;

  /** Publicly accessible http(s) URL of an avatar; displayed in Kindly Chat and in the Inbox. */
  @IfPresent()
  @IsHttpUrl()
  declare readonly picture?: string;
}
