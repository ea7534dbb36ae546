import { dependencies } from '../package.json';
import type * as stack from './stack';

/** The packages that `stack.ts` imports, with the version ranges that it supports. */
const PACKAGES = {
  '@cdktf/provider-aws': dependencies['@cdktf/provider-aws'],
  cdktf: dependencies.cdktf,
  constructs: dependencies.constructs,
} as const;

/**
 * Loads `stack.ts`, which imports CDKTF. In the package of the library, CDKTF is an optional peer dependency, because
 * the command does not need it.
 *
 * @throws Error with the command that installs the missing packages
 */
export function loadStacks(): typeof stack {
  try {
    // `import()` would make addStacks asynchronous.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    return require('./stack') as typeof stack; // the type of this file
  } catch (error) {
    const missing = missingPackage(error);
    if (missing === undefined) throw error;
    const packages = Object.entries(PACKAGES).map(([name, range]) => `'${name}@${range}'`);
    throw new Error(
      `'${missing}' is not installed, and addStacks requires it. Run in your project: npm install ${packages.join(' ')}`,
      { cause: error },
    );
  }
}

/** Returns the package of this list that Node could not find, or undefined if there was another error. */
function missingPackage(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || error.code !== 'MODULE_NOT_FOUND') return undefined;
  return Object.keys(PACKAGES).find((name) =>
    new RegExp(`^Cannot find module '${name}['/]`).test(error.message),
  );
}
