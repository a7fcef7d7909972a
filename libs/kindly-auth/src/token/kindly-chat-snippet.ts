import { checkText } from '../errors/check-text.js';
import { KindlyAuthOptionsError } from '../errors/kindly-auth-options.error.js';

/** What {@link kindlyChatSnippet} puts into the page. */
export interface KindlyChatSnippetOptions {
  /** The bot's key, from Kindly: Settings → Kindly Chat. */
  readonly botKey: string;
  /** Where the page gets its token: the path of the token endpoint, or its whole URL. */
  readonly tokenUrl: string;
  /** Where the chat is loaded from. Default: `https://chat.kindlycdn.com/kindly-chat.js` */
  readonly chatUrl?: string | undefined;
  /** Nonce of the page's Content-Security-Policy, put on both script tags. */
  readonly nonce?: string | undefined;
}

const KINDLY_CHAT_URL = 'https://chat.kindlycdn.com/kindly-chat.js';

/** A `javascript:` URL in either place would run in the page's origin. */
function checkUrl(value: unknown, option: string): string {
  const url = checkText(value, option);
  const base = 'https://relative.invalid';
  if (URL.canParse(url, base) && /^https?:$/.test(new URL(url, base).protocol)) return url;
  throw new KindlyAuthOptionsError(option, 'invalid', 'must be a path or an http(s) URL.');
}

/** JSON that can stand inside a `<script>`: nothing in it ends the element or opens a comment. */
function scriptString(text: string): string {
  return JSON.stringify(text).replaceAll(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function attribute(name: string, text: string): string {
  const escaped = text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
  return ` ${name}="${escaped}"`;
}

/**
 * Renders the two script tags of the specification's section "Add a callback to Kindly Chat".
 *
 * Unlike the specification's sample, the request says that it is JSON, sends the session cookie to
 * another origin too, and resolves to `undefined` when nobody is signed in or the request fails, so
 * that the chat goes on anonymously and not with a broken token. Options that the page has put into
 * `window.kindlyOptions` before stay there.
 *
 * @returns HTML; every value is escaped for the place where it stands
 * @throws KindlyAuthOptionsError `required`, `empty`, `invalid`
 */
export function kindlyChatSnippet(options: KindlyChatSnippetOptions): string {
  const botKey = checkText(options.botKey, 'botKey');
  const tokenUrl = checkUrl(options.tokenUrl, 'tokenUrl');
  const chatUrl = checkUrl(options.chatUrl ?? KINDLY_CHAT_URL, 'chatUrl');
  const nonce =
    options.nonce === undefined ? '' : attribute('nonce', checkText(options.nonce, 'nonce'));
  return `<script${nonce}>
window.kindlyOptions = Object.assign(window.kindlyOptions || {}, {
  getAuthToken: async function (chatId) {
    try {
      const response = await fetch(${scriptString(tokenUrl)}, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        credentials: 'include',
        body: JSON.stringify({ chatId: chatId }),
      });
      return response.ok ? (await response.json()).token : undefined;
    } catch (error) {
      return undefined;
    }
  },
});
</script>
<script id="kindly-chat"${attribute('src', chatUrl)}${attribute('data-bot-key', botKey)}${nonce} async></script>`;
}
