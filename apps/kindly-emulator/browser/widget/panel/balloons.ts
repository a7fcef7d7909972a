import { safeHtml } from './safe-html.js';

const EMPTY_LINE = /\r?\n[ \t]*\r?\n\s*/;
/** They end a line by themselves. */
const LINE_TAGS: ReadonlySet<string> = new Set(['BR', 'P', 'UL', 'OL']);

const endsLine = (node: Node | null): boolean => node !== null && LINE_TAGS.has(node.nodeName);

/** Line ends become line breaks. */
function linesOf(text: string): Node[] {
  return text
    .split(/\r?\n/)
    .flatMap((line, at) =>
      at === 0 ? [new Text(line)] : [document.createElement('br'), new Text(line)],
    );
}

/** A text's parts between empty lines, without the line ends beside a tag that ends the line itself. */
function partsOf(text: Text): readonly string[] {
  const parts = text.data.split(EMPTY_LINE);
  return parts.map((part, at) => {
    const start = at > 0 || endsLine(text.previousSibling) ? part.trimStart() : part;
    const isLast = at === parts.length - 1;
    return !isLast || endsLine(text.nextSibling) ? start.trimEnd() : start;
  });
}

/** A bot's message, sanitised; an empty line outside of its tags begins another balloon. */
export function balloonsOf(html: string): readonly DocumentFragment[] {
  let balloon = new DocumentFragment();
  const balloons = [balloon];
  for (const node of safeHtml(html).childNodes) {
    if (!(node instanceof Text)) {
      balloon.append(node.cloneNode(true));
      continue;
    }
    for (const [at, part] of partsOf(node).entries()) {
      if (at > 0) balloons.push((balloon = new DocumentFragment()));
      balloon.append(...linesOf(part));
    }
  }
  return balloons.filter((one) => one.textContent.trim() !== '');
}
