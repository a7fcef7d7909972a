/** The tokens of a JSON text: strings, punctuation, and the rest (numbers, words). */
const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;
const STEP = '  ';

const isOpening = (token: string): boolean => token === '{' || token === '[';
const isClosing = (token: string): boolean => token === '}' || token === ']';

/** Between two tokens; what is empty stays on its line. */
function beginsLine(former: string, token: string): boolean {
  if (isOpening(former)) return !isClosing(token);
  return former === ',' || isClosing(token);
}

/**
 * JSON text with line breaks and indentation, and else as it came: to parse it and to write it again
 * would round numbers and drop members that come twice, which is just what somebody looks for.
 *
 * @throws SyntaxError when it is no JSON
 */
export function indentJson(json: string): string {
  JSON.parse(json);
  let [depth, text, former] = [0, '', ''];
  for (const token of json.match(TOKENS) ?? []) {
    if (isClosing(token)) depth -= 1;
    if (beginsLine(former, token)) text += `\n${STEP.repeat(depth)}`;
    text += token === ':' ? ': ' : token;
    if (isOpening(token)) depth += 1;
    former = token;
  }
  return text;
}
