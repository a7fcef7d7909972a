/** What a token endpoint can answer, and what the chat gets of it, whoever asks for it on the page. */
export interface TokenAnswer {
  readonly name: string;
  readonly status: number;
  readonly body: string;
  /** What `getAuthToken` resolves to. */
  readonly token: string | undefined;
}

const html = '<!doctype html><title>Sign in</title>';

export const TOKEN_ANSWERS: readonly TokenAnswer[] = [
  { name: 'a token', status: 200, body: '{"token":"a.b.c"}', token: 'a.b.c' },
  { name: 'a token, as created', status: 201, body: '{"token":"a.b.c"}', token: 'a.b.c' },
  { name: 'more than a token', status: 200, body: '{"token":"a.b.c","more":1}', token: 'a.b.c' },
  { name: 'null', status: 200, body: '{"token":null}', token: undefined },
  { name: 'an empty text', status: 200, body: '{"token":""}', token: undefined },
  { name: 'a number', status: 200, body: '{"token":7}', token: undefined },
  { name: 'no token', status: 200, body: '{}', token: undefined },
  { name: 'no object', status: 200, body: 'null', token: undefined },
  { name: 'nothing', status: 200, body: '', token: undefined },
  { name: 'a page', status: 200, body: html, token: undefined },
  { name: 'nobody', status: 401, body: '{"token":"a.b.c"}', token: undefined },
  { name: 'never', status: 403, body: '{"token":"a.b.c"}', token: undefined },
  { name: 'not found', status: 404, body: html, token: undefined },
  { name: 'an error', status: 500, body: '{"token":"a.b.c"}', token: undefined },
];
