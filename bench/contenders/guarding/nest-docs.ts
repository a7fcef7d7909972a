import { Controller, HttpCode, Injectable, Post, Req, UseGuards } from '@nestjs/common';
import { AuthGuard, PassportModule, PassportStrategy } from '@nestjs/passport';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { ISSUER } from '../../workload/workload.js';
import type { WebhookAnswer } from '../bodies.js';
import type { ContenderSettings } from '../contender.js';
import { listenWithNest } from '../nest-server.js';

@Injectable()
class JwtAuthGuard extends AuthGuard('jwt') {}

@Controller()
class WebhookController {
  @HttpCode(200)
  @UseGuards(JwtAuthGuard)
  @Post('webhook')
  answer(@Req() { user }: { readonly user: WebhookAnswer }): WebhookAnswer {
    return { sub: user.sub };
  }
}

/** As NestJS's recipe does (Recipes, Passport): `passport-jwt`, the key as PEM text. */
export function listen({ adapter, keys }: ContenderSettings): Promise<number> {
  @Injectable()
  class JwtStrategy extends PassportStrategy(Strategy) {
    constructor() {
      super({
        jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
        ignoreExpiration: false,
        secretOrKey: keys.publicKey,
        algorithms: ['RS256'],
        issuer: ISSUER,
      });
    }

    validate(payload: object): object {
      return payload;
    }
  }
  const metadata = {
    imports: [PassportModule],
    controllers: [WebhookController],
    providers: [JwtStrategy],
  };
  return listenWithNest(metadata, adapter);
}
