import type { JSX } from 'preact';

export interface DemoAccount {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

export interface SignInProps {
  /** What was wrong with the last attempt. */
  readonly problem?: string | undefined;
  /** The address of the last attempt. */
  readonly email?: string | undefined;
  /** Invented customers whom a click signs in. */
  readonly demoAccounts: readonly DemoAccount[];
}

function DemoSignIn({ name, email, password }: DemoAccount): JSX.Element {
  return (
    <form method="post" action="/sign-in">
      <input type="hidden" name="email" value={email} />
      <input type="hidden" name="password" value={password} />
      <button type="submit" class="secondary">
        {`Sign in as ${name}`}
      </button>
    </form>
  );
}

export function SignIn({ problem, email, demoAccounts }: SignInProps): JSX.Element {
  return (
    <div class="narrow">
      <h1>Sign in</h1>
      <p>See your orders, and let the chat know who you are.</p>
      {problem !== undefined && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      <form method="post" action="/sign-in" class="card">
        <label>
          Email
          <input type="email" name="email" value={email} autocomplete="username" required />
        </label>
        <label>
          Password
          <input type="password" name="password" autocomplete="current-password" required />
        </label>
        <button type="submit">Sign in</button>
      </form>
      {demoAccounts.length > 0 && (
        <section class="demo" aria-labelledby="demo">
          <h2 id="demo">Or take a demo customer</h2>
          <div class="row">
            {demoAccounts.map((account) => (
              <DemoSignIn key={account.email} {...account} />
            ))}
          </div>
        </section>
      )}
    </div>
  );
}
