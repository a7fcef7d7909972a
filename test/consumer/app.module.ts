import { Controller, Module, Post } from '@nestjs/common';
import {
  KindlyAuthModule,
  type KindlyHttpRequest,
  type KindlyIdentity,
  KindlyPayload,
  type KindlyReply,
  KindlyUser,
  KindlyWebhook,
  KindlyWebhookPayload,
} from 'nestjs-kindly-auth';

@Controller('orders')
export class OrdersController {
  @Post()
  @KindlyWebhook()
  answer(
    @KindlyUser('name') name: string | undefined,
    @KindlyPayload() { message }: KindlyWebhookPayload,
  ): KindlyReply {
    return { reply: `${name ?? 'Somebody'} asks: ${message}` };
  }
}

/** Whoever says so in a header. An app has a session for that. */
function whoIsSignedIn({ headers }: KindlyHttpRequest): KindlyIdentity | undefined {
  const user = headers['x-user'];
  return typeof user === 'string' ? { sub: user, name: user } : undefined;
}

/** An app as a user of the package writes it, whose settings come from the environment. */
@Module({
  imports: [
    KindlyAuthModule.forRootAsync({
      useFactory: () => ({
        issuer: 'https://shop.example.com',
        privateKey: process.env['KINDLY_PRIVATE_KEY'],
        hmacSecrets: process.env['KINDLY_HMAC_SECRET'],
        webhookDomains: ['shop.example.com'],
        resolveUser: whoIsSignedIn,
      }),
    }),
  ],
  controllers: [OrdersController],
})
export class AppModule {}
