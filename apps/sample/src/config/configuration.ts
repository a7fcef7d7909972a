import { ConfigModule, type ConfigService } from '@nestjs/config';
import { type Environment, validateEnvironment } from './environment.js';

/** The shop's `ConfigService`: every key is checked, so none has to be asked for twice. */
export type ShopConfig = ConfigService<Environment, true>;

/**
 * The module that reads the environment and `apps/sample/.env`. It is a promise, and whoever starts
 * the shop awaits it first: it rejects with a `ConfigurationError` when a variable is wrong.
 */
export const configuration = ConfigModule.forRoot({
  isGlobal: true,
  cache: true,
  envFilePath: 'apps/sample/.env',
  validate: validateEnvironment,
});
