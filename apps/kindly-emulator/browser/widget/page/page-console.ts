/* oxlint-disable no-console -- the developer of the page reads it there; it is the only place. */
const NAME = 'Kindly emulator:';
const warned = new Set<string>();

/** What the widget tells the developer of the page. */
export const report = {
  info(text: string, ...details: readonly unknown[]): void {
    console.info(NAME, text, ...details);
  },

  warn(text: string, ...details: readonly unknown[]): void {
    console.warn(NAME, text, ...details);
  },

  /** The page's own callback threw: an error of the page, shown as one. */
  error(text: string, ...details: readonly unknown[]): void {
    console.error(NAME, text, ...details);
  },

  /** Once for each name: pages ask again and again. */
  notEmulated(name: string): void {
    if (warned.has(name)) return;
    warned.add(name);
    console.warn(NAME, `${name} is not emulated by the Kindly emulator.`);
  },
};
