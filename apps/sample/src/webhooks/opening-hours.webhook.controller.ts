import { Controller, Post } from '@nestjs/common';
import { SkipThrottle } from '@nestjs/throttler';
import { kindlyHtml, type KindlyReply, KindlyUser, KindlyWebhook } from 'nestjs-kindly-auth';

/** Tells everybody when the shop is open, and greets those by name whom it knows. */
@Controller('webhooks/opening-hours')
@SkipThrottle()
export class OpeningHoursWebhookController {
  // Unsigned on purpose: what it says is public, and the name comes from a token that is verified.
  @Post()
  @KindlyWebhook({ identity: 'optional', signature: false })
  hours(@KindlyUser('name') name: string | undefined): KindlyReply {
    const greeting = name === undefined ? 'Hello!' : kindlyHtml`Hello, ${name}!`;
    return { reply: `${greeting} We are open Monday to Friday, 9 to 17, and Saturday, 10 to 15.` };
  }
}
