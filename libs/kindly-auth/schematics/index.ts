/**
 * What `nest add nestjs-kindly-auth` runs. The command line of NestJS 11 and of 12 installs the package and
 * then starts `@angular-devkit/schematics-cli` in the app's folder: with `--source-root` of the project that
 * was chosen, and, by way of a shell, with all flags from the first one on that begins with `--`. So
 * `--project` and `--skip-install` come here too. The runner requires the file that collection.json names.
 *
 * Neither the runner's packages nor TypeScript can be relied on to be found from the library (pnpm shows it
 * its own dependencies alone), so nothing but their types is imported: a rule is a function, tasks go by
 * their names, and TypeScript and Prettier are those of the app.
 */
import type { Rule } from '@angular-devkit/schematics';
import { type NextSteps, nextSteps } from './next-steps.js';
import { hasPair, makeSecrets, type SecretsOptions } from './secrets.js';

export { nestAdd } from './nest-add.js';

/** The schematic that runs when the files of `nest-add` are written, and never on a dry run. */
export function secrets(options: NextSteps & SecretsOptions): Rule {
  return async (_tree, { logger }) => {
    const folder = process.cwd();
    const made = await makeSecrets(folder, options);
    for (const path of made) logger.info(`CREATE ${path}`);
    if (made.length > 0 || options.byHand.length > 0) {
      logger.info(nextSteps(options, hasPair(folder)));
    }
  };
}
