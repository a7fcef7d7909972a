/** Where and as whom somebody signs in. */
export interface SignIn {
  readonly issuer: string;
  readonly clientId: string;
  /** Nobody listens there: the code is read off the redirection. */
  readonly callback: string;
  readonly login: string;
}

/** A browser as far as it is needed: it keeps cookies, and follows redirections when it is told to. */
class Browser {
  readonly #cookies = new Map<string, string>();

  async open(url: string, form?: Readonly<Record<string, string>>): Promise<string> {
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { Cookie: [...this.#cookies].map((pair) => pair.join('=')).join('; ') },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [name = '', value = ''] = cookie.split(';', 1)[0]?.split('=') ?? [];
      this.#cookies.set(name, value);
    }
    await response.arrayBuffer();
    const location = response.headers.get('location');
    return location === null ? '' : new URL(location, url).href;
  }
}

/**
 * Signs in at an OIDC provider by the authorization code flow (OpenID Connect Core, section 3.1), through the
 * provider's own pages.
 *
 * @returns the ID token
 */
export async function codeFlow({ issuer, clientId, callback, login }: SignIn): Promise<string> {
  const browser = new Browser();
  const query = new URLSearchParams({
    client_id: clientId,
    redirect_uri: callback,
    response_type: 'code',
    scope: 'openid profile email',
  });
  let place = await browser.open(`${issuer}/auth?${query.toString()}`);
  const forms: readonly Readonly<Record<string, string>>[] = [
    { prompt: 'login', login, password: 'any' },
    { prompt: 'consent' },
  ];
  for (const form of forms) {
    const resume = await browser.open(place, form);
    place = await browser.open(resume);
  }
  const code = new URL(place).searchParams.get('code');
  if (code === null) throw new Error(`nobody was signed in: ${place}`);
  const answer = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: {
      Authorization: `Basic ${Buffer.from(`${clientId}:not-a-secret`).toString('base64')}`,
    },
    body: new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: callback }),
  });
  const { id_token: idToken } = (await answer.json()) as { id_token: string };
  return idToken;
}
