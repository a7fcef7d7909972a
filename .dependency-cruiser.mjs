/**
 * The arrows of the house: what each room of the library may import. From the roof to the ground,
 * imports run down only.
 */
const SRC = 'libs/kindly-auth/src';
const ROOMS = {
  errors: [],
  openapi: ['errors'],
  claims: ['errors'],
  diagnostics: ['errors'],
  keys: ['diagnostics', 'errors'],
  revocation: ['claims', 'errors'],
  token: ['revocation', 'claims', 'keys', 'openapi', 'diagnostics', 'errors'],
  webhook: ['token', 'revocation', 'claims', 'keys', 'openapi', 'diagnostics', 'errors'],
};

const roomRules = Object.entries(ROOMS).map(([room, below]) => ({
  name: `arrows-of-${room}`,
  comment: `${room}/ may import ${below.length > 0 ? below.join(', ') : 'no other room'}`,
  severity: 'error',
  from: { path: `^${SRC}/${room}/` },
  to: { path: `^${SRC}/`, pathNot: `^${SRC}/(${[room, ...below].join('|')})/` },
}));

/** The rooms of the emulator, from the ground up: each may import those before it. */
const EMULATOR = 'apps/kindly-emulator/src';
const FLOORS = [
  'protocol',
  'config',
  'http',
  'token',
  'state',
  'authentication',
  'token-endpoint',
  'webhook',
  'doctor',
  'chats',
  'console',
  'cli',
];

const floorRules = FLOORS.map((room, index) => ({
  name: `floors-of-the-emulator-${room}`,
  severity: 'error',
  from: { path: `^${EMULATOR}/${room}/` },
  to: { path: `^${EMULATOR}/(${FLOORS.slice(index + 1).join('|') || 'none'})/` },
}));

export default {
  forbidden: [
    ...roomRules,
    ...floorRules,
    {
      name: 'no-circle',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'nothing-above-the-barrel',
      comment: 'index.ts is for those who use the library; inside it nobody needs it',
      severity: 'error',
      from: { path: `^${SRC}/`, pathNot: `^${SRC}/testing/` },
      to: { path: `^${SRC}/index\\.ts$` },
    },
    {
      name: 'browser-imports-nothing',
      comment: 'client/ runs in the browser',
      severity: 'error',
      from: { path: `^${SRC}/client/`, pathNot: '/spec/|\\.spec\\.ts$' },
      to: { pathNot: `^${SRC}/client/` },
    },
    {
      name: 'browser-is-for-pages',
      comment: 'what runs in the browser is no part of the server',
      severity: 'error',
      from: { path: ['^libs/', '^bench/'], pathNot: `^${SRC}/client/` },
      to: { path: `^${SRC}/client/` },
    },
    {
      name: 'testing-uses-the-barrel',
      comment: 'testing/ sees of the library what everybody sees',
      severity: 'error',
      from: { path: `^${SRC}/testing/` },
      to: { path: `^${SRC}/`, pathNot: `^${SRC}/(testing/|index\\.ts$)` },
    },
    {
      name: 'nothing-knows-testing',
      comment: 'what is for tests must not run in production',
      severity: 'error',
      from: { path: `^${SRC}/`, pathNot: `^${SRC}/testing/` },
      to: { path: `^${SRC}/testing/` },
    },
    {
      name: 'library-knows-no-app',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^(apps|test)/' },
    },
    {
      name: 'emulator-knows-no-library',
      comment: 'the two check each other: what they shared, they would get wrong together',
      severity: 'error',
      from: { path: '^apps/kindly-emulator/' },
      to: { path: ['^libs/', '^apps/sample/'] },
    },
    {
      name: 'browser-knows-the-protocol',
      comment: 'of the server the browser parts know what they say to each other',
      severity: 'error',
      from: { path: '^apps/kindly-emulator/browser/' },
      to: { path: '^apps/kindly-emulator/src/', pathNot: '^apps/kindly-emulator/src/protocol/' },
    },
    {
      name: 'apps-use-the-barrel',
      comment: 'an app sees of the library what everybody sees, and the benchmark measures that',
      severity: 'error',
      from: { path: '^(apps|bench)/' },
      to: { path: `^${SRC}/`, pathNot: `^${SRC}/(index|client-file|client/(index|global))\\.ts$` },
    },
    {
      name: 'bench-stands-alone',
      comment: 'what is measured must not know of it, and it must not use what is for tests',
      severity: 'error',
      from: { path: '^(apps|libs|test)/' },
      to: { path: '^bench/' },
    },
    {
      name: 'bench-knows-no-app',
      severity: 'error',
      from: { path: '^bench/' },
      to: { path: '^(apps|test)/' },
    },
    {
      name: 'no-undeclared-dependency',
      comment: 'what the library imports stands in its package.json',
      severity: 'error',
      from: { path: `^${SRC}/`, pathNot: '/spec/|\\.spec\\.ts$' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev', 'undetermined'] },
    },
    {
      name: 'not-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^@nestjs/swagger$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    combinedDependencies: false,
    enhancedResolveOptions: {
      conditionNames: ['import', 'types', 'node', 'default'],
      exportsFields: ['exports'],
    },
  },
};
