import type {
  ConsoleState,
  Delivery,
  InboxChat,
  RuleResult,
  Settings,
  TokenCheck,
  Verdict,
} from '../../src/protocol/console-protocol.js';

/** An ISO 8601 time so many seconds after one that all samples share. */
export const at = (seconds: number): string =>
  new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString();

export const rule = (name: string, verdict: Verdict): RuleResult => ({
  rule: name,
  verdict,
  found: '',
  advice: '',
});

/** A token check that found nothing to mend. */
export const tokenCheck = (bent: Partial<TokenCheck> = {}): TokenCheck => ({
  id: 'check-1',
  chatId: 'chat-1',
  at: at(0),
  accepted: true,
  summary: '',
  rules: [rule('signature', 'ok')],
  header: null,
  claims: null,
  maskedToken: '',
  ...bent,
});

export const response = (status: number): Delivery['response'] => ({
  status,
  headers: [],
  body: '',
  truncated: false,
});

/** A delivery that was answered as it should be. */
export const delivery = (bent: Partial<Delivery> = {}): Delivery => ({
  id: 'delivery-1',
  chatId: 'chat-1',
  at: at(0),
  dialogue: 'orders',
  url: 'https://shop.example.com/orders',
  sentTo: 'https://shop.example.com/orders',
  fault: null,
  faultExpectation: '',
  request: { headers: [], body: '', truncated: false },
  response: response(200),
  error: null,
  milliseconds: 1,
  succeeded: true,
  summary: '',
  rules: [rule('reply:status', 'ok')],
  claims: null,
  replayOf: null,
  ...bent,
});

export const chat = (bent: Partial<InboxChat> = {}): InboxChat => ({
  id: 'chat-1',
  created: at(0),
  lastActive: at(0),
  user: null,
  tokenExpiresAt: null,
  connected: true,
  page: '',
  context: {},
  messages: [],
  ...bent,
});

export const SETTINGS: Settings = {
  botKey: 'bot-1',
  botName: 'Bot',
  publicKey: '',
  rules: 'strict',
  wildcard: 'one-label',
  tokenCalls: 1,
  hmacKinds: [],
  hosts: [],
  dialogues: [],
  webhookTimeout: 1000,
};

/** An emulator that has just been started. */
export const STATE: ConsoleState = {
  version: '0.0.0',
  url: 'http://localhost:4000',
  snippet: '',
  settings: SETTINGS,
  faults: [],
  fault: { fault: null, sticky: false },
  assumptions: [],
  warnings: [],
  chats: [],
  tokenChecks: [],
  deliveries: [],
};
