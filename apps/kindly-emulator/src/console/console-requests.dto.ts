import {
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { IsWebUrl, Optional } from '../config/validation.js';
import { FAULTS, type FaultName } from '../webhook/faults/faults.js';
import type {
  SettingsChange,
  TokenRequestCommand,
  TokenVariant,
  TriggerCommand,
} from '../protocol/console-protocol.js';
import { TOKEN_VARIANTS } from '../token-endpoint/page-request.js';

const FAULT_NAMES = FAULTS.map(({ name }) => name);

export class ChangeSettings implements SettingsChange {
  @Optional()
  @IsString()
  @MaxLength(20_000)
  declare readonly publicKey?: string;

  @Optional()
  @IsIn(['strict', 'lenient'])
  declare readonly rules?: 'strict' | 'lenient';

  @Optional()
  @IsIn(['one-label', 'any-depth'])
  declare readonly wildcard?: 'one-label' | 'any-depth';

  @Optional()
  @IsInt()
  @Min(1)
  @Max(10)
  declare readonly tokenCalls?: number;
}

export class SwitchFault {
  /** `null` switches it off. */
  @IsOptional()
  @IsIn(FAULT_NAMES)
  declare readonly fault?: FaultName | null;

  @Optional()
  @IsBoolean()
  declare readonly sticky?: boolean;
}

export class FireDialogue implements TriggerCommand {
  @IsString()
  @MaxLength(100)
  declare readonly dialogue: string;

  @Optional()
  @IsString()
  @MaxLength(100)
  declare readonly chat?: string;

  @Optional()
  @IsString()
  @MaxLength(4000)
  declare readonly message?: string;

  @Optional()
  @IsIn(FAULT_NAMES)
  declare readonly fault?: FaultName;
}

/** What Node would refuse to send, and an error of ours is better. */
const HEADER_TEXT = /^[\t\x20-\x7e]+$/;

export class RequestToken implements TokenRequestCommand {
  @IsWebUrl('url must be the http(s) URL of a token endpoint')
  @MaxLength(2000)
  declare readonly url: string;

  @IsIn(TOKEN_VARIANTS)
  declare readonly variant: TokenVariant;

  @Optional()
  @IsWebUrl('origin must be that of a page, such as https://shop.example.com')
  @MaxLength(2000)
  declare readonly origin?: string;

  @Optional()
  @Matches(HEADER_TEXT, { message: 'cookie must be the value of a header' })
  @MaxLength(8000)
  declare readonly cookie?: string;

  @Optional()
  @Matches(HEADER_TEXT, { message: 'authorization must be the value of a header' })
  @MaxLength(8000)
  declare readonly authorization?: string;

  @Optional()
  @IsString()
  @MaxLength(100)
  declare readonly chat?: string;
}
