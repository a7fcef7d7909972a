import { payloadPipe } from './kindly-payload.decorator.js';

/** Where Nest keeps what the parameters of a handler get. It exports no name for it. */
const ROUTE_ARGUMENTS_METADATA = '__routeArguments__';
/** What the keys there begin with for `@Body()`. */
const BODY = '3:';

/** A parameter of a handler: what it reads, and the pipes that it goes through. */
interface RouteArgument {
  readonly pipes?: readonly unknown[];
}

/**
 * How a handler reads the body of its request: by `@KindlyPayload()`, by `@Body()` in a form of the
 * app's own, or not at all.
 */
export type BodyReading = 'payload' | 'own' | 'none';

/** @param name of the handler in its controller */
export function bodyReadingOf(controller: object, name: string): BodyReading {
  const routeArguments = Object.entries(
    (Reflect.getMetadata(ROUTE_ARGUMENTS_METADATA, controller, name) ?? {}) as Readonly<
      Record<string, RouteArgument>
    >,
  );
  if (routeArguments.some(([, { pipes }]) => pipes?.includes(payloadPipe))) return 'payload';
  return routeArguments.some(([key]) => key.startsWith(BODY)) ? 'own' : 'none';
}
