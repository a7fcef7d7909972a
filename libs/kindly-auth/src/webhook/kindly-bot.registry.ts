import { Injectable, Logger } from '@nestjs/common';
import { KindlyAuthOptionsError } from '../errors/kindly-auth-options.error.js';
import type { TokenRevocations } from '../revocation/token-revocations.js';
import type { KindlyAuthenticator } from './kindly-authenticator.js';
import type { WebhookSettings } from './webhook.settings.js';

/** One Kindly bot of the app: one instance of the module. */
export interface KindlyBot {
  readonly settings: WebhookSettings;
  /** Issuer and public key: bots that have both in common accept each other's tokens. */
  readonly tokenSource: string;
  readonly authenticator: KindlyAuthenticator;
  readonly revocations: TokenRevocations;
  /** Path of its token endpoint, if it has one. */
  readonly path: string | undefined;
  /** Whether its token endpoint issues tokens that Kindly may forward to nobody. */
  readonly forwardsNowhere: boolean;
}

/** In one case: Express takes `Token` and `token` for the same path. */
function normalisePath(path: string): string {
  return path.split('/').filter(Boolean).join('/').toLowerCase();
}

/**
 * The bots of one app by their names. There is one registry in an app, wherever a guard is used and
 * in whichever order the modules are imported.
 *
 * @internal
 */
@Injectable()
export class KindlyBotRegistry {
  private readonly logger = new Logger('KindlyAuthModule');
  private readonly bots = new Map<string, KindlyBot>();
  private readonly paths = new Set<string>();

  /** @throws KindlyAuthOptionsError `duplicate` */
  register(bot: KindlyBot): void {
    const { bot: name } = bot.settings;
    if (this.bots.has(name)) {
      throw new KindlyAuthOptionsError(
        'bot',
        'duplicate',
        `is "${name}" for two modules. Give each bot of the app a name of its own.`,
      );
    }
    const path = bot.path === undefined ? undefined : normalisePath(bot.path);
    if (path !== undefined && this.paths.has(path)) {
      throw new KindlyAuthOptionsError(
        'path',
        'duplicate',
        `is "${path}" for two bots. Give each token endpoint a path of its own.`,
      );
    }
    this.warnOfTwin(bot);
    this.bots.set(name, bot);
    if (path !== undefined) this.paths.add(path);
  }

  private warnOfTwin({ settings, tokenSource }: KindlyBot): void {
    const twin = [...this.bots.values()].find((other) => other.tokenSource === tokenSource);
    if (!twin) return;
    this.logger.warn(
      `Bots "${twin.settings.bot}" and "${settings.bot}" have the same issuer and the same key, so each accepts the other's tokens. Give each an issuer or a key of its own.`,
    );
  }

  get(name: string): KindlyBot | undefined {
    return this.bots.get(name);
  }

  names(): readonly string[] {
    return [...this.bots.keys()];
  }
}
