/** A button under a reply. */
export interface KindlyButton {
  /** `quick_reply` says `value` in the user's name, `link` opens it; `phone` and `email` address it. */
  readonly button_type: 'quick_reply' | 'link' | 'phone' | 'email';
  readonly label: string;
  readonly value: string;
}

/** A picture under a reply. Its keys are in camel case, unlike those of the reply. */
export interface KindlyCarouselImage {
  readonly imageUrl: string;
  readonly title?: string;
  readonly altText?: string;
  readonly linkUrl?: string;
}

/** What a dialogue webhook answers, with status 200. An empty object says nothing. */
export interface KindlyReply {
  /** What the bot says; several messages are separated by an empty line. HTML is rendered: {@link kindlyHtml} */
  readonly reply?: string;
  /** Slug of a dialogue to trigger, besides the reply or in its place. */
  readonly exchange_slug?: string;
  /** Merged into the chat's context; keys that exist are overwritten. */
  readonly new_context?: Readonly<Record<string, string | number | boolean | null>>;
  readonly image_carousel?: readonly KindlyCarouselImage[];
  readonly buttons?: readonly KindlyButton[];
  /** Smart webhook: Kindly's model writes the answer from `data` and the user's message. */
  readonly aiReply?: { readonly data: unknown };
}

function escapeHtml(value: string | number): string {
  return String(value).replaceAll(/[&<>"'{}]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/**
 * Template tag for `reply`: escapes what is interpolated, because Kindly renders HTML in replies.
 * Otherwise a name like `<img onerror=…>` would become part of the chat. Braces are escaped too:
 * `{key}` is Kindly's placeholder for a value of the chat's context.
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
