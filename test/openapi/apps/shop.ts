import 'reflect-metadata';
import { type INestApplication, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { generateKindlyKeyPair, KindlyAuthModule } from 'nestjs-kindly-auth';
import { OrdersController } from './orders.controller.js';

@Module({
  imports: [
    KindlyAuthModule.forRootAsync({
      useFactory: async () => ({
        issuer: 'https://shop.example.com',
        privateKey: (await generateKindlyKeyPair()).privateKey,
        webhookDomains: ['shop.example.com'],
        resolveUser: () => ({ sub: 'user-1' }),
      }),
    }),
  ],
  controllers: [OrdersController],
})
class ShopModule {}

export function createShop(): Promise<INestApplication> {
  return NestFactory.create(ShopModule, { rawBody: true, logger: ['warn', 'error'] });
}
