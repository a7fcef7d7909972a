import type { INestApplication } from '@nestjs/common';
import type { EmulatorConfig } from '../config/emulator-config.js';
import { ConsoleStateService } from '../console/console-state.service.js';
import { createEmulator } from '../create-emulator.js';
import { TerminalLogger } from './terminal.logger.js';
import { out } from './terminal.js';

/** What to look at and what to copy: printed when the emulator has started. */
function report(app: INestApplication, { botKey, hosts }: EmulatorConfig): string {
  const state = app.get(ConsoleStateService);
  const { url, warnings } = state.view();
  const mapped = Object.entries(hosts).map(([host, target]) => `${host} ▸ ${target}`);
  return `
  Kindly emulator  ${url}   (a stand-in for development: this is not Kindly)
  Bot key          ${botKey}
  Hosts            ${mapped.join(', ') || 'none is mapped: --host shop.example.com=http://localhost:3000'}
  On your page     ${state.scriptTag}
${warnings.map((warning) => `  Note             ${warning}\n`).join('')}
  Ctrl-C stops the emulator.`;
}

/** The same for scripts, in one line. */
function reportForScripts(app: INestApplication, { botKey, hosts }: EmulatorConfig): string {
  const state = app.get(ConsoleStateService);
  const { url, warnings } = state.view();
  return JSON.stringify({ url, botKey, hosts, scriptTag: state.scriptTag, warnings });
}

/** Starts the emulator; it runs until it is told to stop. */
export async function start(config: EmulatorConfig, json = false): Promise<void> {
  const app = await createEmulator(config);
  app.enableShutdownHooks();
  try {
    await app.listen(config.port, config.listen);
    app.useLogger(new TerminalLogger());
    out.print(json ? reportForScripts(app, config) : report(app, config));
  } catch (error) {
    await app.close();
    throw error;
  }
}
