import { randomUUID } from 'node:crypto';
import { AppProcess } from '../../support/app-process.js';
import { ChatClient } from '../../support/chat-client.js';
import { type Answer, send } from '../../support/http.js';
import type { ConsoleState } from '../../../apps/kindly-emulator/src/protocol/console-protocol.js';
import type { ChatMessage } from '../../../apps/kindly-emulator/src/protocol/chat-protocol.js';
import type { Customer } from '../cluster/customers.js';
import type { Fleet } from '../cluster/fleet.js';
import { HOST } from '../cluster/secrets.js';
import { cookieFrom } from './cookie.js';
import * as good from './good-asks.js';
import type { Ledger } from './ledger.js';
import { newAgent } from './visit.js';

const SCRIPT = 'dist/apps/kindly-emulator/src/main.js';

/** The first thing that the bot says after the user has said something. */
async function nextReply(url: string): Promise<ChatMessage> {
  const { body } = await fetch(url);
  let text = '';
  for await (const chunk of (body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const messages = [...text.matchAll(/^data: (\{.*\})\n/gm)].map(
      ([, json = '']) => JSON.parse(json) as Partial<ChatMessage>,
    );
    const question = messages.findIndex(({ sender }) => sender === 'user');
    const reply = messages.slice(question + 1).find(({ sender }) => sender === 'bot');
    if (question >= 0 && reply) return reply as ChatMessage;
  }
  throw new Error('the emulator ended the chat');
}

/** The emulator in Kindly's place: it checks the tokens, and delivers the webhooks to the proxy. */
export class FleetEmulator {
  private constructor(
    private readonly process: AppProcess,
    private readonly fleet: Fleet,
  ) {}

  static async start(fleet: Fleet): Promise<FleetEmulator> {
    const { secrets } = fleet;
    const process = new AppProcess({
      script: SCRIPT,
      parameters: ['--port', '0', '--bot-key', secrets.botKey],
      environment: {
        KINDLY_PUBLIC_KEY: secrets.keys.publicKey,
        KINDLY_HMAC_SECRET: secrets.hmac,
        KINDLY_EMULATOR_HOSTS: `${HOST}=${fleet.url}`,
        KINDLY_EMULATOR_DIALOGUES: `order=https://${HOST}/webhooks/orders`,
      },
      ready: 'Ctrl-C stops the emulator.',
    });
    return new FleetEmulator(await process.ready(), fleet);
  }

  get pid(): number {
    return this.process.pid;
  }

  /**
   * One chat from sign-in to sign-out: the customer asks for his order, and the bot answers him.
   *
   * @throws MistakeError when an answer is not as it must be
   */
  async chat(ledger: Ledger, customer: Customer): Promise<void> {
    const agent = newAgent();
    try {
      const { password } = this.fleet.secrets;
      const cookie = cookieFrom(await ledger.ask(good.signIn(agent, customer, password)));
      const browser = { agent, cookie };
      const chatId = randomUUID();
      const token = good.tokenOf(await ledger.ask(good.token(browser, customer, chatId)));
      await this.#ask(ledger, customer, { chatId, token });
      await ledger.ask(good.signOut(browser));
    } finally {
      agent.destroy();
    }
  }

  /** What Kindly is given when keys change. */
  async paste(publicKey: string): Promise<Answer> {
    return send(`${this.#url}/api/settings`, {
      method: 'PATCH',
      headers: ['Content-Type', 'application/json'],
      body: JSON.stringify({ publicKey }),
    });
  }

  async state(): Promise<ConsoleState> {
    const { body } = await send(`${this.#url}/api/state`, { method: 'GET' });
    return body as ConsoleState;
  }

  async stop(): Promise<void> {
    await this.process.stop();
  }

  get #url(): string {
    return /Kindly emulator +(\S+)/.exec(this.process.output)?.[1] ?? '';
  }

  async #ask(
    ledger: Ledger,
    { orders: [order] }: Customer,
    { chatId, token }: { readonly chatId: string; readonly token: string },
  ): Promise<void> {
    const chat = new ChatClient(this.#url, this.fleet.secrets.botKey, chatId);
    await chat.connect();
    const { body } = await chat.authenticate(token);
    const replied = nextReply(
      `${this.#url}/chatbubble/v2/stream?chat=${chatId}&token=${chat.token}`,
    );
    const askedAt = performance.now();
    await chat.post('message', { message: `Where is order ${order?.number}?` });
    const { message } = await replied;
    const answer = { status: 200, headers: {}, text: message, body };
    const check = ({ text }: Answer): string | undefined => {
      const { authenticated } = body as { readonly authenticated?: boolean };
      const isRight = text.startsWith(`<b>Order ${order?.number}</b> (${order?.title})`);
      return isRight && authenticated ? undefined : `authenticated: ${String(authenticated)}`;
    };
    const ask = { kind: 'chat', path: '/chatbubble', sent: {}, status: 200, check } as const;
    ledger.note({ ask, answer, askedAt }, Math.round((performance.now() - askedAt) * 1000));
  }
}
