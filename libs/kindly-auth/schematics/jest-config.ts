/** The parts of Jest's settings that matter here. */
export interface JestConfig {
  readonly transform?: Readonly<Record<string, unknown>>;
  readonly transformIgnorePatterns?: readonly string[];
  readonly [key: string]: unknown;
}

/** The library, and those of its dependencies that are ES modules alone. */
const ES_MODULES = ['nestjs-kindly-auth', 'p-limit', 'yocto-queue'];

/**
 * What Jest is to leave as it is: all packages but these. Before Node 24.9 it cannot require ES modules,
 * so its transformer has to translate them. pnpm has packages in a folder of its own.
 */
export const IGNORE_PATTERN = `/node_modules/(?!(\\.pnpm|${ES_MODULES.join('|')})/)`;

/** Whether Jest's transformer can be given JavaScript, as that of a new app can. */
function transformsJavaScript({ transform }: JestConfig): boolean {
  // Without one, Jest takes babel-jest, which translates no modules by itself.
  return Object.keys(transform ?? {}).some((pattern) =>
    new RegExp(pattern).test('/app/node_modules/p-limit/index.js'),
  );
}

/** @returns the settings with which Jest can load the library; nothing where they are too special */
export function withKindly(config: JestConfig): JestConfig | undefined {
  const { transformIgnorePatterns: present } = config;
  if (present?.some((pattern) => pattern.includes('nestjs-kindly-auth'))) return config;
  if (present || !transformsJavaScript(config)) return undefined;
  return { ...config, transformIgnorePatterns: [IGNORE_PATTERN] };
}
