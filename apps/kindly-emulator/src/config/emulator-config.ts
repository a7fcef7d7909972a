import 'reflect-metadata';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsObject,
  IsString,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { IsWebUrl, Optional } from './validation.js';

/** How a body may be written: Kindly documents none, so a webhook must understand each. */
export const PAYLOADS = ['plain', 'older', 'extended', 'shuffled', 'escaped', 'spaced'] as const;

export type PayloadVariant = (typeof PAYLOADS)[number];

const SLUG = /^[\w-]{1,100}$/;

/** What the bot does when it is told one of the phrases. */
export class DialogueConfig {
  @Matches(SLUG, { message: 'slug must be a name of letters, digits, "-" and "_"' })
  slug = '';

  /** A message that holds one of them triggers the dialogue; `*` is the fallback for all others. */
  @IsArray()
  @IsString({ each: true })
  phrases: string[] = [];

  /** Public URL of the webhook, as it would be at Kindly. */
  @Optional()
  @IsWebUrl()
  webhook?: string;

  /** What the bot says without a webhook. */
  @Optional()
  @IsString()
  reply?: string;

  /** Which of the HMAC secrets signs it. */
  @Matches(SLUG)
  kind = 'dialogue';
}

/** All that can be configured, with its defaults. `docs/emulator.md` explains each. */
export class EmulatorConfig {
  @IsInt()
  @Min(0)
  @Max(65535)
  port = 4000;

  /** Address to listen on. */
  @IsString()
  @IsNotEmpty()
  listen = '127.0.0.1';

  /** Where browsers reach it, when that is another name than localhost. */
  @Optional()
  @IsWebUrl()
  url?: string;

  /** Whether others than this machine may use the console and the control API. */
  @IsBoolean()
  openConsole = false;

  @Matches(/^[\w-]{1,200}$/, { message: 'botKey must be letters, digits, "-" and "_"' })
  botKey = '';

  @IsString()
  @IsNotEmpty()
  botName = 'Kindly emulator';

  /** PEM text of the public key, as it is pasted at Kindly under Settings → Kindly Chat → Authentication. */
  @Optional()
  @IsString()
  publicKey?: string;

  /** A development key that belongs to it: only for faults that need a token that is genuine and wrong. */
  @Optional()
  @IsString()
  privateKey?: string;

  /** Secrets by kind of request. */
  @IsObject()
  hmacSecrets: Record<string, string> = {};

  /** Public hosts, and where they really are: the only way to localhost. */
  @IsObject()
  hosts: Record<string, string> = {};

  @IsArray()
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => DialogueConfig)
  dialogues: DialogueConfig[] = [];

  @IsIn(['strict', 'lenient'])
  rules: 'strict' | 'lenient' = 'strict';

  @IsIn(['one-label', 'any-depth'])
  wildcard: 'one-label' | 'any-depth' = 'one-label';

  /** How bodies of webhooks are written. */
  @IsIn(PAYLOADS)
  payload: PayloadVariant = 'plain';

  /** How many calls of getAuthToken a page makes at the same time: endpoints must stand several. */
  @IsInt()
  @Min(1)
  @Max(10)
  tokenCalls = 1;

  /** Milliseconds from which on an answer of a webhook is slow. */
  @IsInt()
  @Min(1)
  @Max(120_000)
  slowAfter = 3000;

  /** Milliseconds that a webhook has to answer. */
  @IsInt()
  @Min(100)
  @Max(120_000)
  webhookTimeout = 10_000;
}
