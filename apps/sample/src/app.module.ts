import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ThrottlerGuard, ThrottlerModule } from '@nestjs/throttler';
import { ShopConfigModule } from './config/config.module.js';
import { DatabaseModule } from './database/database.module.js';
import { KindlyModule } from './kindly/kindly.module.js';
import { ShopModule } from './shop/shop.module.js';
import { WebhooksModule } from './webhooks/webhooks.module.js';

@Module({
  imports: [
    ShopConfigModule,
    DatabaseModule,
    ThrottlerModule.forRoot([{ limit: 120, ttl: 60_000 }]),
    KindlyModule,
    ShopModule,
    WebhooksModule,
  ],
  providers: [{ provide: APP_GUARD, useClass: ThrottlerGuard }],
})
export class AppModule {}
