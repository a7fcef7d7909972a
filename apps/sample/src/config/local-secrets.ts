import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { generateKindlyKeyPair } from 'nestjs-kindly-auth';
import { ConfigurationError } from './configuration.error.js';
import type { ShopConfig } from './configuration.js';

/** For the eyes of the user who runs the shop, and of nobody else on the machine. */
const OWNER_ONLY = { file: 0o600, folder: 0o700 };

/**
 * Secrets that are not configured are made up when the shop first starts, and kept in its data
 * folder, which git ignores. In production they must be configured, see `Environment`.
 */
@Injectable()
export class LocalSecrets {
  constructor(@Inject(ConfigService) private readonly config: ShopConfig) {}

  /** The key that signs the tokens. */
  async privateKey(): Promise<string> {
    return this.config.get('KINDLY_PRIVATE_KEY') ?? this.keep('kindly-private.pem', newPrivateKey);
  }

  /** The secret that signs Kindly's ticket webhooks. */
  async ticketSecret(): Promise<string> {
    return this.config.get('KINDLY_TICKET_SECRET') ?? this.keep('ticket-secret', randomText);
  }

  /** What Kindly must say when the ticket webhook is set up. */
  async ticketVerifyToken(): Promise<string> {
    return (
      this.config.get('KINDLY_TICKET_VERIFY_TOKEN') ?? this.keep('ticket-verify-token', randomText)
    );
  }

  private async keep(name: string, make: () => string | Promise<string>): Promise<string> {
    const folder = this.config.get('DATA_FOLDER', { infer: true });
    const file = join(folder, name);
    try {
      return await readFile(file, 'utf8');
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw unreadable(file, codeOf(error));
    }
    const secret = await make();
    await mkdir(folder, { recursive: true, mode: OWNER_ONLY.folder });
    // 'wx' fails if the file is there: a key that is in use is never written over.
    await writeFile(file, secret, { mode: OWNER_ONLY.file, flag: 'wx' });
    return secret;
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

function unreadable(file: string, code: string | undefined): ConfigurationError {
  return new ConfigurationError(
    `${file} cannot be read (${code ?? 'unknown error'}). Check its permissions, or set DATA_FOLDER.`,
  );
}

async function newPrivateKey(): Promise<string> {
  const { privateKey } = await generateKindlyKeyPair();
  return privateKey;
}

function randomText(): string {
  return randomBytes(32).toString('base64url');
}
