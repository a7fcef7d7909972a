import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

/** Which argument of which call is a text that people read and no program does. */
const TEXTS = { KindlyAuthOptionsError: [2], refuse: [1], Logger: [0], Symbol: [0] };
const LITERALS = new Set(['StringLiteral', 'TemplateLiteral']);

/**
 * Leaves out texts that tell people what is wrong with an option, and names of loggers and symbols.
 * What the library says about a request is not left out: the table of attacks knows every word of it.
 */
export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, 'texts', {
    shouldIgnore({ node, parent, key, listKey }) {
      if (!LITERALS.has(node.type) || listKey !== 'arguments') return undefined;
      const isText = TEXTS[parent?.callee?.name]?.includes(key) ?? false;
      return isText ? 'a text for people' : undefined;
    },
  }),
];
