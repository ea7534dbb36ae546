declare const brand: unique symbol;

/**
 * A string that must not be mixed with other strings: an account name is not an account id, a registry name is
 * not a Region. The brand exists for the compiler only; at run time it is the plain string.
 */
export type Brand<Name extends string> = string & { readonly [brand]: Name };
