import { type Handler, routeHandlersOf } from './route-handlers.js';

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

/**
 * Makes a decorator of what is to be done with each route handler that it covers: on a method this
 * one, on a controller all of them. That of the controller comes last and knows them both.
 */
export function forEachHandler(
  act: (handler: Handler, controller: object) => void,
): ClassDecorator & MethodDecorator {
  return (target: object, _key?: string | symbol, method?: PropertyDescriptor) => {
    if (method) {
      act(method.value as Handler, target.constructor);
      return;
    }
    const { prototype } = target as { readonly prototype: object };
    for (const [name, handler] of routeHandlersOf(prototype)) {
      const own = Object.hasOwn(prototype, name) ? handler : adopt(prototype, name, handler);
      act(own, target);
    }
  };
}
