import { randomUUID } from 'node:crypto';
import { type ExecutionContext, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { AuthGuard, PassportStrategy } from '@nestjs/passport';
import passport from 'passport';
import { Strategy } from 'passport-jwt';
import type { KindlyClaims } from '../claims/kindly-claims.js';
import { SIGNATURE_ONLY } from '../token/kindly-jwt.service.js';
import { tokenInvalid } from '../token/token-invalid.js';
import { TokenVerifier } from '../token/token-verifier.js';

/**
 * What passport gets to see in place of the app's request. It writes `user`, `authInfo`, `login` and
 * more on whatever it is given, and those of the app's request belong to the app.
 */
interface Envelope<C> {
  readonly token: string;
  claims?: C;
}

/** Just as much of an `ExecutionContext` as passport's guard asks for. */
function contextOf(envelope: Envelope<unknown>): ExecutionContext {
  const http = { getRequest: () => envelope, getResponse: () => ({}), getNext: () => undefined };
  return { switchToHttp: () => http } as unknown as ExecutionContext;
}

function createStrategy<C extends KindlyClaims>(name: string, verifier: TokenVerifier<C>) {
  return class extends PassportStrategy(Strategy, name) {
    constructor() {
      super({
        jwtFromRequest: ({ token }: Envelope<C>) => token,
        secretOrKeyProvider: (_request, token: string, done) => {
          try {
            // The types of passport-jwt lag behind: jsonwebtoken, which gets the key, takes a KeyObject
            // and parses anything else anew for each token.
            done(null, verifier.keyFor(token) as unknown as Buffer);
          } catch (error) {
            done(error);
          }
        },
        jsonWebTokenOptions: SIGNATURE_ONLY,
        algorithms: SIGNATURE_ONLY.algorithms,
        ignoreExpiration: SIGNATURE_ONLY.ignoreExpiration,
        passReqToCallback: true,
      });
    }

    validate({ token }: Envelope<C>): Promise<C> {
      return verifier.claimsOf(token);
    }
  };
}

function createGuard(name: string) {
  return class extends AuthGuard(name) {
    override handleRequest<T>(error: unknown, claims: T, info: unknown): T {
      if (claims) return claims;
      throw tokenInvalid(error ?? info);
    }
  };
}

/**
 * The bot's passport: a passport-jwt strategy and the guard that reaches it.
 *
 * Passport's registry belongs to the whole process and finds strategies by name, so the name is
 * unique to the instance: with a fixed one, two apps in a process would accept each other's tokens.
 * The guard is built with `new`, out of reach of the app's `PassportModule` options, which would
 * otherwise put another strategy in its place.
 *
 * @internal
 */
@Injectable()
export class KindlyPassport<
  C extends KindlyClaims = KindlyClaims,
> implements OnApplicationShutdown {
  private readonly strategyName = `kindly-webhook:${randomUUID()}`;
  private readonly guard: InstanceType<ReturnType<typeof createGuard>>;

  constructor(verifier: TokenVerifier<C>) {
    const KindlyWebhookStrategy = createStrategy(this.strategyName, verifier);
    // Constructing it registers it.
    Reflect.construct(KindlyWebhookStrategy, []);
    const KindlyPassportGuard = createGuard(this.strategyName);
    this.guard = new KindlyPassportGuard({ property: 'claims' });
  }

  /**
   * @returns the claims of a genuine token
   * @throws KindlyAuthException `token_invalid`, `token_expired`, `claims_invalid`
   */
  async authenticate(token: string): Promise<C> {
    const envelope: Envelope<C> = { token };
    try {
      await this.guard.canActivate(contextOf(envelope));
    } catch (error) {
      throw tokenInvalid(error);
    }
    if (envelope.claims === undefined) throw tokenInvalid(undefined);
    return envelope.claims;
  }

  /** Not before the server is closed: requests in flight still need the strategy. */
  onApplicationShutdown(): void {
    passport.unuse(this.strategyName);
  }
}
