/** One line for the person at the console, which a screen reader reads out. */
export interface Notice {
  readonly text: string;
  readonly verdict: 'ok' | 'failed';
}

/** Tells the page about it; the page's one live region shows it. */
export function notify(from: EventTarget, text: string, verdict: Notice['verdict'] = 'ok'): void {
  const detail: Notice = { text, verdict };
  from.dispatchEvent(new CustomEvent('notice', { detail, bubbles: true, composed: true }));
}

/** Runs what a button does, and says so when it fails. */
export async function attempt(from: EventTarget, action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (error) {
    notify(from, error instanceof Error ? error.message : String(error), 'failed');
  }
}

/** Puts text on the clipboard. It fails where the page is neither https nor localhost. */
export async function copy(from: EventTarget, text: string, what: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    notify(from, `${what} copied.`);
    return true;
  } catch {
    notify(from, `The browser does not let the page copy: select the text instead.`, 'failed');
    return false;
  }
}
