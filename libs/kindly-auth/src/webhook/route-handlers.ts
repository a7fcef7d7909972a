import { MetadataScanner } from '@nestjs/core';

/** Where `@Post()` leaves its argument. Nest exports no name for it. */
const PATH_METADATA = 'path';

/** A method of a controller. */
export type Handler = (this: unknown, ...parameters: unknown[]) => unknown;

/** The route handlers of a controller, inherited ones too, by their names. */
export function routeHandlersOf(prototype: object): ReadonlyMap<string, Handler> {
  const methods = prototype as Readonly<Record<string, Handler>>;
  const handlers = new Map<string, Handler>();
  for (const name of new MetadataScanner().getAllMethodNames(prototype)) {
    const method = methods[name];
    if (method && Reflect.hasMetadata(PATH_METADATA, method)) handlers.set(name, method);
  }
  return handlers;
}
