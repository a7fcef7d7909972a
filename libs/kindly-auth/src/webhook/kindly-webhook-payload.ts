import { Type } from 'class-transformer';
import {
  IsArray,
  IsNotEmpty,
  IsObject,
  IsOptional,
  IsString,
  ValidateBy,
  ValidateNested,
} from 'class-validator';

/** Kindly documents ids without their type, and shows integers and strings. */
function IsId(): PropertyDecorator {
  return ValidateBy({
    name: 'isId',
    validator: {
      validate: (value: unknown) => typeof value === 'string' || Number.isSafeInteger(value),
      defaultMessage: () => '$property must be a string or an integer',
    },
  });
}

/** The dialogue that triggered a webhook. */
export class KindlyExchange {
  /** Id of the dialogue, a UUID. */
  @IsOptional()
  @IsString()
  declare readonly exchange_id?: string;

  /** Language of the dialogue, such as `nb`. */
  @IsOptional()
  @IsString()
  declare readonly language_code?: string;
}

/** Resources of Kindly's APIs that belong to a webhook. */
export class KindlyLinks {
  /** The chat's transcript; needs a key of the bot's API. */
  @IsOptional()
  @IsString()
  declare readonly chat?: string;
}

/**
 * Body of a dialogue or fallback webhook, as far as Kindly documents it. Every documented field is
 * checked; fields that are not documented are kept, since Kindly adds fields unannounced. A field
 * that is `null` counts as absent.
 *
 * None of it says who the user is: the page can set `context`, and `user_id` is not your `sub`.
 */
export class KindlyWebhookPayload {
  /** Fields that are not documented, as they came. */
  readonly [field: string]: unknown;

  /** Id of the chat, the one that `getAuthToken` got. */
  @IsString()
  @IsNotEmpty()
  declare readonly chat_id: string;

  /** Your organisation at Kindly. */
  @IsOptional()
  @IsId()
  declare readonly organization_id?: string | number;

  /** The bot that the chat is with. */
  @IsOptional()
  @IsId()
  declare readonly bot_id?: string | number;

  /** Given by the chat client. Not your user's id. */
  @IsOptional()
  @IsId()
  declare readonly user_id?: string | number;

  /** Labels of the chat; their form is not documented. */
  @IsOptional()
  @IsArray()
  declare readonly chat_labels?: readonly unknown[];

  /** The dialogue that triggered the webhook. */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => KindlyExchange)
  declare readonly exchange?: KindlyExchange;

  /** What the user wrote, word for word. */
  @IsOptional()
  @IsString()
  declare readonly message?: string;

  /** Files of the user or of an agent; their form is not documented. */
  @IsOptional()
  @IsArray()
  declare readonly attachments?: readonly unknown[];

  /** The chat's memory. The page can write to it: never authorise on it. */
  @IsOptional()
  @IsObject()
  declare readonly context?: Readonly<Record<string, unknown>>;

  /** Resources of Kindly's APIs that belong to the chat. */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => KindlyLinks)
  declare readonly _links?: KindlyLinks;

  /** Predecessor of `_links.chat`. */
  @IsOptional()
  @IsString()
  declare readonly chatlog_api_url?: string;

  /** `web`, `facebook`, `slack`, `app`, or `test` for the chat in Kindly's own dashboard. */
  @IsOptional()
  @IsString()
  declare readonly source?: string;

  /** Host of the page that the chat is on. */
  @IsOptional()
  @IsString()
  declare readonly web_host?: string;

  /** Path of that page. */
  @IsOptional()
  @IsString()
  declare readonly web_path?: string;

  /** URL of that page. */
  @IsOptional()
  @IsString()
  declare readonly web_url?: string;
}
