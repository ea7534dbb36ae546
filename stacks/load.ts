import { dependencies } from '../package.json';
import type * as stack from './stack';
import type * as synthesis from './synthesise';

/** The packages that the stacks import, with the version ranges that they support. */
const PACKAGES = {
  '@cdktf/provider-aws': dependencies['@cdktf/provider-aws'],
  cdktf: dependencies.cdktf,
  constructs: dependencies.constructs,
} as const;

/*
 * These functions load files that import CDKTF. In the package of the library, CDKTF is an optional peer dependency,
 * because the command does not need it. `import()` would make the functions of the library asynchronous.
 */
/* eslint-disable @typescript-eslint/no-require-imports */

/** @throws Error with the command that installs the missing packages */
export function loadStacks(): typeof stack {
  return explainMissingPackages('addStacks', () => require('./stack') as typeof stack); // the type of this file
}

/** @throws Error with the command that installs the missing packages */
export function loadSynthesis(): typeof synthesis {
  return explainMissingPackages('synthesize', () => require('./synthesise') as typeof synthesis); // the type of this file
}

/* eslint-enable @typescript-eslint/no-require-imports */

/** @param user the function of the library that requires the packages */
function explainMissingPackages<Module>(user: string, load: () => Module): Module {
  try {
    return load();
  } catch (error) {
    const missing = missingPackage(error);
    if (missing === undefined) throw error;
    const packages = Object.entries(PACKAGES).map(([name, range]) => `'${name}@${range}'`);
    throw new Error(
      `'${missing}' is not installed, and ${user} requires it. Run in your project: npm install ${packages.join(' ')}`,
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
