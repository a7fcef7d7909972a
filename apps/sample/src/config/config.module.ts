import { Global, Module } from '@nestjs/common';
import { configuration } from './configuration.js';
import { LocalSecrets } from './local-secrets.js';

/** What the shop is told from outside, for all its modules. */
@Global()
@Module({ imports: [configuration], providers: [LocalSecrets], exports: [LocalSecrets] })
export class ShopConfigModule {}
