import type { z } from 'zod';
import type { declarationSections } from './schema/declaration';

/**
 * What the user wrote, less every part that a diagnostic has refused. So anything may be missing, and what is there
 * fits the schema. The checks after the shape work on what is left, and all problems are found in one run.
 */
export type Declaration = Partially<z.input<z.ZodObject<typeof declarationSections>>>;

/** A registry under `registries`, with what the diagnostics have left of it. */
export type DeclaredRegistry = NonNullable<NonNullable<Declaration['registries']>[string]>;

/** Everything optional, all the way down; a refused item leaves its place in a list empty, so positions hold. */
export type Partially<T> = T extends readonly (infer Item)[]
  ? readonly (Partially<Item> | undefined)[]
  : T extends object
    ? { readonly [Key in keyof T]?: Partially<T[Key]> | undefined }
    : T;
