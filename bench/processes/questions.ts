/**
 * What a process of the benchmark can be asked, by name. Questions go over the channel that Node opens
 * to a child: keys among them are in no file and no command line.
 */
export type Questions = Readonly<Record<string, (given: never) => unknown>>;

export interface Question {
  readonly name: string;
  readonly given: unknown;
}

export type Reply = { readonly value: unknown } | { readonly error: string };

async function replyTo(questions: Questions, { name, given }: Question): Promise<Reply> {
  try {
    const find = questions[name] as ((given: unknown) => unknown) | undefined;
    if (!find) throw new Error(`This process is never asked "${name}".`);
    return { value: await find(given) };
  } catch (error) {
    return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

/** Answers the parent until it lets go. */
export function answer(questions: Questions): void {
  process.on('message', (question: Question) => {
    void replyTo(questions, question).then((reply) => process.send?.(reply));
  });
  process.on('disconnect', () => process.exit());
}
