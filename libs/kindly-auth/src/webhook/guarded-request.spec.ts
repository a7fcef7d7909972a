import 'reflect-metadata';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { describe, expect, it } from 'vitest';
import { KindlyClaims } from '../claims/kindly-claims.js';
import { guardedRequest, hideFromPipes } from './guarded-request.js';
import { KindlyWebhook } from './kindly-webhook.decorator.js';

class Orders {
  @KindlyWebhook()
  status(): void {}
  plain(): void {}
}

function read(request: object, name: keyof Orders = 'status'): unknown {
  const context = new ExecutionContextHost([request], Orders, Orders.prototype[name]);
  return guardedRequest(context, '@KindlyUser()');
}

describe('guardedRequest', () => {
  it('gives what the guard has put on the request', () => {
    const claims = Object.assign(new KindlyClaims(), { sub: 'user-1' });
    expect(read({ kindlyClaims: claims, kindlyToken: 'a.b.c' })).toEqual({
      claims,
      token: 'a.b.c',
    });
    expect(read({ kindlyClaims: undefined, kindlyToken: undefined })).toEqual({});
  });

  it.each<[string, object]>([
    ['has nothing', {}],
    ['has what Fastify’s decorateRequest() leaves there', { kindlyClaims: null }],
    ['inherits it', Object.create({ kindlyClaims: { sub: 'admin' } }) as object],
  ])('is an error when the request %s', (_name, request) => {
    expect(() => read(request, 'plain')).toThrow(
      '@KindlyUser() of Orders.plain has nothing to give, because no KindlyWebhookGuard ran for this route. Put @KindlyWebhook() on it.',
    );
    expect(() => read(request)).toThrow('A guard stands in for it, as in a test: let it set');
  });
});

describe('hideFromPipes', () => {
  it('takes the type of one parameter of a method from the pipes', () => {
    const prototype = {};
    Reflect.defineMetadata('design:paramtypes', [String, KindlyClaims], prototype, 'status');
    hideFromPipes(prototype, 'status', 1);
    expect(Reflect.getMetadata('design:paramtypes', prototype, 'status')).toEqual([String, Object]);
  });

  it('leaves constructors alone, and methods of which no types are known', () => {
    const prototype = {};
    Reflect.defineMetadata('design:paramtypes', [KindlyClaims], prototype);
    hideFromPipes(prototype, undefined, 0);
    hideFromPipes(prototype, 'unknown', 0);
    expect(Reflect.getMetadata('design:paramtypes', prototype)).toEqual([KindlyClaims]);
  });
});
