import { report } from '../page/page-console.js';

export type Context = Readonly<Record<string, string>>;

/** Kindly's context holds strings; numbers and booleans are what pages give beside them. */
export function toContext(values: unknown, where: string): Context {
  if (values === undefined || values === null) return {};
  if (typeof values !== 'object' || Array.isArray(values)) {
    report.warn(`${where} is left out: it must be an object of strings.`, values);
    return {};
  }
  const context: Record<string, string> = {};
  for (const [key, value] of Object.entries(values)) {
    if (['string', 'number', 'boolean'].includes(typeof value)) context[key] = String(value);
    else report.warn(`${where}.${key} is left out: a context holds strings.`, value);
  }
  return context;
}

/** The chat's context, as the emulator told it and as the page changed it since. */
export class ChatContext {
  #told: Context = {};
  #byPage: Context = {};
  #unsent: Context = {};

  get current(): Context {
    return { ...this.#told, ...this.#unsent };
  }

  /** Everything that the page set, for a connection: an emulator that was restarted knows none of it. */
  get byPage(): Context {
    return this.#byPage;
  }

  /** What goes along with the next message; `undefined` when there is nothing. */
  get unsent(): Context | undefined {
    return Object.keys(this.#unsent).length === 0 ? undefined : this.#unsent;
  }

  set(values: unknown): void {
    const context = toContext(values, 'setNewContext');
    this.#byPage = { ...this.#byPage, ...context };
    this.#unsent = { ...this.#unsent, ...context };
  }

  /** The emulator has these: told apart by identity from what the page set meanwhile. */
  sent(context: Context | undefined): void {
    if (context === undefined) return;
    this.#told = { ...this.#told, ...context };
    if (this.#unsent === context) this.#unsent = {};
  }

  tell(context: Context): void {
    this.#told = context;
  }
}
