import { Type } from 'class-transformer';
import {
  IsDefined,
  IsIn,
  IsNotEmpty,
  IsObject,
  IsString,
  MaxLength,
  ValidateBy,
  ValidateNested,
} from 'class-validator';
import { Optional } from '../config/validation.js';
import type {
  ButtonClickRequest,
  ChatButton,
  ConnectRequest,
  MessageRequest,
  TriggerRequest,
} from '../protocol/chat-protocol.js';

const MAX_TEXT = 4000;
const MAX_CONTEXT = 50;

function isContext(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).length <= MAX_CONTEXT &&
    Object.values(value).every((one) => typeof one === 'string' && one.length <= MAX_TEXT)
  );
}

/** Strings by names, as Kindly's own clients hold them. */
function IsContext(): PropertyDecorator {
  return ValidateBy({ name: 'isContext', validator: { validate: isContext } });
}

export class Connect implements ConnectRequest {
  @Optional()
  @IsContext()
  declare readonly context?: Record<string, string>;

  @Optional()
  @IsString()
  @MaxLength(MAX_TEXT)
  declare readonly web_host?: string;

  @Optional()
  @IsString()
  @MaxLength(MAX_TEXT)
  declare readonly web_path?: string;

  @Optional()
  @IsString()
  @MaxLength(MAX_TEXT)
  declare readonly web_url?: string;

  @Optional()
  @IsString()
  @MaxLength(20)
  declare readonly language_code?: string;
}

/** As Kindly's SDKs send it. */
export class ConnectQuery {
  @Optional()
  @IsString()
  @MaxLength(20)
  declare readonly language_code?: string;

  @Optional()
  @IsString()
  @MaxLength(100)
  declare readonly trigger_dialogue_slug?: string;

  @Optional()
  @IsIn(['true', 'false'])
  declare readonly include_greeting?: string;
}

export class Message implements MessageRequest {
  @IsString()
  @IsNotEmpty()
  @MaxLength(MAX_TEXT)
  declare readonly message: string;

  @Optional()
  @IsContext()
  declare readonly new_context?: Record<string, string>;
}

class Button implements ChatButton {
  @IsString()
  @MaxLength(100)
  declare readonly button_type: string;

  @IsString()
  @MaxLength(MAX_TEXT)
  declare readonly label: string;

  @IsString()
  @MaxLength(MAX_TEXT)
  declare readonly value: string;
}

export class ButtonClick implements ButtonClickRequest {
  @IsString()
  @MaxLength(100)
  declare readonly message_id: string;

  @IsDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => Button)
  declare readonly button: Button;
}

export class Trigger implements TriggerRequest {
  @IsString()
  @IsNotEmpty()
  @MaxLength(100)
  declare readonly slug: string;
}
