import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { OrdersModule } from '../orders/orders.module.js';
import { AssetsController } from './assets.controller.js';
import { PageService } from './page.service.js';
import { ShopController } from './shop.controller.js';

@Module({
  imports: [AccountsModule, OrdersModule],
  controllers: [ShopController, AssetsController],
  providers: [PageService],
})
export class ShopModule {}
