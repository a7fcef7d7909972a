import {
  createParamDecorator,
  type ExecutionContext,
  Logger,
  type PipeTransform,
} from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import { describeError } from '../claims/validation-error.js';
import { findHarmfulMember } from '../claims/claim-members.js';
import { isJsonObject } from '../claims/json-object.js';
import { admission } from '../diagnostics/publishing.js';
import { KindlyAuthException } from '../errors/kindly-auth.exception.js';
import { hideFromPipes } from './guarded-request.js';
import { hasNoBody } from './json-body.js';
import type { KindlyWebhookRequest } from './kindly-request.js';
import type { KindlyParameterDecorator } from './kindly-user.decorator.js';
import { KindlyWebhookPayload } from './kindly-webhook-payload.js';
import { namesOf } from './webhook-route.js';

/** Fields of the body whose own fields are documented too. */
const DOCUMENTED_OBJECTS = ['exchange', '_links'] as const;

const logger = new Logger('KindlyPayload');

/** When a body came, and for which handler. */
interface Arrival {
  readonly beganAt: number;
  readonly context: ExecutionContext;
}

/** By body, which is all that a pipe gets; nothing while nobody wants to know of refusals. */
const arrivals = new WeakMap<object, Arrival>();

function publishRefusal({ beganAt, context }: Arrival): void {
  admission.bad(beganAt, { ...namesOf(context), errorCode: 'body_invalid' });
}

/** The body, as the app's parser left it. */
function bodyOf(context: ExecutionContext): unknown {
  const request = context.switchToHttp().getRequest<KindlyWebhookRequest>();
  // Where there is none, one parser leaves nothing, and another one an empty object.
  const body = hasNoBody(request) ? undefined : request.body;
  const beganAt = admission.begin();
  if (beganAt === undefined) return body;
  if (isJsonObject(body)) arrivals.set(body, { beganAt, context });
  // The pipe refuses it, and could not find it here.
  else publishRefusal({ beganAt, context });
  return body;
}

function invalid(message: string, arrival?: Arrival): KindlyAuthException {
  logger.debug(`A webhook was refused (body_invalid): ${message}`);
  if (arrival !== undefined) publishRefusal(arrival);
  return new KindlyAuthException('body_invalid', { message });
}

function withoutNulls(object: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null));
}

/** A documented field that is `null` is not there. Inside of `context`, what is `null` stays. */
function presentFieldsOf(body: object): Record<string, unknown> {
  const present = withoutNulls(body);
  for (const name of DOCUMENTED_OBJECTS) {
    const member = present[name];
    if (isJsonObject(member)) present[name] = withoutNulls(member);
  }
  return present;
}

/**
 * Checks a body here, and not in a `ValidationPipe` of the app, whose options would strip it.
 *
 * @internal
 */
export const payloadPipe: PipeTransform<unknown, Promise<KindlyWebhookPayload>> = {
  async transform(body) {
    if (!isJsonObject(body)) throw invalid('The body is not a JSON object');
    const arrival = arrivals.get(body);
    const harm = findHarmfulMember(body);
    if (harm !== undefined) throw invalid(`The body ${harm}`, arrival);
    const payload = plainToInstance(KindlyWebhookPayload, presentFieldsOf(body));
    const [error] = await validate(payload);
    if (error) throw invalid(describeError('field', error), arrival);
    return payload;
  },
};

const PayloadParameter = createParamDecorator(
  (_data: undefined, context) => bodyOf(context),
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
