/**
 * Puts values of the chat's context in place of `{key}`. A reply whose key is missing is not said, as
 * Kindly has it.
 *
 * @returns nothing when a key is missing
 */
export function fillPlaceholders(
  reply: string,
  context: Readonly<Record<string, string>>,
): string | undefined {
  let isComplete = true;
  const filled = reply.replaceAll(/\{([\w-]+)\}/g, (placeholder, key: string) => {
    if (Object.hasOwn(context, key)) return context[key] ?? '';
    isComplete = false;
    return placeholder;
  });
  return isComplete ? filled : undefined;
}
