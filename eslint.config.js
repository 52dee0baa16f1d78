import { basename } from 'node:path';
import tseslint from 'typescript-eslint';

/**
 * What each folder may not import. Imports go one way: bin → cli → engine → gather → transport;
 * engine → checks, fixes → domain → parse → model; cli → reports → model. `types` are folders of
 * which types alone may be imported. A pure folder has no input but arguments, and no output but
 * results: no Node, no clock, no chance, no terminal.
 */
const IMPURE = ['transport', 'gather', 'engine', 'cli'];
const CONTENT = ['checks', 'fixes', 'reports', 'symptoms'];
const LAYERS = [
  {
    folder: 'src/model',
    pure: true,
    never: ['parse', 'domain', ...CONTENT, ...IMPURE],
    types: ['facts'],
  },
  { folder: 'src/parse', pure: true, never: ['facts', 'domain', ...CONTENT, ...IMPURE] },
  { folder: 'src/domain', pure: true, never: [...CONTENT, ...IMPURE], types: ['facts'] },
  { folder: 'src/facts', pure: true, never: [...CONTENT, ...IMPURE] },
  {
    folder: 'checks',
    pure: true,
    never: ['fixes', 'reports', 'symptoms', ...IMPURE],
    types: ['facts'],
  },
  {
    folder: 'fixes',
    pure: true,
    never: ['checks', 'reports', 'symptoms', ...IMPURE],
    types: ['facts'],
  },
  {
    folder: 'reports',
    pure: true,
    never: ['checks', 'fixes', 'symptoms', 'facts', 'domain', ...IMPURE],
  },
  // Content and nothing else: what a contributor adds needs no code.
  {
    folder: 'symptoms',
    pure: true,
    never: ['checks', 'fixes', 'reports', 'facts', 'parse', 'domain', ...IMPURE],
  },
  { folder: 'src/transport', never: ['facts', 'gather', 'engine', 'cli', ...CONTENT] },
  { folder: 'src/gather', never: ['engine', 'cli', ...CONTENT] },
  { folder: 'src/engine', never: ['cli', 'reports', 'symptoms'] },
];

const SYNTAX = [
  { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
  { selector: 'TSEnumDeclaration', message: 'Use a union of literals.' },
];
const EXIT = {
  selector: "CallExpression[callee.object.name='process'][callee.property.name='exit']",
  message: 'Only src/cli/start.ts ends the process.',
};
const NO_CLOCK = {
  selector: "NewExpression[callee.name='Date'][arguments.length=0]",
  message: 'What is pure does not know the time.',
};

export default tseslint.config(
  { ignores: ['dist/', 'coverage/', 'node_modules/', 'test/fixtures/'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    plugins: { podready: { rules: { 'kebab-case-file': { create: kebabCaseFile } } } },
    languageOptions: {
      parserOptions: { project: './tsconfig.test.json', tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      complexity: ['error', 12],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      eqeqeq: 'error',
      'no-control-regex': 'error',
      'prefer-const': 'error',
      'podready/kebab-case-file': 'error',
      'no-restricted-syntax': ['error', ...SYNTAX, EXIT],
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      // Code points are what is wanted of a string.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  ...LAYERS.map(layer),
  { files: ['src/cli/start.ts'], rules: { 'no-restricted-syntax': ['error', ...SYNTAX] } },
  {
    // Here values whose types are only known at run time meet their types; each place says why.
    files: [
      'src/gather/snapshot.ts',
      'src/engine/evaluate.ts',
      'src/engine/causes.ts',
      'src/engine/check-host.ts',
      'src/engine/plan.ts',
    ],
    rules: { '@typescript-eslint/consistent-type-assertions': 'off' },
  },
  {
    // Generated: it grows with the catalogue.
    files: ['checks/index.ts'],
    rules: { 'max-lines': 'off' },
  },
  {
    // Tests make what types forbid, and a table of cases is long.
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/consistent-type-assertions': 'off',
      'max-lines-per-function': 'off',
      'max-lines': 'off',
      complexity: 'off',
    },
  },
  {
    // Generated, and as long as there are checks.
    files: ['checks/index.ts'],
    rules: { 'max-lines': 'off' },
  },
);

function layer({ folder, pure = false, never, types = [] }) {
  const patterns = [
    ...(pure ? [{ regex: '^node:', message: `${folder} is pure.` }] : []),
    { regex: below(never), message: `${folder} may not import this folder.` },
    ...(types.length === 0
      ? []
      : [{ regex: below(types), allowTypeImports: true, message: 'Types only.' }]),
  ];
  return {
    files: [`${folder}/**/*.ts`],
    ignores: ['checks/index.ts', 'fixes/index.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': ['error', { patterns }],
      ...(pure ? purity() : {}),
    },
  };
}

/** Relative specifiers that lead into one of these folders. */
function below(folders) {
  return `^\\.{1,2}/(?:.*/)?(?:${folders.join('|')})/`;
}

function purity() {
  return {
    'no-restricted-globals': [
      'error',
      ...['process', 'Buffer', 'fetch', 'console', 'performance', 'crypto'],
      ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'],
    ],
    'no-restricted-properties': [
      'error',
      { object: 'Math', property: 'random' },
      { object: 'Date', property: 'now' },
    ],
    'no-restricted-syntax': ['error', ...SYNTAX, NO_CLOCK],
  };
}

function kebabCaseFile(context) {
  return {
    Program(node) {
      const name = basename(context.filename).replace(/(?:\.(?:test|d))?\.ts$/u, '');
      if (/^[a-z\d]+(?:-[a-z\d]+)*$/u.test(name)) return;
      context.report({ node, message: 'The name of a file is in kebab case.' });
    },
  };
}
