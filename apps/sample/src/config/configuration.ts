import { Inject } from '@nestjs/common';
import { ConfigModule, registerAs } from '@nestjs/config';
import { validateEnvironment } from './environment.js';

const shopConfig = registerAs('shop', () => validateEnvironment(process.env));

/** Injects the shop's {@link Environment}: every variable is checked, and one that is empty is not set. */
export const InjectConfig = (): ReturnType<typeof Inject> => Inject(shopConfig.KEY);

/** Token of the {@link Environment}, for factories. */
export const CONFIG = shopConfig.KEY;

/**
 * The module that reads `apps/sample/.env` and the environment. It is a promise, and whoever starts
 * the shop awaits it first: from then on the variables of the file are there.
 */
export const configuration = ConfigModule.forRoot({
  isGlobal: true,
  envFilePath: 'apps/sample/.env',
  load: [shopConfig],
});
