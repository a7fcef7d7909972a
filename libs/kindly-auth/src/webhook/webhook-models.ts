import { createModel, describeModel } from '../openapi/model.js';
import type { KindlyButton, KindlyCarouselImage, KindlyReply } from './kindly-reply.js';
import { KindlyExchange, KindlyLinks, KindlyWebhookPayload } from './kindly-webhook-payload.js';

const TEXT = { type: 'string' };
/** Kindly documents ids without their type, and shows both. */
const ID = { oneOf: [{ type: 'string' }, { type: 'integer' }] };
const LIST = { type: 'array', items: {} };
const OBJECT = { type: 'object', additionalProperties: true };

describeModel(KindlyExchange, () => ({
  exchange_id: { ...TEXT, description: 'Id of the dialogue, a UUID.' },
  language_code: { ...TEXT, description: 'Language of the dialogue, such as `nb`.' },
}));

describeModel(KindlyLinks, () => ({
  chat: { ...TEXT, description: "The chat's transcript; needs a key of the bot's API." },
}));

describeModel(KindlyWebhookPayload, () => ({
  chat_id: { ...TEXT, minLength: 1, required: true, description: 'Id of the chat.' },
  organization_id: { ...ID, description: 'Your organisation at Kindly.' },
  bot_id: { ...ID, description: 'The bot that the chat is with.' },
  user_id: { ...ID, description: "Given by the chat client. Not your user's id." },
  chat_labels: { ...LIST, description: 'Labels of the chat.' },
  exchange: {
    type: () => KindlyExchange,
    description: 'The dialogue that triggered the webhook.',
  },
  message: { ...TEXT, description: 'What the user wrote, word for word.' },
  attachments: { ...LIST, description: 'Files of the user or of an agent.' },
  context: {
    ...OBJECT,
    description: "The chat's memory. The page can write to it: never authorise on it.",
  },
  _links: {
    type: () => KindlyLinks,
    description: "Resources of Kindly's APIs that belong to the chat.",
  },
  chatlog_api_url: { ...TEXT, description: 'Predecessor of `_links.chat`.' },
  source: {
    ...TEXT,
    description: "`web`, `facebook`, `slack`, `app`, or `test` for the chat in Kindly's dashboard.",
  },
  web_host: { ...TEXT, description: 'Host of the page that the chat is on.' },
  web_path: { ...TEXT, description: 'Path of that page.' },
  web_url: { ...TEXT, description: 'URL of that page.' },
}));

const KindlyButtonModel = createModel<KindlyButton>('KindlyButton', () => ({
  button_type: {
    ...TEXT,
    enum: ['quick_reply', 'link', 'phone', 'email'],
    required: true,
    description: '`quick_reply` says `value`, `link` opens it; `phone` and `email` address it.',
  },
  label: { ...TEXT, required: true, description: 'What stands on the button.' },
  value: { ...TEXT, required: true, description: 'The words, the URL, the number or the address.' },
}));

const KindlyCarouselImageModel = createModel<KindlyCarouselImage>('KindlyCarouselImage', () => ({
  imageUrl: { ...TEXT, required: true, description: 'Where the picture is loaded from.' },
  title: { ...TEXT, description: 'Stands under the picture.' },
  altText: { ...TEXT, description: 'What the picture shows, for those who do not see it.' },
  linkUrl: { ...TEXT, description: 'Where a click on the picture leads.' },
}));

export const KindlyReplyModel = createModel<KindlyReply>('KindlyReply', () => ({
  reply: { ...TEXT, description: 'What the bot says. Kindly renders HTML in it.' },
  exchange_slug: { ...TEXT, description: 'Slug of a dialogue to trigger.' },
  new_context: {
    ...OBJECT,
    description: "Text, numbers, booleans and null, merged into the chat's context.",
  },
  image_carousel: {
    type: () => [KindlyCarouselImageModel],
    description: 'Pictures under the reply.',
  },
  buttons: { type: () => [KindlyButtonModel], description: 'Buttons under the reply.' },
  aiReply: {
    ...OBJECT,
    description: "`data`, from which Kindly's model writes the answer.",
  },
}));
