const { availableParallelism } = process.getBuiltinModule('node:os');

/** ES-module-only packages that jest has to compile to CommonJS. */
const esmOnly = ['jose', 'canonicalize', 'markdown-it', 'linkify-it', 'mdurl', 'uc.micro', 'entities'];

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: {
    '^.+\\.[cm]?[jt]s$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2023' },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esmOnly.join('|')})/)`],
  // Compiled code, and the copies in which `npm run mutation` changes the source.
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.stryker-tmp/'],
  // More than there are cores, because the long tests mostly wait: for a soak, a deadline, a node that comes back. Never more than two for a
  // core, because each worker also keeps PowerShell processes busy. (A percentage above 100 would be taken for a number.)
  maxWorkers: Math.min(8, Math.max(4, Math.ceil(availableParallelism() * 1.5))),
  testSequencer: '<rootDir>/test/support/longest-first.cjs',
  testTimeout: 30_000,
  reporters: ['default', '<rootDir>/test/support/summary-reporter.cjs'],
};
