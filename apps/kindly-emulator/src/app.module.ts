import { type DynamicModule, Module } from '@nestjs/common';
import { BotService } from './chats/bot.service.js';
import { ChatApiController } from './chats/chat-api.controller.js';
import { ChatStore } from './state/chat-store.service.js';
import type { EmulatorConfig } from './config/emulator-config.js';
import { EMULATOR_CONFIG } from './config/emulator-config.token.js';
import { ConsoleApiController } from './console/console-api.controller.js';
import { ConsoleStateService } from './console/console-state.service.js';
import { FaultSwitch } from './webhook/faults/fault-switch.service.js';
import { EmulatorUrl } from './state/emulator-url.service.js';
import { JournalService } from './state/journal.service.js';
import { SettingsService } from './state/settings.service.js';
import { StaticFilesController } from './static-files.controller.js';
import { AuthenticationService } from './authentication/authentication.service.js';
import { TokenRequestsController } from './console/token-requests.controller.js';
import { TokenRequestService } from './token-endpoint/token-request.service.js';
import { DeliveryService } from './webhook/delivery.service.js';

/** One bot, its chats and its webhooks; all of it in memory. */
@Module({})
export class EmulatorModule {
  static for(config: EmulatorConfig): DynamicModule {
    return {
      module: EmulatorModule,
      controllers: [
        ChatApiController,
        ConsoleApiController,
        TokenRequestsController,
        StaticFilesController,
      ],
      providers: [
        { provide: EMULATOR_CONFIG, useValue: config },
        EmulatorUrl,
        SettingsService,
        JournalService,
        FaultSwitch,
        ChatStore,
        AuthenticationService,
        TokenRequestService,
        DeliveryService,
        BotService,
        ConsoleStateService,
      ],
    };
  }
}
