import { HttpCode, HttpStatus } from '@nestjs/common';
import { MetadataScanner } from '@nestjs/core';

/** Where `@Post()` and `@HttpCode()` leave their arguments. Nest exports no names for them. */
const PATH_METADATA = 'path';
const HTTP_CODE_METADATA = '__httpCode__';

type Handler = (this: unknown, ...args: unknown[]) => unknown;

/** Whether a method is one that Nest routes requests to. */
export function isRouteHandler(method: object): boolean {
  return Reflect.hasMetadata(PATH_METADATA, method);
}

/** A handler of the class's own in place of an inherited one, whose metadata other classes share. */
function adopt(prototype: object, name: string, inherited: Handler): Handler {
  const own: Handler = function (...args) {
    return inherited.apply(this, args);
  };
  for (const key of Reflect.getMetadataKeys(inherited)) {
    Reflect.defineMetadata(key, Reflect.getMetadata(key, inherited), own);
  }
  Object.defineProperty(own, 'name', { value: name });
  Object.defineProperty(prototype, name, { value: own, configurable: true, writable: true });
  return own;
}

/** Kindly takes 200 for an answer; Nest gives 201 to a POST. An `@HttpCode()` that is there stays. */
export function answerOk(handler: object): void {
  if (Reflect.hasMetadata(HTTP_CODE_METADATA, handler)) return;
  HttpCode(HttpStatus.OK)({}, '', { value: handler });
}

/** {@link answerOk} for every route handler of a controller class. */
export function answerOkEverywhere(controller: { readonly prototype: object }): void {
  const prototype = controller.prototype as Record<string, Handler>;
  for (const name of new MetadataScanner().getAllMethodNames(prototype)) {
    const handler = prototype[name];
    if (!handler || !isRouteHandler(handler)) continue;
    answerOk(Object.hasOwn(prototype, name) ? handler : adopt(prototype, name, handler));
  }
}
