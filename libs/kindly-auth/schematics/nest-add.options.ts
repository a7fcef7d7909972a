import { normaliseWebhookDomains } from '../src/claims/webhook-domain.js';

/** The flags of `nest add nestjs-kindly-auth`, as schema.json lets them through. */
export interface NestAddFlags {
  readonly issuer?: string;
  readonly webhookDomains?: string;
  /** Given by `nest add`: that of the project which `--project` names. Default: `src` */
  readonly sourceRoot?: string;
  readonly skipInstall?: boolean;
}

/** What goes into `.env`. */
export interface KindlySettings {
  readonly issuer: string;
  readonly webhookDomains: readonly string[];
}

/** A host under the name that RFC 2606 reserves for examples: nobody can ever receive anything there. */
function placeholderHost(packageName: string): string {
  const label = packageName
    .replace(/^@[^/]*\//, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 63)
    .replace(/-$/, '');
  return `${label || 'app'}.example.com`;
}

function listOf(text: string): readonly string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/**
 * Checks the flags, and puts a placeholder where there is none.
 *
 * @throws Error when a value could not stand in `.env`, or is no public host
 */
export async function checkFlags(
  { issuer = '', webhookDomains = '' }: NestAddFlags,
  packageName: string,
): Promise<KindlySettings> {
  // oxlint-disable-next-line no-control-regex -- a line break would write other variables into .env
  if (/[\x00-\x1f"'`#$\\\x7f]/.test(issuer)) {
    throw new Error('--issuer has a quote, a "#", a "$", a backslash or a line break in it.');
  }
  const host = placeholderHost(packageName);
  const domains = listOf(webhookDomains);
  const { patterns } = await normaliseWebhookDomains(
    domains.length > 0 ? domains : [host],
    '--webhook-domains',
  );
  return { issuer: issuer.trim() || `https://${host}`, webhookDomains: patterns };
}
