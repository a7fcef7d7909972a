/**
 * Notices when the page's own Content-Security-Policy keeps the widget from the emulator. To the widget
 * that looks like an emulator which does not answer, and its developer would look in the wrong place.
 */
export class ConnectPolicy {
  #forbidden = false;

  constructor(origin: string) {
    document.addEventListener('securitypolicyviolation', (violation) => {
      const { effectiveDirective, blockedURI } = violation;
      if (effectiveDirective === 'connect-src' && blockedURI.startsWith(origin)) {
        this.#forbidden = true;
      }
    });
  }

  get forbids(): boolean {
    return this.#forbidden;
  }
}
