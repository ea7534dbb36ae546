/**
 * How much a picture shows. `repositories`: everything, with names. `registries`: arrows between the same two accounts
 * are joined, and callers with much the same access. `accounts`: one box for an account.
 */
export const DETAILS = ['repositories', 'registries', 'accounts'] as const;
export type Detail = (typeof DETAILS)[number];
