import { plainToInstance, Transform } from 'class-transformer';
import {
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUrl,
  Max,
  Min,
  ValidateBy,
  ValidateIf,
  validateSync,
} from 'class-validator';
import { ConfigurationError } from './configuration.error.js';

const IN_PRODUCTION = 'must be set when NODE_ENV is "production"';
const WEB_URL = { protocols: ['http', 'https'], require_protocol: true, require_tld: false };

function toNumber({ value }: { value: unknown }): unknown {
  return typeof value === 'string' ? Number(value) : value;
}

function isOrigin(value: unknown): boolean {
  return typeof value === 'string' && URL.canParse(value) && new URL(value).origin === value;
}

/** As browsers send it in `Origin`: compared with anything else, it would never be equal. */
function IsOrigin(): PropertyDecorator {
  return ValidateBy({
    name: 'isOrigin',
    validator: {
      validate: isOrigin,
      defaultMessage: () => '$property must be an origin: https://www.example.com, without a path',
    },
  });
}

/** A server's URL: of one of these protocols, which end in a colon. */
function IsServerUrl(...protocols: readonly string[]): PropertyDecorator {
  return ValidateBy({
    name: 'isServerUrl',
    validator: {
      validate: (value) =>
        typeof value === 'string' &&
        URL.canParse(value) &&
        protocols.includes(new URL(value).protocol),
      defaultMessage: () => `$property must be a URL that begins with ${protocols[0]}//`,
    },
  });
}

/** Secrets that are made up on a developer's machine must be given in production. */
function RequiredInProduction(): PropertyDecorator {
  const decorators = [
    ValidateIf(
      (environment: Environment, value) => environment.isProduction || value !== undefined,
    ),
    IsString({ message: `$property ${IN_PRODUCTION}` }),
  ];
  return (target, key) => decorators.forEach((decorate) => decorate(target, key));
}

/** What can be set from outside, with its defaults; `.env.example` explains each. */
export class Environment {
  @IsIn(['development', 'production', 'test'])
  NODE_ENV: 'development' | 'production' | 'test' = 'development';

  @Transform(toNumber)
  @IsInt()
  @Min(0)
  @Max(65535)
  PORT = 3000;

  @IsOptional()
  @IsString()
  LISTEN?: string;

  @IsIn(['express', 'fastify'])
  ADAPTER: 'express' | 'fastify' = 'express';

  @IsIn(['error', 'warn', 'log', 'debug'])
  LOG_LEVEL: 'error' | 'warn' | 'log' | 'debug' = 'warn';

  @IsString()
  DATA_FOLDER = 'apps/sample/.data';

  @IsOptional()
  @IsServerUrl('postgres:', 'postgresql:')
  DATABASE_URL?: string;

  @IsOptional()
  @IsServerUrl('redis:', 'rediss:')
  REDIS_URL?: string;

  @Transform(toNumber)
  @IsInt()
  @Min(1)
  RATE_LIMIT = 120;

  @IsOptional()
  @IsString()
  KINDLY_BOT_KEY?: string;

  @IsOptional()
  @IsUrl(WEB_URL)
  KINDLY_CHAT_URL?: string;

  @IsString()
  KINDLY_ISSUER = 'kindly-sample-shop';

  @IsOptional()
  @IsString()
  KINDLY_WEBHOOK_DOMAINS?: string;

  @RequiredInProduction()
  KINDLY_PRIVATE_KEY?: string;

  @IsOptional()
  @IsString()
  KINDLY_PRIVATE_KEY_PASSPHRASE?: string;

  @IsOptional()
  @IsString()
  KINDLY_PREVIOUS_PUBLIC_KEYS?: string;

  @RequiredInProduction()
  KINDLY_HMAC_SECRET?: string;

  @IsOptional()
  @IsString()
  KINDLY_PREVIOUS_HMAC_SECRET?: string;

  @RequiredInProduction()
  KINDLY_TICKET_SECRET?: string;

  @RequiredInProduction()
  KINDLY_TICKET_VERIFY_TOKEN?: string;

  @IsOptional()
  @IsOrigin()
  CORS_ORIGIN?: string;

  @Transform(toNumber)
  @IsInt()
  @Min(0)
  @Max(10)
  TRUST_PROXY = 0;

  @Transform(toNumber)
  @IsInt()
  @Min(1)
  @Max(900)
  KINDLY_TOKEN_LIFETIME = 300;

  @IsIn(['refuse', 'accept'])
  KINDLY_REVOCATION_UNAVAILABLE: 'refuse' | 'accept' = 'refuse';

  @Transform(toNumber)
  @IsInt()
  @Min(0)
  @Max(60)
  DRAIN_SECONDS = 0;

  @IsOptional()
  @IsString()
  METRICS_TOKEN?: string;

  @IsOptional()
  @IsOrigin()
  PUBLIC_URL?: string;

  /** Where the shop is reached from outside. */
  get publicUrl(): string {
    return this.PUBLIC_URL ?? `http://localhost:${this.PORT}`;
  }

  /** Address to listen on: nobody else on the network shall meet the customers of the demonstration. */
  get listenAddress(): string {
    return this.LISTEN ?? (this.isProduction ? '0.0.0.0' : '127.0.0.1');
  }

  get isProduction(): boolean {
    return this.NODE_ENV === 'production';
  }
}

/**
 * Reads the variables that the shop knows. One that is empty counts as not set.
 *
 * @throws ConfigurationError for the first one that is wrong, without its value
 */
export function validateEnvironment(variables: Record<string, unknown>): Environment {
  const given = Object.entries(variables).filter(([, value]) => value !== '');
  const environment = plainToInstance(Environment, Object.fromEntries(given), {
    exposeDefaultValues: true,
  });
  const [error] = validateSync(environment);
  if (!error) return environment;
  const [problem = 'is wrong'] = Object.values(error.constraints ?? {});
  throw new ConfigurationError(`${problem}. See apps/sample/.env.example.`);
}
