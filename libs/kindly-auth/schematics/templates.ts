/** A file to create: its path below the source root, and its text. */
export interface Template {
  readonly path: string;
  readonly text: string;
}

/** What the files depend on. */
export interface Surroundings {
  /** What imports of files end in. */
  readonly extension: string;
  /** Whether settings come from @nestjs/config. */
  readonly hasConfigModule: boolean;
  /** The app's runner of tests; none where it cannot load the library. */
  readonly runner: 'jest' | 'vitest' | undefined;
}

/** Folder of the files, below the source root. */
export const FOLDER = 'kindly';

/** The file by which a second run knows that the first one was here. */
export const OPTIONS_FILE = `${FOLDER}/kindly.options.ts`;

const RESOLVER = `import { Injectable } from '@nestjs/common';
import type { KindlyResolvedUser, KindlyUserResolver } from 'nestjs-kindly-auth';

/**
 * Says who is signed in, from the request that the page sends to \`POST /kindly/token\`.
 *
 * Look at the session, or at what your guards put on the request. Never at the body: it is whatever
 * the visitor typed.
 */
@Injectable()
export class ChatUserResolver implements KindlyUserResolver {
  resolve(): KindlyResolvedUser {
    // TODO: until you say who is signed in, nobody is. Where a session puts the user on the request:
    //
    //   resolve({ user }: KindlyHttpRequest & { user?: SessionUser }): KindlyResolvedUser {
    //     return user && { sub: String(user.id), name: user.name };
    //   }
    //
    // with these two above the class, the second one as your session has it:
    //
    //   import type { KindlyHttpRequest } from 'nestjs-kindly-auth';
    //   interface SessionUser { id: number; name: string }
    return null;
  }
}
`;

const CONTROLLER = `import { Controller, Post } from '@nestjs/common';
import { kindlyHtml, type KindlyReply, KindlyUser, KindlyWebhook } from 'nestjs-kindly-auth';

/** Answers the dialogues whose webhook is \`POST /kindly/webhook\`. */
@Controller('kindly')
export class KindlyWebhookController {
  @Post('webhook')
  @KindlyWebhook()
  answer(
    @KindlyUser('sub') userId: string,
    @KindlyUser('name') name: string | undefined,
  ): KindlyReply {
    return { reply: kindlyHtml\`Hi \${name ?? userId}, how can I help you?\` };
  }
}
`;

const ENV_OPTIONS = `import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { Injectable } from '@nestjs/common';
import type { KindlyAuthModuleOptions, KindlyAuthOptionsFactory } from 'nestjs-kindly-auth';

/** The environment, and what \`.env\` adds to it where there is one. */
function readSettings(): NodeJS.ProcessEnv {
  return {
    ...(existsSync('.env') && parseEnv(readFileSync('.env', 'utf8'))),
    ...process.env,
  };
}

/** The options of Kindly, from the environment. The app does not start without them. */
@Injectable()
export class KindlyOptions implements KindlyAuthOptionsFactory {
  createKindlyAuthOptions(): KindlyAuthModuleOptions {
    const settings = readSettings();
    const required = (name: string): string => {
      const value = settings[name];
      if (value) return value;
      throw new Error(\`\${name} is not set.\`);
    };
    return {
      issuer: required('KINDLY_ISSUER'),
      // A file on your machine; where the app is deployed, the key itself from your secret store.
      privateKey:
        settings.KINDLY_PRIVATE_KEY || readFileSync(required('KINDLY_PRIVATE_KEY_FILE')),
      webhookDomains: required('KINDLY_WEBHOOK_DOMAINS').split(/\\s*,\\s*/),
      hmacSecrets: required('KINDLY_HMAC_SECRET'),
    };
  }
}
`;

