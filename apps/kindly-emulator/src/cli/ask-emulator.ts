import { ConfigError } from '../config/config.error.js';
import type { Option } from './command.js';
import { printable } from './terminal.js';

/** Which emulator is asked. */
export const EMULATOR_OPTION = {
  type: 'string',
  value: '<url>',
  help: 'Of the emulator. Default: http://localhost, on KINDLY_EMULATOR_PORT or 4000.',
} as const satisfies Option;

/** Where one listens that was started with the same environment. */
function defaultUrl(): string {
  return `http://localhost:${process.env['KINDLY_EMULATOR_PORT'] || '4000'}`;
}

async function post(url: string, path: string, command: object): Promise<Response> {
  try {
    return await fetch(new URL(`/api/${path}`, url), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(command),
    });
  } catch {
    throw new ConfigError(`No emulator answers at ${url}. Start one, or give its --url.`);
  }
}

/**
 * Asks a running emulator for something.
 *
 * @param url of the emulator. Default: http://localhost, on KINDLY_EMULATOR_PORT or 4000
 * @param isAnswer whether it is what an emulator would answer
 * @throws ConfigError when there is no emulator, or it refuses
 */
export async function askEmulator<T extends object>(
  url: string = defaultUrl(),
  path: string,
  command: object,
  isAnswer: (answer: Partial<T>) => answer is T,
): Promise<T> {
  const response = await post(url, path, command);
  const answer = (await response.json().catch(() => ({}))) as Partial<T>;
  if (!response.ok) {
    const { message } = answer as { message?: string | string[] };
    const said = [message ?? `The emulator answered ${response.status}.`].flat().join(' ');
    throw new ConfigError(printable(said));
  }
  if (!isAnswer(answer)) throw new ConfigError(`What answers at ${url} is no emulator.`);
  return answer;
}
