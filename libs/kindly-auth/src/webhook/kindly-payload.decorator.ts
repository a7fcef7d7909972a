import { createParamDecorator, type PipeTransform } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import { describeError } from '../claims/validation-error.js';
import { findHarmfulMember } from '../claims/claim-members.js';
import { KindlyAuthException } from '../errors/kindly-auth.exception.js';
import { hideFromPipes } from './guarded-request.js';
import type { KindlyWebhookRequest } from './kindly-request.js';
import type { KindlyParameterDecorator } from './kindly-user.decorator.js';
import { KindlyWebhookPayload } from './kindly-webhook-payload.js';

function invalid(message: string): KindlyAuthException {
  return new KindlyAuthException('body_invalid', { message });
}

/** Checks a body here, and not in a `ValidationPipe` of the app, whose options would strip it. */
const payloadPipe: PipeTransform<unknown, Promise<KindlyWebhookPayload>> = {
  async transform(body) {
    if (typeof body !== 'object' || body === null || Array.isArray(body)) {
      throw invalid('The body is not a JSON object');
    }
    const harm = findHarmfulMember(body);
    if (harm !== undefined) throw invalid(`The body ${harm}`);
    const present = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null));
    const payload = plainToInstance(KindlyWebhookPayload, present);
    const [error] = await validate(payload);
    if (error) throw invalid(describeError('field', error));
    return payload;
  },
};

const PayloadParameter = createParamDecorator(
  (_data: undefined, context) => context.switchToHttp().getRequest<KindlyWebhookRequest>().body,
  [hideFromPipes],
);

/**
 * Gives a handler the body of a dialogue webhook as a {@link KindlyWebhookPayload}.
 *
 * A body that does not fit is refused with `body_invalid` (400).
 */
export function KindlyPayload(): KindlyParameterDecorator<KindlyWebhookPayload> {
  return PayloadParameter(undefined, payloadPipe);
}
