/** A blank that is none in HTTP (RFC 9110, section 5.6.3), but is one to JavaScript's `trim()`. */
export const NO_BREAK = '\u00a0';

/** Read by Fastify as the type that they resemble, left unread by Express. */
export const NO_JSON_TYPES: readonly string[] = [
  `${NO_BREAK}application/json`,
  `application/json${NO_BREAK}`,
  `application/json${NO_BREAK};charset=utf-8`,
];
