/**
 * Where it stands who is signed in: under the SHA-256 of the cookie's value, so that whoever reads the
 * store cannot sign in with it. Each method throws `UnavailableException` while the store is down.
 */
export abstract class SessionStore {
  /** @param lifetime seconds */
  abstract add(tokenHash: string, customerId: number, lifetime: number): Promise<void>;

  /** Whose session it is; `undefined` when there is none, or none any more. */
  abstract find(tokenHash: string): Promise<number | undefined>;

  abstract remove(tokenHash: string): Promise<void>;
}
