import { Injectable } from '@nestjs/common';
import { ChatStore, inboxChat } from '../state/chat-store.service.js';
import { EmulatorConfig } from '../config/emulator-config.js';
import { InjectConfig } from '../config/emulator-config.token.js';
import { FaultSwitch } from '../webhook/faults/fault-switch.service.js';
import { FAULTS } from '../webhook/faults/faults.js';
import type { ConsoleState } from '../protocol/console-protocol.js';
import { EmulatorUrl } from '../state/emulator-url.service.js';
import { JournalService } from '../state/journal.service.js';
import { SettingsService } from '../state/settings.service.js';
import { VERSION } from '../version.js';
import { ASSUMPTIONS } from './assumptions.js';

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1']);

/** All that the console shows. */
@Injectable()
export class ConsoleStateService {
  constructor(
    private readonly settings: SettingsService,
    private readonly faults: FaultSwitch,
    private readonly journal: JournalService,
    private readonly chats: ChatStore,
    private readonly emulator: EmulatorUrl,
    @InjectConfig() private readonly config: EmulatorConfig,
  ) {}

  view(): ConsoleState {
    return {
      version: VERSION,
      url: this.emulator.url,
      snippet: this.snippet,
      settings: this.settings.view(),
      faults: FAULTS,
      fault: this.faults.state,
      assumptions: ASSUMPTIONS,
      warnings: this.warnings,
      chats: this.chats.all.map(inboxChat),
      tokenChecks: this.journal.checks,
      deliveries: this.journal.deliveries,
    };
  }

  /** The script tag to put on a page. */
  get scriptTag(): string {
    return `<script id="kindly-chat" src="${this.emulator.url}/kindly-chat.js" data-bot-key="${this.config.botKey}" async></script>`;
  }

  /** All that a page needs, when its app has the token endpoint of nestjs-kindly-auth or one like it. */
  private get snippet(): string {
    return `<script>
window.kindlyOptions = {
  getAuthToken: async (chatId) => {
    const response = await fetch('/kindly/token', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ chatId }),
    });
    return response.ok ? (await response.json()).token : undefined;
  },
};
</script>
${this.scriptTag}`;
  }

  /** What somebody should know who has just started it. */
  get warnings(): readonly string[] {
    const { hmacSecrets, dialogues } = this.config;
    const unsigned = dialogues
      .filter(({ webhook, kind }) => webhook !== undefined && hmacSecrets[kind] === undefined)
      .map(({ slug }) => slug);
    return [
      ...this.reachWarning(),
      ...(this.settings.botKey ? [] : ['There is no public key yet, so every token is refused.']),
      ...(dialogues.length > 0
        ? []
        : ['There are no dialogues yet, so no webhook is ever called.']),
      ...(unsigned.length > 0
        ? [`Webhooks of ${unsigned.join(', ')} go unsigned: give their secret with --hmac.`]
        : []),
    ];
  }

  /** Whom the emulator lets in beside this machine. */
  private reachWarning(): readonly string[] {
    const { listen, openConsole } = this.config;
    const { url } = this.emulator;
    const isLocal = LOOPBACK.has(listen) && LOOPBACK.has(new URL(url).hostname);
    if (isLocal) return [];
    const reach = openConsole
      ? 'others can use its chat, and its console with every token.'
      : 'others can use its chat. The console answers on this machine alone; --open-console opens it, too.';
    return [`It listens on ${listen} and is reached at ${url}: ${reach}`];
  }
}
