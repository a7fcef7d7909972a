import {
  type CallHandler,
  type CanActivate,
  Catch,
  type ArgumentsHost,
  type ExceptionFilter,
  type ExecutionContext,
  HttpException,
  Inject,
  Injectable,
  Module,
  type NestInterceptor,
  Scope,
  SetMetadata,
  UseInterceptors,
  ValidationPipe,
  VersioningType,
} from '@nestjs/common';
import {
  type AbstractHttpAdapter,
  APP_GUARD,
  HttpAdapterHost,
  Reflector,
  REQUEST,
} from '@nestjs/core';
import { decodeJwt } from 'jose';
import { type KindlyUserResolver } from 'nestjs-kindly-auth';
import { map, type Observable } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { ADAPTERS } from '../support/adapters.js';
import { type AppSettings } from '../support/running-app.js';
import { endpointOf } from '../support/endpoint.js';
import { json, JSON_TYPE, TEXT_TYPE, tokenOf } from '../support/kindly-module.js';

describe.each(ADAPTERS)('the token endpoint on $name', (adapter) => {
  const endpoint = endpointOf(adapter);

  describe('in an app with', () => {
    it('a path of its own', async () => {
      const post = await endpoint({ path: '/auth/kindly' });
      expect((await post(undefined, '/auth/kindly')).status).toBe(200);
      expect((await post()).status).toBe(404);
    });

    it('a global prefix and URI versioning', async () => {
      const configure: AppSettings['configure'] = (app) => {
        app.setGlobalPrefix('api');
        app.enableVersioning({ type: VersioningType.URI, defaultVersion: '1' });
      };
      const post = await endpoint({}, { configure });
      for (const sent of [undefined, { headers: TEXT_TYPE, body: '{"chatId":"chat-1"}' }]) {
        expect((await post(sent, '/api/v1/kindly/token')).status).toBe(200);
      }
      expect((await post()).status).toBe(404);
    });

    it('a ValidationPipe that forbids what it does not know', async () => {
      const pipe = new ValidationPipe({
        whitelist: true,
        forbidNonWhitelisted: true,
        transform: true,
      });
      const configure: AppSettings['configure'] = (app) => app.useGlobalPipes(pipe);
      expect((await (await endpoint({}, { configure }))()).status).toBe(200);
    });

    it('interceptors that put every reply into an envelope', async () => {
      class Envelope implements NestInterceptor {
        intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
          return next.handle().pipe(map((data: unknown) => ({ data })));
        }
      }
      const configure: AppSettings['configure'] = (app) =>
        app.useGlobalInterceptors(new Envelope());
      const post = await endpoint({ decorators: [UseInterceptors(Envelope)] }, { configure });
      expect((await post()).body).toEqual({ token: expect.any(String) });
    });

    it('an exception filter of its own', async () => {
      @Catch(HttpException)
      class Filter implements ExceptionFilter<HttpException> {
        constructor(private readonly httpAdapter: AbstractHttpAdapter) {}
        catch(exception: HttpException, host: ArgumentsHost): void {
          const body = { mine: exception.getResponse() };
          const response = host.switchToHttp().getResponse<unknown>();
          this.httpAdapter.reply(response, body, exception.getStatus());
        }
      }
      const configure: AppSettings['configure'] = (app) =>
        app.useGlobalFilters(new Filter(app.get(HttpAdapterHost).httpAdapter));
      const answer = await (await endpoint({}, { configure }))(json({}));
      expect(answer).toMatchObject({
        status: 400,
        body: { mine: { errorCode: 'chat_id_missing' } },
      });
    });

    it('a global guard, which a decorator opens for it', async () => {
      const Public = () => SetMetadata('isPublic', true);
      @Injectable()
      class Closed implements CanActivate {
        constructor(private readonly reflector: Reflector) {}
        canActivate(context: ExecutionContext): boolean {
          return (
            this.reflector.getAllAndOverride<boolean>('isPublic', [
              context.getHandler(),
              context.getClass(),
            ]) ?? false
          );
        }
      }
      const providers = [{ provide: APP_GUARD, useClass: Closed }];
      expect((await (await endpoint({}, { providers }))()).status).toBe(403);
      expect((await (await endpoint({ decorators: [Public()] }, { providers }))()).status).toBe(
        200,
      );
    });

    it('guards and a resolver that need providers', async () => {
      @Injectable()
      class Sessions {
        readonly users: Record<string, string> = { 'session-1': 'user-1' };
      }
      @Module({ providers: [Sessions], exports: [Sessions] })
      class SessionModule {}
      interface WithSession {
        readonly headers: Record<string, unknown>;
        userId?: string;
      }
      @Injectable()
      class SessionGuard implements CanActivate {
        constructor(private readonly sessions: Sessions) {}
        canActivate(context: ExecutionContext): boolean {
          const request = context.switchToHttp().getRequest<WithSession>();
          request.userId = this.sessions.users[String(request.headers['x-session'])];
          return request.userId !== undefined;
        }
      }
      @Injectable()
      class SessionResolver implements KindlyUserResolver {
        constructor(private readonly sessions: Sessions) {}
        resolve(request: WithSession) {
          const isKnown = Object.values(this.sessions.users).includes(request.userId ?? '');
          return isKnown ? { sub: request.userId ?? '' } : null;
        }
      }
      const post = await endpoint({
        imports: [SessionModule],
        guards: [SessionGuard],
        userResolver: SessionResolver,
      });
      const withSession = (id: string) => ({
        headers: [...JSON_TYPE, 'X-Session', id],
        body: '{"chatId":"chat-1"}',
      });
      expect((await post(withSession('session-2'))).status).toBe(403);
      expect(decodeJwt(tokenOf(await post(withSession('session-1'))))).toMatchObject({
        sub: 'user-1',
      });
    });

    it('a resolver that lives for one request', async () => {
      @Injectable({ scope: Scope.REQUEST })
      class RequestResolver implements KindlyUserResolver {
        constructor(
          @Inject(REQUEST) private readonly request: { headers: Record<string, unknown> },
        ) {}
        resolve() {
          return { sub: String(this.request.headers['x-user']) };
        }
      }
      const post = await endpoint({ userResolver: RequestResolver });
      const answer = await post({
        headers: [...JSON_TYPE, 'X-User', 'user-7'],
        body: '{"chatId":"chat-1"}',
      });
      expect(decodeJwt(tokenOf(answer))).toMatchObject({ sub: 'user-7' });
    });

    it('CORS for a page on another origin', async () => {
      const origin = 'https://www.example.com';
      const configure: AppSettings['configure'] = (app) =>
        app.enableCors({ origin, credentials: true });
      const post = await endpoint({}, { configure });
      const preflight = await post({
        method: 'OPTIONS',
        headers: [
          'Origin',
          origin,
          'Access-Control-Request-Method',
          'POST',
          'Access-Control-Request-Headers',
          'content-type',
        ],
      });
      expect(preflight.status).toBe(204);
      const answer = await post({
        ...json({ chatId: 'chat-1' }),
        headers: [...JSON_TYPE, 'Origin', origin],
      });
      for (const { headers } of [preflight, answer]) {
        expect(headers).toMatchObject({
          'access-control-allow-origin': origin,
          'access-control-allow-credentials': 'true',
        });
      }
      expect(answer.status).toBe(200);
    });

    it('no CORS: no other origin can read the answer', async () => {
      const answer = await (
        await endpoint()
      )({
        headers: [...JSON_TYPE, 'Origin', 'https://evil.example'],
        body: '{"chatId":"chat-1"}',
      });
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    });
  });
});
