import { randomBytes } from 'node:crypto';
import { Controller, type LoggerService, Post } from '@nestjs/common';
import {
  KindlyAuthModule,
  type KindlyClaims,
  KindlyPayload,
  KindlyToken,
  KindlyUser,
  KindlyWebhook,
  type KindlyWebhookPayload,
} from 'nestjs-kindly-auth';
import type { Adapter } from '../adapters.js';
import { ISSUER, keyPair } from '../kindly.js';
import { type RunningApp, startApp } from '../running-app.js';

const { privateKey } = keyPair();
const { publicKey: previousPublicKey } = keyPair('previous');

/** Whom the good tokens are about: nobody may read any of it in a log or an error. */
export const PERSON = {
  sub: 'customer-8842-nordmann',
  name: 'Kari Nordmann-Ødegård',
  email: 'kari.nordmann@example.org',
  email_verified: true,
  phone_number: '+4799887766',
  phone_number_verified: true,
  picture: 'https://images.example.org/kari-nordmann.png',
} as const;

function secret(): string {
  return randomBytes(32).toString('base64');
}

export const SECRETS = { dialogue: secret(), older: secret(), tickets: secret() } as const;

export const KEY_IDS = { current: 'key-of-this-year', previous: 'key-of-last-year' } as const;

/** Where the app can be attacked: a route for each way in which one can be guarded. */
export const DOORS = {
  webhook: '/webhook',
  payload: '/payload',
  strict: '/strict',
  hosted: '/hosted',
  rotating: '/rotating',
  signed: '/signed',
  optional: '/signed/optional',
  tickets: '/signed/tickets',
  tokens: '/kindly/token',
  nobody: '/nobody/token',
} as const;

export type Door = keyof typeof DOORS;

/** What a handler says when it is reached. */
const REACHED = { reached: true } as const;

@Controller()
class Doors {
  @Post(DOORS.webhook)
  @KindlyWebhook()
  webhook(@KindlyUser() _user: KindlyClaims, @KindlyToken() _token: string): object {
    return REACHED;
  }

  @Post(DOORS.payload)
  @KindlyWebhook()
  payload(@KindlyPayload() _payload: KindlyWebhookPayload): object {
    return REACHED;
  }

  @Post(DOORS.strict)
  @KindlyWebhook({ bot: 'strict' })
  strict(): object {
    return REACHED;
  }

  @Post(DOORS.hosted)
  @KindlyWebhook({ bot: 'hosted' })
  hosted(): object {
    return REACHED;
  }

  @Post(DOORS.rotating)
  @KindlyWebhook({ bot: 'rotating' })
  rotating(): object {
    return REACHED;
  }

  @Post(DOORS.signed)
  @KindlyWebhook({ bot: 'signed' })
  signed(): object {
    return REACHED;
  }

  @Post(DOORS.optional)
  @KindlyWebhook({ bot: 'signed', identity: 'optional' })
  optional(): object {
    return REACHED;
  }

  @Post(DOORS.tickets)
  @KindlyWebhook({ bot: 'signed', identity: 'none', signature: 'tickets' })
  tickets(): object {
    return REACHED;
  }
}

/** Starts an app that has all the doors, a bot for each configuration. */
export function startTarget(adapter: Adapter, logger: LoggerService): Promise<RunningApp> {
  const common = { issuer: ISSUER, privateKey };
  const guardOnly = { ...common, controller: false } as const;
  return startApp(adapter, {
    options: { logger },
    controllers: [Doors],
    imports: [
      KindlyAuthModule.forRoot({ ...common, resolveUser: () => PERSON }),
      KindlyAuthModule.forRoot({
        ...common,
        bot: 'nobody',
        path: DOORS.nobody,
        resolveUser: () => null,
      }),
      KindlyAuthModule.forRoot({ ...guardOnly, bot: 'strict', chatBinding: 'required' }),
      KindlyAuthModule.forRoot({ ...guardOnly, bot: 'hosted', webhookHost: 'shop.example.com' }),
      KindlyAuthModule.forRoot({
        ...guardOnly,
        bot: 'rotating',
        keyId: KEY_IDS.current,
        previousPublicKeys: [{ key: previousPublicKey, keyId: KEY_IDS.previous }],
      }),
      KindlyAuthModule.forRoot({
        ...guardOnly,
        bot: 'signed',
        hmacSecrets: { dialogue: [SECRETS.dialogue, SECRETS.older], tickets: SECRETS.tickets },
      }),
    ],
  });
}
