import type { JSX } from 'preact';

export interface ProblemProps {
  /** What is wrong, and what to do. */
  readonly sentence: string;
}

export function Problem({ sentence }: ProblemProps): JSX.Element {
  return (
    <div class="narrow">
      <h1>Sorry</h1>
      <p class="problem" role="alert">
        {sentence}
      </p>
      <p>
        <a href="/">Back to the shop</a>
      </p>
    </div>
  );
}
