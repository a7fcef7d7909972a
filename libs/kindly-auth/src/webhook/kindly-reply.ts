/** A button under a reply. */
export interface KindlyButton {
  /** `quick_reply` says `value` in the user's name, `link` opens it; `phone` and `email` address it. */
  readonly button_type: 'quick_reply' | 'link' | 'phone' | 'email';
  /** What stands on the button. */
  readonly label: string;
  /** The words to say, the URL, the number or the address. */
  readonly value: string;
}

/** A picture under a reply. Its keys are in camel case, unlike those of the reply. */
export interface KindlyCarouselImage {
  /** Where the picture is loaded from: a public http(s) URL. */
  readonly imageUrl: string;
  /** Stands under the picture. */
  readonly title?: string | undefined;
  /** Says what the picture shows, to those who do not see it. */
  readonly altText?: string | undefined;
  /** Where a click on the picture leads. */
  readonly linkUrl?: string | undefined;
}

/** What a dialogue webhook answers, with status 200. An empty object says nothing. */
export interface KindlyReply {
  /** What the bot says; several messages are separated by an empty line. HTML is rendered: {@link kindlyHtml} */
  readonly reply?: string | undefined;
  /** Slug of a dialogue to trigger, besides the reply or in its place. */
  readonly exchange_slug?: string | undefined;
  /** Merged into the chat's context; keys that exist are overwritten. */
  readonly new_context?: Readonly<Record<string, string | number | boolean | null>> | undefined;
  /** Pictures under the reply. */
  readonly image_carousel?: readonly KindlyCarouselImage[] | undefined;
  /** Buttons under the reply. */
  readonly buttons?: readonly KindlyButton[] | undefined;
  /** Smart webhook: Kindly's model writes the answer from `data` and the user's message. */
  readonly aiReply?: { readonly data: unknown } | undefined;
}

function escapeHtml(value: string | number): string {
  return String(value)
    .replaceAll(/[\r\n]\s*/g, '\n')
    .replaceAll(/[&<>"'{}]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/**
 * Template tag for `reply`: escapes what is interpolated, because Kindly renders HTML in replies.
 * Otherwise a name like `<img onerror=…>` would become part of the chat. Braces are escaped too:
 * `{key}` is Kindly's placeholder for a value of the chat's context. Blank lines are folded: they would
 * begin another message. It is made for text and for attributes in quotes, not for URLs.
 *
 * Write one template for the whole reply: what another one made is text like any other, and is escaped
 * again.
 *
 * ```ts
 * return { reply: kindlyHtml`Hi <b>${user.name ?? 'there'}</b>!` };
 * ```
 */
export function kindlyHtml(
  text: TemplateStringsArray,
  ...values: readonly (string | number)[]
): string {
  return String.raw({ raw: text }, ...values.map(escapeHtml));
}
