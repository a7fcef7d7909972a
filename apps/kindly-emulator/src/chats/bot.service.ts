import { Injectable, Logger } from '@nestjs/common';
import type { DialogueConfig } from '../config/emulator-config.js';
import type { FaultName } from '../webhook/faults/faults.js';
import type { ChatButton } from '../protocol/chat-protocol.js';
import type { Delivery } from '../protocol/console-protocol.js';
import { SettingsService } from '../state/settings.service.js';
import { DeliveryService } from '../webhook/delivery.service.js';
import type { Chat } from '../state/chat.js';
import { fillPlaceholders } from './placeholders.js';

/** A dialogue that triggers a dialogue that triggers it must come to an end. */
const MAX_DEPTH = 3;

const LOST =
  'I have no dialogue for that. (This is the Kindly emulator: its dialogues are listed under Settings in the console.)';

/** Kindly says nothing then; here the developer learns why. */
const SKIPPED = '(This reply is skipped: the context has no value for one of its placeholders.)';

/** What the bot does with what it is told: dialogues, webhooks, replies. */
@Injectable()
export class BotService {
  private readonly logger = new Logger(BotService.name);

  constructor(
    private readonly settings: SettingsService,
    private readonly deliveries: DeliveryService,
  ) {}

  /** Says hello in a new chat, and offers what there is to try. */
  greet(chat: Chat): void {
    const { botName, dialogues } = this.settings.view();
    const buttons = dialogues.flatMap(({ phrases: [phrase], reply }): ChatButton[] =>
      phrase === undefined || phrase === '*' || (reply ?? '').includes('{')
        ? []
        : [{ button_type: 'quick_reply', label: phrase, value: phrase }],
    );
    chat.say({
      sender: 'bot',
      message: `Hello! I am ${botName}, a local stand-in for Kindly.`,
      ...(buttons.length > 0 && { buttons }),
    });
  }

  /** A user says something; the answer comes when it comes. */
  hear(chat: Chat, message: string): void {
    chat.say({ sender: 'user', message });
    const dialogue = this.settings.dialogueFor(message);
    if (dialogue) this.inBackground(chat, this.run(chat, dialogue, message));
    else chat.say({ sender: 'bot', message: LOST });
  }

  /** @returns whether there is such a dialogue */
  trigger(chat: Chat, slug: string): boolean {
    const dialogue = this.settings.dialogue(slug);
    if (dialogue) this.inBackground(chat, this.run(chat, dialogue, ''));
    return dialogue !== undefined;
  }

  /** Fires a dialogue's webhook for whoever watches: the console, the command line. */
  async fire(
    chat: Chat,
    dialogue: DialogueConfig,
    message: string,
    fault: FaultName | undefined,
  ): Promise<Delivery> {
    const { delivery, reply } = await this.deliveries.deliver({ chat, dialogue, message, fault });
    if (reply) await this.say(chat, reply, 0);
    return delivery;
  }

  private inBackground(chat: Chat, work: Promise<void>): void {
    chat.emit('typing', { typing: true });
    work
      .catch((error: unknown) => this.logger.error(error))
      .finally(() => chat.emit('typing', { typing: false }));
  }

  private async run(
    chat: Chat,
    dialogue: DialogueConfig,
    message: string,
    depth = 0,
  ): Promise<void> {
    if (dialogue.webhook === undefined) {
      this.sayText(chat, dialogue.reply);
      return;
    }
    const { delivery, reply } = await this.deliveries.deliver({ chat, dialogue, message });
    if (reply) await this.say(chat, reply, depth);
    else
      chat.say({
        sender: 'bot',
        message: `(${escapeHtml(delivery.summary)} The console says more.)`,
      });
  }

  private async say(
    chat: Chat,
    { reply, buttons, images, newContext, exchangeSlug }: NonNullable<DeliveryReply>,
    depth: number,
  ): Promise<void> {
    chat.remember(newContext);
    const message = fillPlaceholders(reply ?? '', chat.context) ?? SKIPPED;
    if (message !== '' || buttons.length > 0 || images.length > 0) {
      chat.say({
        sender: 'bot',
        message,
        ...(buttons.length > 0 && { buttons }),
        ...(images.length > 0 && { image_carousel: images }),
      });
    }
    const next = exchangeSlug === undefined ? undefined : this.settings.dialogue(exchangeSlug);
    if (next && depth < MAX_DEPTH) await this.run(chat, next, '', depth + 1);
    else if (next)
      this.logger.warn(`Dialogue "${next.slug}" was not triggered: it would go on and on.`);
  }

  private sayText(chat: Chat, reply: string | undefined): void {
    const message = fillPlaceholders(reply ?? '', chat.context) ?? SKIPPED;
    if (message !== '') chat.say({ sender: 'bot', message });
  }
}

type DeliveryReply = Awaited<ReturnType<DeliveryService['deliver']>>['reply'];

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
