/**
 * The level of detail of a graph. `repositories`: everything, with names. `registries`: arrows between the same two
 * accounts are merged, and so are callers with similar access. `accounts`: one box for each account.
 */
export const DETAILS = ['repositories', 'registries', 'accounts'] as const;
export type Detail = (typeof DETAILS)[number];
