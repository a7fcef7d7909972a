import {
  BadRequestException,
  type CanActivate,
  Controller,
  type ExecutionContext,
  Get,
  Header,
  Headers,
  HttpCode,
  type INestApplication,
  Post,
  UnauthorizedException,
  UnsupportedMediaTypeException,
} from '@nestjs/common';
import { CompactSign, decodeJwt, importPKCS8 } from 'jose';
import { KindlyAuthModule, kindlyChatSnippet, KindlyWebhook } from 'nestjs-kindly-auth';
import type { Adapter } from './adapters.js';
import { keyPair } from './kindly.js';
import { IDENTITY, options, type Options } from './kindly-module.js';
import { withApp } from './running-app.js';

export const HOST = 'shop.example.com';
export const PAGE_NONCE = 'nonce-of-this-page';
export const HMAC_SECRET = 'the-dialogue-secret-of-the-doctor';

/** What the sample shop's pages send. */
export const GOOD_POLICY = [
  `default-src 'self'`,
  `script-src 'nonce-${PAGE_NONCE}' 'strict-dynamic'`,
  `connect-src 'self' https://*.kindly.ai https://*.kindlycdn.com https://*.pusher.com wss://*.pusher.com`,
].join('; ');

type Claims = Record<string, unknown>;

interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body?: Claims;
}

export interface Response {
  json: (body: object) => Response;
  readonly status: (status: number) => Response;
  readonly redirect: (url: string) => void;
  readonly send: (text: string) => void;
  readonly setHeader: (name: string, value: string) => void;
  readonly removeHeader: (name: string) => void;
}

/** A layer before everything else of an app on Express. */
export type Layer = (request: Request, response: Response, next: () => void) => void;

const TOKEN_PATH = '/kindly/token';

function isSignedIn({ headers }: Request): boolean {
  return headers['cookie'] === 'session=kari';
}

/** Knows one session. */
export const bySession = ((request: { headers: Request['headers'] }) =>
  request.headers['cookie'] === 'session=kari' ? IDENTITY : undefined) as NonNullable<
  Options['resolveUser']
>;

/** Answers requests for tokens in place of the endpoint. */
export function answering(
  who: 'signed-in' | 'signed-out',
  answer: (response: Response) => void,
): Layer {
  return (request, response, next) => {
    const isMeant = isSignedIn(request) === (who === 'signed-in') && request.path === TOKEN_PATH;
    if (isMeant && request.method === 'POST') answer(response);
    else next();
  };
}

/** Changes the endpoint's own answer before it leaves. */
export function bending(bend: (token: string, response: Response) => Promise<string>): Layer {
  return (_request, response, next) => {
    const json = response.json.bind(response);
    response.json = (body) => {
      const { token } = body as { readonly token?: string };
      if (token === undefined) return json(body);
      void bend(token, response).then((bent) => json({ token: bent }));
      return response;
    };
    next();
  };
}

/** Signs other claims with the same key. */
export function bendingClaims(bend: (claims: Claims) => Claims, algorithm = 'RS256'): Layer {
  return bending(async (token) => {
    const { privateKey } = keyPair();
    const claims = Buffer.from(JSON.stringify(bend(decodeJwt(token))));
    const key = await importPKCS8(privateKey, algorithm);
    return new CompactSign(claims).setProtectedHeader({ alg: algorithm }).sign(key);
  });
}

interface Question {
  readonly isText: boolean;
  readonly body: Claims;
}

/** Of the ways to ask, as an app sees them that does not expect one of them. */
const READINGS = {
  text: ({ isText }: Question) => isText,
  json: ({ isText, body }: Question) => !isText && 'name' in body,
  chat_id: ({ isText, body }: Question) => !isText && 'chat_id' in body,
} as const;

/** Refuses one of the documented ways to ask. */
export function guardAgainst(reading: keyof typeof READINGS): new () => CanActivate {
  return class implements CanActivate {
    canActivate(context: ExecutionContext): boolean {
      const { headers, body = {} } = context.switchToHttp().getRequest<Request>();
      const isText = (headers['content-type'] ?? '').startsWith('text/plain');
      if (!READINGS[reading]({ isText, body })) return true;
      throw reading === 'text' ? new UnsupportedMediaTypeException() : new BadRequestException();
    }
  };
}

/** The shop's webhooks, good and bad, and its page under a policy. */
function shopController(policy: string): new () => object {
  @Controller()
  class ShopController {
    @Post('webhook')
    @KindlyWebhook()
    good(): object {
      return { reply: 'Hi' };
    }

    /** Looks at the signature where there is one, and lets everybody else through. */
    @Post('open-webhook')
    @HttpCode(200)
    open(@Headers('kindly-hmac') hmac?: string): object {
      if (hmac !== undefined) throw new UnauthorizedException();
      return { reply: 'Hi' };
    }

    /** Reads the token and does not verify it. */
    @Post('credulous-webhook')
    @HttpCode(200)
    credulous(@Headers('authorization') bearer?: string): object {
      if (bearer === undefined) throw new UnauthorizedException();
      return { reply: 'Hi' };
    }

    @Get('page')
    @Header('Content-Type', 'text/html; charset=utf-8')
    @Header('Content-Security-Policy', policy)
    page(): string {
      const chat = { botKey: 'bot', tokenUrl: TOKEN_PATH, nonce: PAGE_NONCE };
      return `<!doctype html><title>Shop</title>${kindlyChatSnippet(chat)}`;
    }

    /** The policy stands in the page itself. */
    @Get('page-with-meta')
    @Header('Content-Type', 'text/html; charset=utf-8')
    pageWithMeta(): string {
      const meta = `<meta http-equiv="Content-Security-Policy" content="${policy}">`;
      return this.page().replace('<title>', `${meta}<title>`);
    }
  }
  return ShopController;
}

/** How an app differs from one that is well. */
export interface Ailment {
  readonly options?: Partial<Options>;
  readonly layer?: Layer;
  readonly cors?: Parameters<INestApplication['enableCors']>[0];
  readonly policy?: string;
}

/** A shop of the library's, with token endpoint, webhooks and page. */
export async function startPatient(adapter: Adapter, ailment: Ailment = {}): Promise<string> {
  const { options: bent = {}, layer, cors, policy = GOOD_POLICY } = ailment;
  const settings = {
    resolveUser: bySession,
    hmacSecrets: HMAC_SECRET,
    webhookDomains: [HOST],
    ...bent,
  };
  const { url } = await withApp(adapter, {
    imports: [KindlyAuthModule.forRoot(options(settings))],
    controllers: [shopController(policy)],
    configure: (app) => {
      if (cors) app.enableCors(cors);
      if (layer) app.use(layer);
    },
  });
  return url;
}
