import { Controller, Post } from '@nestjs/common';
import { describe, expect, it } from 'vitest';
import { routeHandlersOf } from './route-handlers.js';
import { forEachHandler } from './webhook-handlers.js';

abstract class Base {
  @Post('inherited')
  inherited(...parameters: readonly unknown[]): unknown {
    return [this, ...parameters];
  }
  noRoute(): void {}
}
const handled: unknown[] = [];
@Controller()
@forEachHandler((handler, controller) => void handled.push(handler, controller))
class Own extends Base {
  @Post('own')
  own(): void {}
}

describe('forEachHandler', () => {
  const { prototype } = Own;
  const handlers = routeHandlersOf(prototype);
  const adopted = handlers.get('inherited');

  it('gives a class a handler of its own for one that it inherits', () => {
    expect(handled).toEqual([handlers.get('own'), Own, adopted, Own]);
    expect(adopted).not.toBe(routeHandlersOf(Base.prototype).get('inherited'));
    expect(Object.hasOwn(prototype, 'noRoute')).toBe(false);
    expect(Object.getOwnPropertyDescriptor(prototype, 'inherited')).toEqual({
      value: adopted,
      configurable: true,
      writable: true,
      enumerable: false,
    });
  });

  it('makes it as the inherited one is', () => {
    // The log says by its name which route refused a webhook.
    expect(adopted?.name).toBe('inherited');
    expect(Reflect.getMetadata('path', adopted ?? {})).toBe('inherited');
    const own = new Own();
    expect(own.inherited(1, 'two')).toEqual([own, 1, 'two']);
  });
});
