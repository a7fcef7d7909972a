/**
 * What the chat widget and the emulator say to each other, below `/chatbubble/v2`. Paths and headers of
 * `connect`, `message`, `button/click` and `trigger` are those that Kindly's SDKs make public; `auth`
 * and `stream` are the emulator's own, because Kindly documents none.
 *
 *   POST connect        kindly-bot-key, kindly-chat-uuid, kindly-chat-client   ConnectRequest ▸ Connection
 *   POST auth           kindly-chat-uuid, kindly-chatbubble-token, Authorization: Bearer <JWT> or none
 *                                                                              ▸ Authentication
 *   POST message        kindly-chat-uuid, kindly-chatbubble-token              MessageRequest ▸ 202
 *   POST button/click   the same                                               ButtonClickRequest ▸ 202
 *   POST trigger        the same                                               TriggerRequest ▸ 202
 *   GET  stream?chat=<uuid>&token=<chatbubble token>&after=<event id>          ▸ text/event-stream
 *
 * A refusal is a ChatRefusal: 404 `chat_unknown` when the emulator was restarted (connect again, with
 * the same uuid), 401 `token_expired` when the chat's JWT has expired (fetch a new one, POST auth, and
 * send the message again).
 */

/** Body of `POST connect`. */
export interface ConnectRequest {
  readonly context?: Readonly<Record<string, string>>;
  readonly web_host?: string;
  readonly web_path?: string;
  readonly web_url?: string;
  readonly language_code?: string;
}

/** Answer to `POST connect`. */
export interface Connection {
  readonly chat_id: string;
  /** The chat's own token, for the header `kindly-chatbubble-token`; not the JWT. */
  readonly token: string;
  /** ISO 8601 */
  readonly created: string;
  readonly bot_name: string;
  readonly bot_typing_indicator: boolean;
  /** Milliseconds */
  readonly bot_typing_duration: number;
  /** How many calls of getAuthToken the widget makes at the same time: 1, unless it is to try an endpoint. */
  readonly token_calls: number;
  /** All that was said so far; empty for a new chat but for the greeting. */
  readonly messages: readonly ChatMessage[];
  readonly context: Readonly<Record<string, string>>;
}

/** Answer to `POST auth`. */
export interface Authentication {
  /** Whether the emulator takes the token; without one the chat is anonymous. */
  readonly authenticated: boolean;
  /** Seconds since 1970; when the token expires. The widget asks for a new one half a minute before. */
  readonly expires_at?: number;
}

export interface MessageRequest {
  readonly message: string;
  readonly new_context?: Readonly<Record<string, string>>;
}

export interface ButtonClickRequest {
  readonly message_id: string;
  readonly button: ChatButton;
}

export interface TriggerRequest {
  /** Slug or id of a dialogue. */
  readonly slug: string;
}

/** Body of every refusal. */
export interface ChatRefusal {
  readonly error: 'chat_unknown' | 'token_expired' | 'bot_unknown' | 'invalid';
  readonly message: string;
}

export interface ChatButton {
  readonly button_type: string;
  readonly label: string;
  readonly value: string;
}

export interface ChatImage {
  readonly imageUrl: string;
  readonly title?: string;
  readonly altText?: string;
  readonly linkUrl?: string;
}

/** One message of a chat. */
export interface ChatMessage {
  readonly id: string;
  readonly sender: 'user' | 'bot';
  /** Plain text of a user; HTML of a bot, which the widget must sanitise. */
  readonly message: string;
  readonly buttons?: readonly ChatButton[];
  readonly image_carousel?: readonly ChatImage[];
  /** ISO 8601 */
  readonly created: string;
}

/** Events of `GET stream`: the name is the SSE event, the value its JSON data. Each has an SSE id. */
export interface ChatEvents {
  /** Said by either side; the widget ignores ids that it has. */
  readonly message: ChatMessage;
  /** The bot begins or ends to type. */
  readonly typing: { readonly typing: boolean };
  /** The emulator wants a token: call getAuthToken with this chat id and POST auth. */
  readonly auth: {
    readonly chat_id: string;
    readonly reason: string;
    /** As in `Connection`. */
    readonly token_calls: number;
  };
  /** The chat's context has changed. */
  readonly context: Readonly<Record<string, string>>;
}
