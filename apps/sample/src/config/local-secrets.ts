import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { generateKindlyKeyPair } from 'nestjs-kindly-auth';
import { ConfigurationError } from './configuration.error.js';
import { InjectConfig } from './configuration.js';
import { Environment } from './environment.js';

/** For the eyes of the user who runs the shop, and of nobody else on the machine. */
const OWNER_ONLY = { file: 0o600, folder: 0o700 };

/**
 * Secrets that are not configured are made up when the shop first starts, and kept in its data
 * folder, which git ignores. In production they must be configured, see `Environment`.
 */
@Injectable()
export class LocalSecrets implements OnModuleInit {
  constructor(@InjectConfig() private readonly config: Environment) {}

  /** Nothing is made up while requests are served. */
  async onModuleInit(): Promise<void> {
    await this.ticketVerifyToken();
  }

  /** The key that signs the tokens. */
  async privateKey(): Promise<string> {
    return this.config.KINDLY_PRIVATE_KEY ?? this.keep('kindly-private.pem', newPrivateKey);
  }

  /** The secret that signs Kindly's ticket webhooks. */
  async ticketSecret(): Promise<string> {
    return this.config.KINDLY_TICKET_SECRET ?? this.keep('ticket-secret', randomText);
  }

  /** What Kindly must say when the ticket webhook is set up. */
  async ticketVerifyToken(): Promise<string> {
    return this.config.KINDLY_TICKET_VERIFY_TOKEN ?? this.keep('ticket-verify-token', randomText);
  }

  private async keep(name: string, make: () => string | Promise<string>): Promise<string> {
    const folder = this.config.DATA_FOLDER;
    const file = join(folder, name);
    const kept = await readIfThere(file);
    if (kept !== undefined) return kept;
    await mkdir(folder, { recursive: true, mode: OWNER_ONLY.folder });
    await createOnce(file, await make());
    return readFile(file, 'utf8');
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw new ConfigurationError(
      `${file} cannot be read (${codeOf(error)}). Check its permissions, or set DATA_FOLDER.`,
    );
  }
}

/** The file is there whole or not at all, and one that is in use is never written over. */
async function createOnce(file: string, text: string): Promise<void> {
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, text, { mode: OWNER_ONLY.file, flag: 'wx' });
  try {
    await link(draft, file);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    await unlink(draft);
  }
}

async function newPrivateKey(): Promise<string> {
  const { privateKey } = await generateKindlyKeyPair();
  return privateKey;
}

function randomText(): string {
  return randomBytes(32).toString('base64url');
}
