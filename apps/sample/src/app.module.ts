import { Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { ShopConfigModule } from './config/config.module.js';
import { DatabaseModule } from './database/database.module.js';
import { KindlyModule } from './kindly/kindly.module.js';
import { LimitsModule } from './limits/limits.module.js';
import { OperationsModule } from './operations/operations.module.js';
import { OutageInterceptor } from './outages/outage.interceptor.js';
import { RedisModule } from './redis/redis.module.js';
import { ShopModule } from './shop/shop.module.js';
import { WebhooksModule } from './webhooks/webhooks.module.js';

@Module({
  imports: [
    ShopConfigModule,
    // Before the database: a start that fails for Redis leaves none behind that is half made.
    RedisModule,
    DatabaseModule,
    LimitsModule,
    KindlyModule,
    ShopModule,
    WebhooksModule,
    OperationsModule,
  ],
  providers: [{ provide: APP_INTERCEPTOR, useClass: OutageInterceptor }],
})
export class AppModule {}
