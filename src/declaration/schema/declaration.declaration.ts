import type { z } from 'zod';
import type { declarationSections } from './declaration';

/**
 * The declaration without the values that a diagnostic rejected: any key may be missing, and every value fits the
 * schema. Later checks work on the rest, so that one run reports all problems.
 */
export type Declaration = DeepPartial<z.input<z.ZodObject<typeof declarationSections>>>;

/** An entry under `registries`. */
export type DeclaredRegistry = NonNullable<NonNullable<Declaration['registries']>[string]>;

/** Makes every property optional at every depth. A rejected list item is undefined, so that indexes stay valid. */
export type DeepPartial<T> = T extends readonly (infer Item)[]
  ? readonly (DeepPartial<Item> | undefined)[]
  : T extends object
    ? { readonly [Key in keyof T]?: DeepPartial<T[Key]> | undefined }
    : T;
