import type { ChatButton, ChatImage } from '../protocol/chat-protocol.js';
import type { RuleResult } from '../protocol/console-protocol.js';
import { failed, passed, warned } from '../token/rule.js';
import { type HttpAnswer, headerOf } from '../http/http-client.js';

/** What the chat makes of a webhook's answer. */
export interface Reply {
  readonly reply: string | undefined;
  readonly exchangeSlug: string | undefined;
  readonly newContext: Readonly<Record<string, string>>;
  readonly buttons: readonly ChatButton[];
  readonly images: readonly ChatImage[];
}

const BUTTON_TYPES = new Set(['quick_reply', 'link', 'phone', 'email']);

type Json = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The documented keys in the case that Kindly reads, by themselves in lower case without "_". */
function spellings(keys: readonly string[]): ReadonlyMap<string, string> {
  return new Map(keys.map((key) => [key.replaceAll('_', '').toLowerCase(), key]));
}

const REPLY_KEYS = spellings([
  'reply',
  'exchange_slug',
  'new_context',
  'image_carousel',
  'buttons',
  'aiReply',
]);
const BUTTON_KEYS = spellings(['button_type', 'label', 'value']);
const IMAGE_KEYS = spellings(['imageUrl', 'title', 'altText', 'linkUrl']);

/** Keys that Kindly does not read, and how they are written if they are only misspelt. */
function checkKeys(object: Json, keys: ReadonlyMap<string, string>, place: string): RuleResult[] {
  const known = new Set(keys.values());
  return Object.keys(object)
    .filter((key) => !known.has(key))
    .map((key) => {
      const meant = keys.get(key.replaceAll('_', '').toLowerCase());
      return warned(
        `reply:${place}${key}`,
        'Kindly reads no key of this name',
        meant === undefined ? `It reads: ${[...known].join(', ')}.` : `Write it "${meant}".`,
      );
    });
}

function checkText(object: Json, key: string, rules: RuleResult[]): string | undefined {
  const value = object[key];
  if (value === undefined) return undefined;
  if (typeof value === 'string') return value;
  rules.push(failed(`reply:${key}`, 'it is no string', `Make ${key} a string.`));
  return undefined;
}

function checkList(object: Json, key: string, rules: RuleResult[]): readonly Json[] {
  const value = object[key];
  if (value === undefined) return [];
  if (Array.isArray(value) && value.every(isObject)) return value;
  rules.push(failed(`reply:${key}`, 'it is no list of objects', `Make ${key} a list of objects.`));
  return [];
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function readButtons(body: Json, rules: RuleResult[]): ChatButton[] {
  return checkList(body, 'buttons', rules).map((button, index) => {
    rules.push(...checkKeys(button, BUTTON_KEYS, `buttons[${index}].`));
    const type = text(button['button_type']);
    if (!BUTTON_TYPES.has(type)) {
      rules.push(
        warned(
          `reply:buttons[${index}].button_type`,
          type === '' ? 'it is missing' : `"${type}" is not known`,
          `Known are ${[...BUTTON_TYPES].join(', ')}.`,
        ),
      );
    }
    return { button_type: type, label: text(button['label']), value: text(button['value']) };
  });
}

function readImages(body: Json, rules: RuleResult[]): ChatImage[] {
  return checkList(body, 'image_carousel', rules).map((image, index) => {
    rules.push(...checkKeys(image, IMAGE_KEYS, `image_carousel[${index}].`));
    if (text(image['altText']) === '') {
      rules.push(
        warned(
          `reply:image_carousel[${index}].altText`,
          'it is missing',
          'Say what the picture shows, for those who do not see it.',
        ),
      );
    }
    const [title, altText, linkUrl] = ['title', 'altText', 'linkUrl'].map((key) =>
      text(image[key]),
    );
    return {
      imageUrl: text(image['imageUrl']),
      ...(title && { title }),
      ...(altText && { altText }),
      ...(linkUrl && { linkUrl }),
    };
  });
}

function readContext(body: Json, rules: RuleResult[]): Record<string, string> {
  const { new_context: context } = body;
  if (context === undefined) return {};
  if (!isObject(context)) {
    rules.push(failed('reply:new_context', 'it is no object', 'Make it an object of strings.'));
    return {};
  }
  for (const [key, value] of Object.entries(context)) {
    if (typeof value === 'string') continue;
    rules.push(
      warned(
        `reply:new_context.${key}`,
        `it is ${value === null ? 'null' : `a ${typeof value}`}`,
        "Kindly's own clients hold strings: make it one.",
      ),
    );
  }
  return Object.fromEntries(Object.entries(context).map(([key, value]) => [key, String(value)]));
}

function parse(answer: HttpAnswer): unknown {
  try {
    return JSON.parse(answer.body.toString('utf8'));
  } catch {
    return undefined;
  }
}

const REDIRECT = 'Kindly is not known to follow redirects: give the final URL, https and all.';

function statusRule(answer: HttpAnswer): RuleResult {
  const { status } = answer;
  if (status === 200) return passed('reply:status', '200');
  if (status >= 300 && status < 400) {
    return failed('reply:status', `${status}, to ${headerOf(answer, 'location') ?? '?'}`, REDIRECT);
  }
  const advice =
    status === 201
      ? 'Answer 200: add @HttpCode(200), or use @KindlyWebhook(), which does.'
      : 'Answer 200 with JSON. The response below says why it refused.';
  return failed('reply:status', String(status), advice);
}

/**
 * Checks a webhook's answer against the documented format, and reads what the chat is to do.
 *
 * @param slowAfter milliseconds from which on an answer is slow
 */
export function checkReply(
  answer: HttpAnswer,
  slowAfter: number,
): { rules: RuleResult[]; reply: Reply | undefined } {
  const rules: RuleResult[] = [statusRule(answer)];
  if (answer.milliseconds > slowAfter) {
    const found = `${Math.round(answer.milliseconds)} ms`;
    const advice = `A user is waiting: answer within ${slowAfter} ms.`;
    rules.push(warned('reply:time', found, advice));
  }
  // What a refusal says is for the operator, not for the chat.
  if (answer.status !== 200) return { rules, reply: undefined };
  if (answer.truncated) {
    const found = `more than ${answer.body.length} bytes`;
    rules.push(failed('reply:size', found, 'Send only what the chat shows.'));
    return { rules, reply: undefined };
  }
  const body = parse(answer);
  if (!isObject(body)) {
    const found = body === undefined ? 'the body is no JSON' : 'the body is no JSON object';
    rules.push(failed('reply:json', found, 'Answer with a JSON object, {} at the least.'));
    return { rules, reply: undefined };
  }
  rules.push(passed('reply:json', 'a JSON object'), ...checkKeys(body, REPLY_KEYS, ''));
  if (body['aiReply'] !== undefined) {
    const advice = 'At Kindly a model writes the reply from it; here nothing is said.';
    rules.push(warned('reply:aiReply', 'it is not emulated', advice));
  }
  const reply: Reply = {
    reply: checkText(body, 'reply', rules),
    exchangeSlug: checkText(body, 'exchange_slug', rules),
    newContext: readContext(body, rules),
    buttons: readButtons(body, rules),
    images: readImages(body, rules),
  };
  return { rules, reply };
}
