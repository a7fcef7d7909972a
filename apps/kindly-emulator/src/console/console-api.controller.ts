import {
  BadRequestException,
  Body,
  Controller,
  Get,
  HttpCode,
  type MessageEvent,
  NotFoundException,
  Param,
  Patch,
  Post,
  Put,
  Sse,
  UseGuards,
} from '@nestjs/common';
import { map, type Observable } from 'rxjs';
import { BotService } from '../chats/bot.service.js';
import type { Chat } from '../state/chat.js';
import { ChatStore } from '../state/chat-store.service.js';
import { FaultSwitch } from '../webhook/faults/fault-switch.service.js';
import type { ConsoleState, Delivery, Settings } from '../protocol/console-protocol.js';
import { JournalService } from '../state/journal.service.js';
import { SettingsService } from '../state/settings.service.js';
import { AuthenticationService } from '../authentication/authentication.service.js';
import { PublicKeyError } from '../token/public-key.js';
import { DeliveryService } from '../webhook/delivery.service.js';
import { ChangeSettings, FireDialogue, SwitchFault } from './console-requests.dto.js';
import { ConsoleStateService } from './console-state.service.js';
import { curlOf } from './curl.js';
import { LocalOnlyGuard } from './local-only.guard.js';

/** Chat of the deliveries that no chat asked for. */
const OWN_CHAT = '00000000-0000-4000-a000-000000000000';

function absent(what: string): NotFoundException {
  return new NotFoundException({ error: 'not_found', message: `There is no such ${what}.` });
}

/** What the console and the command line talk to. */
@Controller('api')
@UseGuards(LocalOnlyGuard)
export class ConsoleApiController {
  constructor(
    private readonly state: ConsoleStateService,
    private readonly journal: JournalService,
    private readonly settings: SettingsService,
    private readonly faults: FaultSwitch,
    private readonly chats: ChatStore,
    private readonly bot: BotService,
    private readonly deliveries: DeliveryService,
    private readonly authentication: AuthenticationService,
  ) {}

  @Get('state')
  whole(): ConsoleState {
    return this.state.view();
  }

  @Sse('events')
  events(): Observable<MessageEvent> {
    return this.journal.events.pipe(map(({ type, data }) => ({ type, data })));
  }

  @Patch('settings')
  change(@Body() change: ChangeSettings): Settings {
    try {
      this.settings.change(change);
    } catch (error) {
      if (!(error instanceof PublicKeyError)) throw error;
      throw new BadRequestException({ error: 'public_key', message: error.message });
    }
    if (change.publicKey !== undefined) this.authentication.forgetAll();
    const settings = this.settings.view();
    this.journal.events.next({ type: 'settings', data: settings });
    return settings;
  }

  @Put('fault')
  fault(@Body() { fault, sticky }: SwitchFault): ConsoleState['fault'] {
    return this.faults.set(fault ?? null, sticky ?? false);
  }

  @Post('trigger')
  @HttpCode(200)
  async trigger(@Body() { dialogue: slug, chat, message, fault }: FireDialogue): Promise<Delivery> {
    const dialogue = this.settings.dialogue(slug);
    if (!dialogue) throw absent(`dialogue as "${slug}"`);
    if (dialogue.webhook === undefined) {
      throw new BadRequestException({
        error: 'no_webhook',
        message: `Dialogue "${slug}" has no webhook.`,
      });
    }
    const target = chat === undefined ? this.chats.all[0] : this.chats.find(chat);
    if (chat !== undefined && !target) throw absent('chat');
    const said = message ?? dialogue.phrases.find((phrase) => phrase !== '*') ?? '';
    return this.bot.fire(target ?? this.ownChat(), dialogue, said, fault);
  }

  private ownChat(): Chat {
    const chat = this.chats.open(OWN_CHAT);
    chat.page = { host: '', path: '', url: 'no page: fired by hand' };
    return chat;
  }

  @Post('deliveries/:id/replay')
  @HttpCode(200)
  async replay(@Param('id') id: string): Promise<Delivery> {
    const delivery = await this.deliveries.replay(id);
    if (!delivery) throw absent('delivery');
    return delivery;
  }

  @Get('deliveries/:id/unmasked')
  unmasked(@Param('id') id: string): Delivery {
    const recorded = this.journal.delivery(id);
    if (!recorded) throw absent('delivery');
    const { delivery, sent } = recorded;
    return {
      ...delivery,
      request: { ...delivery.request, headers: sent?.headers ?? delivery.request.headers },
    };
  }

  @Get('deliveries/:id/curl')
  curl(@Param('id') id: string): { curl: string } {
    const sent = this.journal.delivery(id)?.sent;
    if (!sent) throw absent('delivery');
    return { curl: curlOf(sent) };
  }

  @Get('token-checks/:id/unmasked')
  token(@Param('id') id: string): { token: string } {
    const recorded = this.journal.check(id);
    if (!recorded) throw absent('token');
    return { token: recorded.token };
  }

  @Post('chats/:id/authenticate')
  @HttpCode(202)
  authenticate(@Param('id') id: string): void {
    const chat = this.chats.find(id);
    if (!chat) throw absent('chat');
    this.authentication.renew(chat, 'the console asks for a new token');
  }
}
