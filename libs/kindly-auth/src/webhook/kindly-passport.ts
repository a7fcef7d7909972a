import { randomUUID } from 'node:crypto';
import { type ExecutionContext, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { AuthGuard, PassportStrategy } from '@nestjs/passport';
import passport from 'passport';
import { Strategy } from 'passport-jwt';
import { suspendStackTraces } from '../errors/stack-traces.js';
import { SIGNATURE_ONLY } from '../token/kindly-jwt.service.js';
import { tokenInvalid } from '../token/token-invalid.js';
import type { ReadToken } from '../token/token-verifier.js';

/**
 * What passport gets to see in place of the app's request. It writes `user`, `authInfo`, `login` and
 * more on whatever it is given, and those of the app's request belong to the app.
 */
interface Envelope {
  readonly read: ReadToken;
  /** The same, when its signature holds. */
  verified?: ReadToken;
}

/** Just as much of an `ExecutionContext` as passport's guard asks for. */
function contextOf(envelope: Envelope): ExecutionContext {
  const http = { getRequest: () => envelope, getResponse: () => ({}), getNext: () => undefined };
  return { switchToHttp: () => http } as unknown as ExecutionContext;
}

function createStrategy(name: string) {
  return class extends PassportStrategy(Strategy, name) {
    constructor() {
      super({
        jwtFromRequest: ({ read }: Envelope) => read.token,
        secretOrKeyProvider: ({ read }: Envelope, _token: string, done) => {
          // The types of passport-jwt lag behind: jsonwebtoken, which gets the key, takes a KeyObject
          // and parses anything else anew for each token.
          const key = read.key as unknown as Buffer;
          const resume = suspendStackTraces();
          try {
            // When this returns, jsonwebtoken has verified the signature, or made its error.
            done(null, key);
          } finally {
            resume();
          }
        },
        jsonWebTokenOptions: SIGNATURE_ONLY,
        algorithms: SIGNATURE_ONLY.algorithms,
        ignoreExpiration: SIGNATURE_ONLY.ignoreExpiration,
        passReqToCallback: true,
      });
    }

    /** What passport calls the user. The claims are read behind it: their rules may be the app's code. */
    validate({ read }: Envelope): ReadToken {
      return read;
    }
  };
}

function createGuard(name: string) {
  return class extends AuthGuard(name) {
    override handleRequest<T>(error: unknown, verified: T, info: unknown): T {
      if (verified) return verified;
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
export class KindlyPassport implements OnApplicationShutdown {
  private readonly strategyName = `kindly-webhook:${randomUUID()}`;
  private readonly guard: InstanceType<ReturnType<typeof createGuard>>;

  constructor() {
    const KindlyWebhookStrategy = createStrategy(this.strategyName);
    // Constructing it registers it.
    Reflect.construct(KindlyWebhookStrategy, []);
    const KindlyPassportGuard = createGuard(this.strategyName);
    this.guard = new KindlyPassportGuard({ property: 'verified' });
  }

  /** @throws KindlyAuthException `token_invalid` unless the signature holds */
  async authenticate(read: ReadToken): Promise<void> {
    const envelope: Envelope = { read };
    try {
      await this.guard.canActivate(contextOf(envelope));
    } catch (error) {
      throw tokenInvalid(error);
    }
    if (envelope.verified !== read) throw tokenInvalid(undefined);
  }

  /** Not before the server is closed: requests in flight still need the strategy. */
  onApplicationShutdown(): void {
    passport.unuse(this.strategyName);
  }
}
