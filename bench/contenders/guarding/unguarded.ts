import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { IDENTITY } from '../../workload/workload.js';
import type { WebhookAnswer } from '../bodies.js';
import type { ContenderSettings } from '../contender.js';
import { listenWithNest } from '../nest-server.js';

@Controller()
class WebhookController {
  @HttpCode(200)
  @Post('webhook')
  answer(@Body() _body: object): WebhookAnswer {
    return { sub: IDENTITY.sub };
  }
}

/** The route alone: what the framework costs, and what the load generator can ask. */
export function listen({ adapter }: ContenderSettings): Promise<number> {
  return listenWithNest({ controllers: [WebhookController] }, adapter);
}