const CONFIG_OPTIONS = `import { readFileSync } from 'node:fs';
import { Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import type { KindlyAuthModuleOptions, KindlyAuthOptionsFactory } from 'nestjs-kindly-auth';

/** The options of Kindly, from the environment. The app does not start without them. */
@Injectable()
export class KindlyOptions implements KindlyAuthOptionsFactory {
  constructor(private readonly config: ConfigService) {}

  createKindlyAuthOptions(): KindlyAuthModuleOptions {
    const required = (name: string): string => this.config.getOrThrow<string>(name);
    return {
      issuer: required('KINDLY_ISSUER'),
      // A file on your machine; where the app is deployed, the key itself from your secret store.
      privateKey:
        this.config.get<string>('KINDLY_PRIVATE_KEY') ||
        readFileSync(required('KINDLY_PRIVATE_KEY_FILE')),
      webhookDomains: required('KINDLY_WEBHOOK_DOMAINS').split(/\\s*,\\s*/),
      hmacSecrets: required('KINDLY_HMAC_SECRET'),
    };
  }
}
`;

const SPEC = `import { createHmac } from 'node:crypto';
import type { INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import {
  generateKindlyKeyPair,
  KINDLY_HMAC_ALGORITHM,
  KINDLY_HMAC_ALGORITHM_HEADER,
  KINDLY_HMAC_HEADER,
  KindlyAuthModule,
  KindlyTokenService,
} from 'nestjs-kindly-auth';
// names of the runner
import { KindlyWebhookController } from './kindly-webhook.controller';

const BODY = JSON.stringify({ chat_id: 'chat-1', message: 'Hello' });

describe('KindlyWebhookController', () => {
  let app: INestApplication;

  beforeEach(async () => {
    const { privateKey } = await generateKindlyKeyPair();
    const module = await Test.createTestingModule({
      imports: [
        KindlyAuthModule.forRoot({
          issuer: 'test',
          privateKey,
          hmacSecrets: 'secret of the test',
          controller: false,
        }),
      ],
      controllers: [KindlyWebhookController],
    }).compile();
    app = module.createNestApplication({ rawBody: true });
    await app.listen(0, '127.0.0.1');
  });

  afterEach(() => app.close());

  async function call(secret: string): Promise<Response> {
    const tokens = app.get(KindlyTokenService);
    const token = await tokens.issue('chat-1', { sub: 'user-1', name: 'Kari' });
    return fetch(\`\${await app.getUrl()}/kindly/webhook\`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Authorization: \`Bearer \${token}\`,
        [KINDLY_HMAC_ALGORITHM_HEADER]: KINDLY_HMAC_ALGORITHM,
        [KINDLY_HMAC_HEADER]: createHmac('sha256', secret).update(BODY).digest('base64'),
      },
      body: BODY,
    });
  }

  it('greets the user of the token', async () => {
    const response = await call('secret of the test');
    expect(await response.json()).toEqual({ reply: 'Hi Kari, how can I help you?' });
  });

  it('refuses what Kindly has not signed', async () => {
    expect((await call('another secret')).status).toBe(401);
  });
});
`;

/** Jest has its names everywhere, and so has a new app's Vitest; but its import is right for any. */
const NAMES = {
  jest: '',
  vitest: "import { afterEach, beforeEach, describe, expect, it } from 'vitest';\n",
} as const;

function specFor(runner: 'jest' | 'vitest', extension: string): string {
  return SPEC.replace('// names of the runner\n', NAMES[runner]).replace(
    './kindly-webhook.controller',
    `./kindly-webhook.controller${extension}`,
  );
}

/** The files that an app gets. */
export function templatesFor({
  extension,
  hasConfigModule,
  runner,
}: Surroundings): readonly Template[] {
  return [
    { path: OPTIONS_FILE, text: hasConfigModule ? CONFIG_OPTIONS : ENV_OPTIONS },
    { path: `${FOLDER}/chat-user.resolver.ts`, text: RESOLVER },
    { path: `${FOLDER}/kindly-webhook.controller.ts`, text: CONTROLLER },
    ...(runner
      ? [{ path: `${FOLDER}/kindly-webhook.controller.spec.ts`, text: specFor(runner, extension) }]
      : []),
  ];
}
