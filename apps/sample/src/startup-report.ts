import type { INestApplication } from '@nestjs/common';
import { KindlyKeyRing } from 'nestjs-kindly-auth';
import { CONFIG } from './config/configuration.js';
import type { Environment } from './config/environment.js';

/** What to look at, and what to paste where: printed when the shop has started. */
export async function startupReport(app: INestApplication): Promise<string> {
  const config: Environment = app.get(CONFIG);
  const url = `http://localhost:${new URL(await app.getUrl()).port}`;
  const isSigned = config.KINDLY_HMAC_SECRET !== undefined;
  const hasBot = config.KINDLY_BOT_KEY !== undefined;
  return `
  Shop             ${url}
  Token endpoint   POST ${url}/kindly/token
  Webhooks         POST ${url}/webhooks/orders          (${isSigned ? 'signed' : 'unsigned: set KINDLY_HMAC_SECRET'})
                   POST ${url}/webhooks/opening-hours
                   POST ${url}/webhooks/tickets         (signed)
  Secrets          those that are not set are in ${config.DATA_FOLDER}
  Chat             ${hasBot ? 'on every page' : 'not yet: set KINDLY_BOT_KEY'}

  Paste this public key in Kindly, under Settings → Kindly Chat → Authentication:

${app.get(KindlyKeyRing).publicKey}
  Ctrl-C stops the shop.
`;
}
