import { HttpCode, HttpStatus } from '@nestjs/common';
import { type Handler, routeHandlersOf } from './route-handlers.js';

/** Where `@HttpCode()` leaves its argument. Nest exports no name for it. */
const HTTP_CODE_METADATA = '__httpCode__';

/** A handler of the class's own in place of an inherited one, whose metadata other classes share. */
function adopt(prototype: object, name: string, inherited: Handler): Handler {
  const own: Handler = function (...parameters) {
    return inherited.apply(this, parameters);
  };
  for (const key of Reflect.getMetadataKeys(inherited)) {
    Reflect.defineMetadata(key, Reflect.getMetadata(key, inherited), own);
  }
  Object.defineProperty(own, 'name', { value: name });
  Object.defineProperty(prototype, name, { value: own, configurable: true, writable: true });
  return own;
}

/** An `@HttpCode()` that is there stays. */
function answerOk(handler: Handler): void {
  if (Reflect.hasMetadata(HTTP_CODE_METADATA, handler)) return;
  HttpCode(HttpStatus.OK)({}, '', { value: handler });
}

/**
 * Answers with 200, on a method or on every route of a controller: that is what Kindly expects, and
 * Nest gives 201 to a POST.
 */
export function AnswerOk(): ClassDecorator & MethodDecorator {
  return (target: object, _key?: string | symbol, method?: PropertyDescriptor) => {
    if (method) {
      answerOk(method.value as Handler);
      return;
    }
    const { prototype } = target as { readonly prototype: object };
    for (const [name, handler] of routeHandlersOf(prototype)) {
      answerOk(Object.hasOwn(prototype, name) ? handler : adopt(prototype, name, handler));
    }
  };
}
