/**
 * What the console and the command line say to the emulator, below `/api`. Host and Origin of each
 * request must be the emulator's own.
 *
 *   GET    state                          ▸ ConsoleState
 *   GET    events                         ▸ text/event-stream of ConsoleEvents
 *   PATCH  settings                       SettingsChange ▸ Settings, or 400 ConsoleRefusal
 *   PUT    fault                          { fault: string | null, sticky?: boolean } ▸ { fault, sticky }
 *   POST   trigger                        TriggerCommand ▸ Delivery
 *   POST   token-requests                 TokenRequestCommand ▸ TokenRequest
 *   POST   deliveries/:id/replay          ▸ Delivery
 *   GET    deliveries/:id/unmasked        ▸ Delivery with its tokens and secrets
 *   GET    deliveries/:id/curl            ▸ { curl: string } unmasked
 *   GET    token-checks/:id/unmasked      ▸ { token: string }
 *   POST   chats/:id/authenticate         ▸ 202: asks the page for a new token
 */

export type Verdict = 'ok' | 'warning' | 'failed' | 'skipped';

/** One rule, and what came of it. */
export interface RuleResult {
  /** Stable name: `signature`, `algorithm`, `claim:iss`, `lifetime`, … */
  readonly rule: string;
  readonly verdict: Verdict;
  /** What was found, in words. */
  readonly found: string;
  /** What to change; empty when nothing is to. */
  readonly advice: string;
}

/** A check of a token that a page gave. */
export interface TokenCheck {
  readonly id: string;
  readonly chatId: string;
  /** ISO 8601 */
  readonly at: string;
  readonly accepted: boolean;
  /** One sentence. */
  readonly summary: string;
  readonly rules: readonly RuleResult[];
  readonly header: Readonly<Record<string, unknown>> | null;
  readonly claims: Readonly<Record<string, unknown>> | null;
  /** First characters of the token, the rest as dots. */
  readonly maskedToken: string;
}

export interface HttpMessage {
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
  /** The body was longer than is kept. */
  readonly truncated: boolean;
}

/** One webhook request, with everything that happened to it. */
export interface Delivery {
  readonly id: string;
  readonly chatId: string;
  /** ISO 8601 */
  readonly at: string;
  readonly dialogue: string;
  /** As configured: the public URL. */
  readonly url: string;
  /** Where it really went, when a host is mapped. */
  readonly sentTo: string;
  readonly fault: string | null;
  /** What the fault should bring about, in words; empty without one. */
  readonly faultExpectation: string;
  /** Tokens and secrets are masked. */
  readonly request: HttpMessage;
  /** `null`: none came; then `error` says why. */
  readonly response: (HttpMessage & { readonly status: number }) | null;
  readonly error: string | null;
  readonly milliseconds: number;
  /** 200 and a reply that is understood. */
  readonly succeeded: boolean;
  /** One sentence: what happened, and why. */
  readonly summary: string;
  /** Rules of forwarding (why a bearer was or was not sent), of signing, and of the reply. */
  readonly rules: readonly RuleResult[];
  /** Of the chat's token, whatever was sent. */
  readonly claims: Readonly<Record<string, unknown>> | null;
  readonly replayOf: string | null;
}

export interface InboxUser {
  readonly sub: string;
  readonly name?: string;
  readonly email?: string;
  /** Kindly stores it only when it is verified. */
  readonly emailStored: boolean;
  readonly phone?: string;
  readonly phoneStored: boolean;
  readonly picture?: string;
}

export interface InboxMessage {
  readonly id: string;
  readonly sender: 'user' | 'bot';
  /** Text with the markup as it came: show it as text, or sanitise it. */
  readonly message: string;
  readonly created: string;
}

/** A chat as the inbox shows it. */
export interface InboxChat {
  readonly id: string;
  readonly created: string;
  readonly lastActive: string;
  /** `null`: anonymous. */
  readonly user: InboxUser | null;
  /** Seconds since 1970. */
  readonly tokenExpiresAt: number | null;
  readonly connected: boolean;
  readonly page: string;
  readonly context: Readonly<Record<string, string>>;
  readonly messages: readonly InboxMessage[];
}

export interface DialogueSetting {
  readonly slug: string;
  readonly phrases: readonly string[];
  readonly webhook: string | null;
  readonly reply: string | null;
  /** Name of the HMAC secret. */
  readonly kind: string;
}

