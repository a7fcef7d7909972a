/** What the page's script tag says. */
export interface ScriptTag {
  /** Empty when the tag has no `data-bot-key`. */
  readonly botKey: string;
  /** Where the emulator is: the script came from there. */
  readonly origin: string;
}

/** Read while the script runs for the first time: `document.currentScript` is gone afterwards. */
export function findScriptTag(): ScriptTag | null {
  const named = document.getElementById('kindly-chat');
  const script = named instanceof HTMLScriptElement ? named : document.currentScript;
  if (!(script instanceof HTMLScriptElement) || script.src === '') return null;
  return { botKey: script.dataset['botKey']?.trim() ?? '', origin: new URL(script.src).origin };
}
