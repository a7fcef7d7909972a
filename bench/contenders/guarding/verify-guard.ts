import {
  type CanActivate,
  Controller,
  type ExecutionContext,
  HttpCode,
  Inject,
  Injectable,
  Post,
  Req,
  UnauthorizedException,
  UseGuards,
} from '@nestjs/common';
import type { WebhookAnswer } from '../bodies.js';
import type { AdapterName } from '../contender.js';
import { listenWithNest } from '../nest-server.js';

/** @returns the claims @throws for a token that is not good */
export type Verify = (token: string) => unknown;

interface GuardedRequest {
  readonly headers: { readonly authorization?: string };
  user?: unknown;
}

const VERIFY = Symbol('verify');

function bearerTokenOf({ headers }: GuardedRequest): string {
  const [type, token] = headers.authorization?.split(' ') ?? [];
  if (type === 'Bearer' && token) return token;
  throw new UnauthorizedException();
}

/** The guard that NestJS's documentation writes by hand (Security, Authentication). */
@Injectable()
class VerifyGuard implements CanActivate {
  constructor(@Inject(VERIFY) private readonly verify: Verify) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<GuardedRequest>();
    const token = bearerTokenOf(request);
    try {
      request.user = await this.verify(token);
    } catch {
      throw new UnauthorizedException();
    }
    return true;
  }
}

@Controller()
class WebhookController {
  @HttpCode(200)
  @UseGuards(VerifyGuard)
  @Post('webhook')
  answer(@Req() { user }: { readonly user: WebhookAnswer }): WebhookAnswer {
    return { sub: user.sub };
  }
}

/** A guarded webhook around the function of a library that knows no NestJS. */
export function listenWithVerify(verify: Verify, adapter: AdapterName): Promise<number> {
  const providers = [{ provide: VERIFY, useValue: verify }];
  return listenWithNest({ controllers: [WebhookController], providers }, adapter);
}
