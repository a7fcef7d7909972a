import type { ExecutionContext } from '@nestjs/common';
import { KindlyAuthOptionsError } from '../errors/kindly-auth-options.error.js';
import { DEFAULT_BOT } from '../keys/default-bot.js';
import type { KindlyBot, KindlyBotRegistry } from './kindly-bot.registry.js';
import type { HmacSecrets } from './kindly-signature.js';
import type { KindlyWebhookIdentity, KindlyWebhookOptions } from './kindly-webhook.options.js';
import { DIALOGUE_SECRET } from './webhook.settings.js';

/** A guarded route, with all that the guard needs to know of it. */
export interface WebhookRoute {
  readonly bot: KindlyBot;
  readonly identity: KindlyWebhookIdentity;
  /** Nothing: the route is unsigned. */
  readonly secrets: HmacSecrets | undefined;
}

/** Metadata key under which the decorator leaves its options. */
export const WEBHOOK_METADATA = 'nestjs-kindly-auth:webhook';

const IDENTITIES: ReadonlySet<string> = new Set(['required', 'optional', 'none']);

/** Whether `@KindlyWebhook()` stands on a handler or its controller. */
export function isWebhook(controller: object, handler: object): boolean {
  return [controller, handler].some((target) => Reflect.hasMetadata(WEBHOOK_METADATA, target));
}

/** The options of a handler and its controller together. */
export function webhookOptionsOf(controller: object, handler: object): KindlyWebhookOptions {
  return {
    ...(Reflect.getMetadata(WEBHOOK_METADATA, controller) as KindlyWebhookOptions | undefined),
    ...(Reflect.getMetadata(WEBHOOK_METADATA, handler) as KindlyWebhookOptions | undefined),
  };
}

/** What a message says of the route that it is about: names that the app's authors gave. */
export interface RouteNames {
  readonly bot: string;
  readonly controller: string;
  readonly handler: string;
}

/** The names of a route, which need not be one that can work. */
export function namesOf(context: ExecutionContext): RouteNames {
  const [controller, handler] = [context.getClass(), context.getHandler()];
  const { bot = DEFAULT_BOT } = webhookOptionsOf(controller, handler);
  return { bot, controller: controller.name, handler: handler.name };
}

function quoted(names: Iterable<string>): string {
  return [...names].map((name) => `"${name}"`).join(', ') || 'none';
}

function botOf(name: string, registry: KindlyBotRegistry, place: string): KindlyBot {
  const bot = registry.get(name);
  if (bot) return bot;
  throw new KindlyAuthOptionsError(
    'bot',
    'unknown',
    `of ${place} is "${name}", and no KindlyAuthModule of the app has this name (there are: ${quoted(registry.names())}).`,
  );
}

/** The secrets of a route; an empty list where the configuration has none for it. */
function secretsOf(
  signature: string | undefined,
  { settings }: KindlyBot,
  place: string,
): HmacSecrets {
  const { hmacSecrets } = settings;
  if (!hmacSecrets && signature === undefined) return [];
  const name = signature ?? DIALOGUE_SECRET;
  const secrets = hmacSecrets?.get(name);
  if (secrets) return secrets;
  throw new KindlyAuthOptionsError(
    'hmacSecrets',
    'unknown',
    `has no secret "${name}", which signs the requests of ${place} (there are: ${quoted(hmacSecrets?.keys() ?? [])}).`,
  );
}

/**
 * Finds out how a route is guarded, and refuses a route that would be open to everybody by accident.
 *
 * @param place the route, for the error: `OrdersController.status`
 * @throws KindlyAuthOptionsError `unknown`, `required`, `invalid`
 */
export function resolveWebhookRoute(
  options: KindlyWebhookOptions,
  registry: KindlyBotRegistry,
  place: string,
): WebhookRoute {
  const { identity = 'required', signature, bot: botName = DEFAULT_BOT } = options;
  if (!IDENTITIES.has(identity)) {
    throw new KindlyAuthOptionsError(
      'identity',
      'invalid',
      `of ${place} must be "required", "optional" or "none".`,
    );
  }
  const bot = botOf(botName, registry, place);
  if (signature === false) return { bot, identity, secrets: undefined };
  const secrets = secretsOf(signature, bot, place);
  if (secrets.length > 0) return { bot, identity, secrets };
  // Without a token and without a signature, anybody could send anything here.
  if (identity !== 'required') {
    throw new KindlyAuthOptionsError(
      'hmacSecrets',
      'required',
      `has no secret for ${place}, whose identity is "${identity}": everybody could call it. Configure one, or say signature: false on the route if that is meant.`,
    );
  }
  return { bot, identity, secrets: undefined };
}
