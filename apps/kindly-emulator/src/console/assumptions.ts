import type { Assumption } from '../protocol/console-protocol.js';

/** What Kindly does not document, and what the emulator does: nobody should have to guess which is which. */
export const ASSUMPTIONS: readonly Assumption[] = [
  {
    topic: 'Wildcards in chat.webhook_domains',
    unknown: 'How many labels *.example.org covers, and whether the bare domain.',
    here: 'One label, never the bare domain.',
    switch: 'Settings, or --wildcard any-depth',
  },
  {
    topic: 'Tokens without iss, or that live too long',
    unknown: 'Whether Kindly refuses them, and what the user sees then.',
    here: 'Refused; the chat goes on anonymously.',
    switch: 'Settings, or --rules lenient',
  },
  {
    topic: 'When a token is fetched again',
    unknown: 'Whether on expiry, on a refusal, or for each page.',
    here: 'When the chat connects, half a minute before the token expires, and when it has expired.',
    switch: 'Ask for a new token, in the inbox',
  },
  {
    topic: 'Calls of getAuthToken at the same time',
    unknown: 'Whether there is only ever one.',
    here: 'One at a time.',
    switch: 'Settings, or --token-calls 3',
  },
  {
    topic: 'How the widget hands the token to Kindly',
    unknown: 'The path and the header.',
    here: 'POST /chatbubble/v2/auth with Authorization: Bearer.',
    switch: '',
  },
  {
    topic: 'Two users of one browser',
    unknown: 'Whether who signs in after another goes on in his chat.',
    here: 'One chat for each browser and bot, whoever is signed in, with a warning; "New chat" in the menu ends it.',
    switch: '',
  },
  {
    topic: 'Claims of a wrong type',
    unknown: 'Whether Kindly leaves out the claim or refuses the token.',
    here: 'Refused; lenient, a warning.',
    switch: 'Settings, or --rules lenient',
  },
  {
    topic: 'Placeholders without a value',
    unknown: 'What the user sees of a reply that is skipped.',
    here: 'The bot says in brackets that it was skipped.',
    switch: '',
  },
  {
    topic: 'HTML in replies',
    unknown: 'Which elements Kindly renders.',
    here: 'Simple formatting and links; everything else is left out.',
    switch: '',
  },
  {
    topic: 'Clocks',
    unknown: 'How far iat may lie in the future.',
    here: 'Five seconds.',
    switch: '',
  },
  {
    topic: 'Time-out of a webhook',
    unknown: 'How long Kindly waits.',
    here: 'Ten seconds; a warning from three on.',
    switch: '--timeout, --slow',
  },
  {
    topic: 'Retries',
    unknown: 'Whether Kindly sends a webhook again that was not answered.',
    here: 'Never by itself. The fault "Delivered twice" and Replay show what would happen.',
    switch: '',
  },
  {
    topic: 'A webhook that does not answer 200',
    unknown: 'What the user sees.',
    here: 'The bot says what happened, in brackets.',
    switch: '',
  },
  {
    topic: 'Redirects',
    unknown: 'Whether Kindly follows them.',
    here: 'Not followed.',
    switch: '',
  },
  {
    topic: 'Serialisation of the body',
    unknown: 'Spaces, order and escapes of the JSON.',
    here: 'As JSON.stringify writes it: verify the bytes, not what they were parsed to.',
    switch: '--payload older, extended, shuffled, escaped or spaced',
  },
  {
    topic: 'Content-Type of a webhook',
    unknown: "Kindly's own demo needs application/json, no page says so.",
    here: 'application/json',
    switch: '',
  },
];
