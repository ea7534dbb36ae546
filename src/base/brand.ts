declare const brand: unique symbol;

/**
 * A string type that the compiler does not mix with other strings: an account name is not an account ID, and a
 * registry name is not a Region. The brand has no effect at run time.
 */
export type Brand<Name extends string> = string & { readonly [brand]: Name };
