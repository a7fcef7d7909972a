import { IsBoolean, IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { FAULTS, type FaultName } from '../webhook/faults/faults.js';
import type { SettingsChange, TriggerCommand } from '../protocol/console-protocol.js';

const FAULT_NAMES = FAULTS.map(({ name }) => name);

export class ChangeSettings implements SettingsChange {
  @IsOptional()
  @IsString()
  @MaxLength(20_000)
  declare readonly publicKey?: string;

  @IsOptional()
  @IsIn(['strict', 'lenient'])
  declare readonly rules?: 'strict' | 'lenient';

  @IsOptional()
  @IsIn(['one-label', 'any-depth'])
  declare readonly wildcard?: 'one-label' | 'any-depth';
}

export class SwitchFault {
  @IsOptional()
  @IsIn(FAULT_NAMES)
  declare readonly fault?: FaultName | null;

  @IsOptional()
  @IsBoolean()
  declare readonly sticky?: boolean;
}

export class FireDialogue implements TriggerCommand {
  @IsString()
  @MaxLength(100)
  declare readonly dialogue: string;

  @IsOptional()
  @IsString()
  @MaxLength(100)
  declare readonly chat?: string;

  @IsOptional()
  @IsString()
  @MaxLength(4000)
  declare readonly message?: string;

  @IsOptional()
  @IsIn(FAULT_NAMES)
  declare readonly fault?: FaultName;
}
