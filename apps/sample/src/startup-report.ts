import type { INestApplication } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { KindlyKeyRing } from 'nestjs-kindly-auth';
import { LocalSecrets } from './config/local-secrets.js';
import type { ShopConfig } from './config/configuration.js';

/** What to look at, and what to paste where: printed when the shop has started. */
export async function startupReport(app: INestApplication): Promise<string> {
  const config: ShopConfig = app.get(ConfigService);
  const url = `http://localhost:${new URL(await app.getUrl()).port}`;
  const isSigned = config.get('KINDLY_HMAC_SECRET', { infer: true }) !== undefined;
  const folder = config.get('DATA_FOLDER', { infer: true });
  await app.get(LocalSecrets).ticketVerifyToken();
  const hasBot = config.get('KINDLY_BOT_KEY', { infer: true }) !== undefined;
  return `
  Shop             ${url}
  Token endpoint   POST ${url}/kindly/token
  Webhooks         POST ${url}/webhooks/orders          (${isSigned ? 'signed' : 'unsigned: set KINDLY_HMAC_SECRET'})
                   POST ${url}/webhooks/opening-hours
                   POST ${url}/webhooks/tickets         (signed)
  Secrets          those that are not set are in ${folder}
  Chat             ${hasBot ? 'on every page' : 'not yet: set KINDLY_BOT_KEY'}

  Paste this public key in Kindly, under Settings → Kindly Chat → Authentication:

${app.get(KindlyKeyRing).publicKey}
  Ctrl-C stops the shop.
`;
}
