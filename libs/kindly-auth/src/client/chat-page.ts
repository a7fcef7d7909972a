/**
 * What Kindly Chat and a page say to each other, as far as Kindly tells. Kindly's list of options and
 * methods is longer than what is published: an interface here can be extended with
 * `declare module 'nestjs-kindly-auth/client'`.
 */

/** A message of the chat. Kindly does not document its members. */
export type KindlyChatMessage = Readonly<Record<string, unknown>>;

/** `window.kindlyOptions`: what the page tells the chat. It must be there before the chat's script runs. */
export interface KindlyChatOptions {
  /**
   * Gives the chat its token (specification, "Add a callback to Kindly Chat"); nothing for a visitor who
   * is not signed in. The chat calls it with its id, as often as it likes and several times at once.
   */
  readonly getAuthToken?:
    | ((chatId: string) => string | null | undefined | Promise<string | null | undefined>)
    | undefined;
  /** Goes into the `context` of webhooks. Visitors can write it too: never take an identity from there. */
  readonly context?: Readonly<Record<string, string>> | undefined;
  /** Called when the chat is there. */
  readonly onLoad?: (() => void) | undefined;
  /** Called for each message, with the whole log of the chat. */
  readonly onMessage?:
    ((newMessage: KindlyChatMessage, chatLog: readonly KindlyChatMessage[]) => void) | undefined;
  /** URL of the picture on the chat's button. Seen on public pages, not documented. */
  readonly bubbleAvatar?: string | undefined;
  /** The bot's name. Seen on public pages, not documented. */
  readonly name?: string | undefined;
  /** Where the chat's button stands, as in CSS: `{ right: '40px' }`. Seen on public pages, not documented. */
  readonly position?: Readonly<Record<string, string>> | undefined;
  /** What Kindly reads beside these. */
  readonly [option: string]: unknown;
}

/** `window.kindlyChat`: what the page can ask of the chat. It is there once the chat's script has run. */
export interface KindlyChat {
  openChat(): void;
  closeChat(): void;
  showBubble(): void;
  hideBubble(): void;
  /** @param idOrSlug id or slug of a dialogue */
  triggerDialogue(idOrSlug: string): unknown;
  /** What page and bot have put into the chat's context. */
  getContext(): Promise<Readonly<Record<string, unknown>>>;
  /** Ends the conversation with a human agent. */
  cancelHandover(): unknown;
  /** Documented for Kindly's mobile SDKs; on the web, look whether it is there. */
  setNewContext?(context: Readonly<Record<string, string>>): unknown;
  /** Documented for Kindly's mobile SDKs; on the web, look whether it is there. */
  clearNewContext?(): unknown;
}

/**
 * What Kindly Chat reads from `window` and puts there: `const page: Window & KindlyChatWindow = window`.
 *
 * Nothing is declared globally by importing it. `nestjs-kindly-auth/client/global` declares it, for apps
 * that would rather write `window.kindlyOptions`.
 */
export interface KindlyChatWindow {
  kindlyOptions?: KindlyChatOptions | undefined;
  kindlyChat?: KindlyChat | undefined;
}

/** A `CustomEvent`, said without the types of the DOM, so that servers can compile it too. */
export interface KindlyChatEvent<Detail> {
  readonly type: string;
  readonly detail: Detail;
}

/** The events that the chat dispatches on `window`, with their details. */
export interface KindlyChatEvents {
  'kindly:load': KindlyChatEvent<unknown>;
  'kindly:message': KindlyChatEvent<{
    readonly newMessage: KindlyChatMessage;
    readonly chatLog: readonly KindlyChatMessage[];
  }>;
  /** Named in the guide of Kindly's SDKs, which says that the web has the same. */
  'kindly:buttonclick': KindlyChatEvent<unknown>;
  /** Named in the guide of Kindly's SDKs, which says that the web has the same. */
  'kindly:ui': KindlyChatEvent<unknown>;
  /** Named in the guide of Kindly's SDKs, which says that the web has the same. */
  'kindly:state': KindlyChatEvent<unknown>;
}
