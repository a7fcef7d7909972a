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
  /**
   * Where the page finds `nestjs-kindly-auth/client`: a path that begins with `/`, `./` or `../`, or a whole
   * URL. With it the page holds a token until shortly before its end. Default: none, and each call is a
   * request. `kindlyClientFile()` of `nestjs-kindly-auth/client/file` says where the file is that the app must serve there.
   */
  readonly clientUrl?: string | undefined;
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

/** Modules are not imported by a bare name: the browser would look for a package. */
function checkModuleUrl(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const url = checkUrl(value, 'clientUrl');
  if (/^(?:https?:|\.{0,2}\/)/i.test(url)) return url;
  throw new KindlyAuthOptionsError(
    'clientUrl',
    'invalid',
    'must begin with "/", "./" or "../", or be an http(s) URL.',
  );
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

/** The function for pages that load nothing but the chat: a request for each call. */
function ownGetAuthToken(tokenUrl: string): string {
  return `async function (chatId) {
    try {
      const response = await fetch(${scriptString(tokenUrl)}, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        credentials: 'include',
        body: JSON.stringify({ chatId: chatId }),
      });
      const token = response.ok ? (await response.json()).token : undefined;
      return typeof token === 'string' && token !== '' ? token : undefined;
    } catch (error) {
      return undefined;
    }
  }`;
}

/** The script that sets `window.kindlyOptions`, around the expression that is its `getAuthToken`. */
function optionsScript(getAuthToken: string): string {
  return `window.kindlyOptions = Object.assign(window.kindlyOptions || {}, {
  getAuthToken: ${getAuthToken},
});`;
}

/**
 * Renders the two script tags of the specification's section "Add a callback to Kindly Chat".
 *
 * Unlike the specification's sample, the request says that it is JSON, sends the session cookie to
 * another origin too, and resolves to `undefined` when nobody is signed in or the request fails, so
 * that the chat goes on anonymously and not with a broken token. Options that the page has put into
 * `window.kindlyOptions` before stay there.
 *
 * With `clientUrl` that is done by `createGetAuthToken` of `nestjs-kindly-auth/client`, in a module; the
 * chat is loaded with `defer` then, so that it runs after the module.
 *
 * @returns HTML; every value is escaped for the place where it stands
 * @throws KindlyAuthOptionsError `required`, `empty`, `invalid`
 */
export function kindlyChatSnippet(options: KindlyChatSnippetOptions): string {
  const botKey = checkText(options.botKey, 'botKey');
  const tokenUrl = checkUrl(options.tokenUrl, 'tokenUrl');
  const chatUrl = checkUrl(options.chatUrl ?? KINDLY_CHAT_URL, 'chatUrl');
  const clientUrl = checkModuleUrl(options.clientUrl);
  const nonce =
    options.nonce === undefined ? '' : attribute('nonce', checkText(options.nonce, 'nonce'));
  const chat = `id="kindly-chat"${attribute('src', chatUrl)}${attribute('data-bot-key', botKey)}`;
  if (clientUrl === undefined) {
    return `<script${nonce}>
${optionsScript(ownGetAuthToken(tokenUrl))}
</script>
<script ${chat}${nonce} async></script>`;
  }
  return `<script type="module"${nonce}>
import { createGetAuthToken } from ${scriptString(clientUrl)};
${optionsScript(`createGetAuthToken({ url: ${scriptString(tokenUrl)} })`)}
</script>
<script ${chat}${nonce} defer></script>`;
}
