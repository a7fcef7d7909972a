import { KindlyAuthOptionsError } from '../errors/kindly-auth-options.error.js';

/** One PEM block, normalised to what every reader of PEM accepts. */
export interface PemBlock {
  /** What stands behind `BEGIN`: `RSA PRIVATE KEY`, `PUBLIC KEY`, … */
  readonly label: string;
  readonly text: string;
}

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*?)-----END \1-----/g;
const BASE64_TEXT = /^[A-Za-z0-9+/=\s]+$/;
/** Headers of OpenSSL's traditional encryption (RFC 1421); the key's body follows a blank line. */
const ENCRYPTION_HEADERS = /^\s*Proc-Type:[^\n]*\n\s*DEK-Info:[^\n]*\n/;

/** Undoes what environment variables, YAML and secret stores do to PEM text. */
function undoEscapes(text: string): string {
  const plain = text.replaceAll('\\r', '').replaceAll('\\n', '\n');
  if (plain.includes('-----BEGIN') || !BASE64_TEXT.test(plain)) return plain;
  const decoded = Buffer.from(plain, 'base64').toString('utf8');
  return decoded.includes('-----BEGIN') ? undoEscapes(decoded) : plain;
}

function wrap(body: string): string {
  return body.replaceAll(/\s+/g, '').replaceAll(/.{1,64}/g, '$&\n');
}

function rebuild(label: string, body: string): string {
  const headers = ENCRYPTION_HEADERS.exec(body)?.[0] ?? '';
  const intro = headers === '' ? '' : `${headers.trim().replaceAll(/\s*\n\s*/g, '\n')}\n\n`;
  return `-----BEGIN ${label}-----\n${intro}${wrap(body.slice(headers.length))}-----END ${label}-----\n`;
}

/**
 * Finds the one PEM block in a text.
 *
 * @throws KindlyAuthOptionsError `empty`, `key_unreadable`
 */
export function parsePem(text: string, option: string): PemBlock {
  if (text.trim() === '') {
    throw new KindlyAuthOptionsError(
      option,
      'empty',
      'is empty. The variable or file that it is read from probably is not set: check it.',
    );
  }
  const [block, another] = undoEscapes(text).matchAll(BLOCK);
  if (!block) {
    throw new KindlyAuthOptionsError(
      option,
      'key_unreadable',
      'is no PEM text. Give the whole content of the file, from "-----BEGIN" to "-----END …-----" (not its path).',
    );
  }
  if (another) {
    throw new KindlyAuthOptionsError(
      option,
      'key_unreadable',
      'holds several PEM blocks. Give the key alone.',
    );
  }
  const [, label = '', body = ''] = block;
  return { label, text: rebuild(label, body) };
}
