/** A script tag of a page. */
export interface ScriptTag {
  readonly src: string | undefined;
  readonly nonce: string | undefined;
  readonly id: string | undefined;
  /** What stands inside it. */
  readonly code: string;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };

function unescape(text: string): string {
  return text
    .replaceAll(/&#(\d{1,6});/g, (_all, code: string) => String.fromCharCode(Number(code)))
    .replaceAll(/&(amp|lt|gt|quot);/g, (_all, name: string) => ENTITIES[name] ?? '');
}

function attributeOf(tag: string, name: string): string | undefined {
  const found = new RegExp(`[\\s"'/]${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, 'i').exec(
    tag,
  );
  const value = found?.[1] ?? found?.[2] ?? found?.[3];
  return value === undefined ? undefined : unescape(value);
}

/** The beginning of a tag: up to its `>`, which no attribute of ours holds. */
function tagsOf(html: string, name: string): { readonly tag: string; readonly rest: string }[] {
  const [, ...parts] = html.split(new RegExp(`<${name}(?=[\\s>/])`, 'i'));
  return parts.map((part) => {
    const end = part.indexOf('>');
    return { tag: part.slice(0, end), rest: part.slice(end + 1) };
  });
}

/** The scripts that stand in a page; those that a script adds do not. */
export function scriptsOf(html: string): ScriptTag[] {
  return tagsOf(html, 'script').map(({ tag, rest }) => ({
    src: attributeOf(tag, 'src'),
    nonce: attributeOf(tag, 'nonce'),
    id: attributeOf(tag, 'id'),
    code: rest.split(/<\/script/i)[0] ?? '',
  }));
}

/** The policies that stand in the page itself. */
export function metaPolicies(html: string): string[] {
  return tagsOf(html, 'meta').flatMap(({ tag }) =>
    attributeOf(tag, 'http-equiv')?.toLowerCase() === 'content-security-policy'
      ? [attributeOf(tag, 'content') ?? '']
      : [],
  );
}