export interface Settings {
  readonly botKey: string;
  readonly botName: string;
  /** PEM text; empty while none was given. */
  readonly publicKey: string;
  readonly rules: 'strict' | 'lenient';
  readonly wildcard: 'one-label' | 'any-depth';
  /** How many calls of getAuthToken a page makes at the same time. */
  readonly tokenCalls: number;
  /** Names of the kinds that have a secret; the secrets themselves are never sent. */
  readonly hmacKinds: readonly string[];
  readonly hosts: readonly (readonly [string, string])[];
  readonly dialogues: readonly DialogueSetting[];
  /** Milliseconds */
  readonly webhookTimeout: number;
}

export interface SettingsChange {
  readonly publicKey?: string;
  readonly rules?: Settings['rules'];
  readonly wildcard?: Settings['wildcard'];
  readonly tokenCalls?: number;
}

export interface FaultDescription {
  readonly name: string;
  readonly title: string;
  /** What is done to the next delivery. */
  readonly description: string;
  /** What a good webhook answers. */
  readonly expectation: string;
}

/** Something that Kindly does not document, and what the emulator does. */
export interface Assumption {
  readonly topic: string;
  readonly unknown: string;
  readonly here: string;
  /** Where it can be switched; empty where it cannot. */
  readonly switch: string;
}

export interface ConsoleState {
  readonly version: string;
  readonly url: string;
  /** Script tag and settings to copy into an app. */
  readonly snippet: string;
  readonly settings: Settings;
  readonly faults: readonly FaultDescription[];
  readonly fault: { readonly fault: string | null; readonly sticky: boolean };
  readonly assumptions: readonly Assumption[];
  readonly warnings: readonly string[];
  /** The latest first, as in the lists below. */
  readonly chats: readonly InboxChat[];
  readonly tokenChecks: readonly TokenCheck[];
  readonly deliveries: readonly Delivery[];
}

export interface TriggerCommand {
  /** Slug of the dialogue. */
  readonly dialogue: string;
  /** Default: the chat that was active last; without any, a chat of the emulator's own. */
  readonly chat?: string;
  readonly message?: string;
  readonly fault?: string;
}

/**
 * How a page may ask for a token: as the specification's own fetch does, whose body has no type (`text`),
 * as Kindly's demo does, with a name that is none of its business (`json`), or under the key that the
 * specification's servers read (`chat_id`).
 */
export type TokenVariant = 'text' | 'json' | 'chat_id';

/** Asks the app's token endpoint as a page would, without a browser. */
export interface TokenRequestCommand {
  /** Of the token endpoint. */
  readonly url: string;
  readonly variant: TokenVariant;
  /** Of the page. Default: that of the endpoint */
  readonly origin?: string;
  /** Value of the header `Cookie`: who is signed in. */
  readonly cookie?: string;
  /** Value of the header `Authorization`, for endpoints that know users by it. */
  readonly authorization?: string;
  /** Default: a new one. */
  readonly chat?: string;
}

/** One request for a token, and what came of it. */
export interface TokenRequest {
  readonly chatId: string;
  readonly variant: TokenVariant;
  readonly url: string;
  /** Where it really went, when the host is mapped. */
  readonly sentTo: string;
  readonly request: HttpMessage;
  /** `null`: none came; then `error` says why. */
  readonly response: (HttpMessage & { readonly status: number }) | null;
  readonly error: string | null;
  readonly milliseconds: number;
  /** Of the endpoint's answer, and of what a browser would let a page of another origin see. */
  readonly rules: readonly RuleResult[];
  /** Of the token; `null` when there is none. */
  readonly check: TokenCheck | null;
  /** A page would have got a good token. */
  readonly succeeded: boolean;
  /** One sentence. */
  readonly summary: string;
}

export interface ConsoleRefusal {
  readonly error: string;
  readonly message: string;
}

/** Events of `GET events`: the name is the SSE event, the value its JSON data. */
export interface ConsoleEvents {
  readonly chat: InboxChat;
  /** The emulator keeps the latest only, and has forgotten this one. */
  readonly 'chat-gone': { readonly id: string };
  readonly 'token-check': TokenCheck;
  readonly delivery: Delivery;
  readonly settings: Settings;
  readonly fault: ConsoleState['fault'];
}
