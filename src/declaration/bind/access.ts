import type { Operation } from '../../aws/policy/actions';
import { sortedUnique } from '../../base/collections';
import type { DeclaredPrincipal, DeclaredPrincipals, DeclaredStatement } from '../schema/access';
import type { Declaration, DeclaredRepository } from '../schema/declaration';
import { entriesOf, isPresent, isRefused, itemsOf } from '../schema/located';
import type { DeclaredRegistry } from '../schema/registries';
import type { Reporter } from '../syntax/diagnostics';
import type { BoundCondition, BoundGrant, BoundPrincipal, BoundStatement } from './bound-declaration';
import { bindPrincipal, type Accounts } from './principals';
import { resolveReferences, type Registries } from './references';

const OPERATIONS = {
  pull: ['pull'],
  push: ['push'],
  'pull-push': ['pull', 'push'],
} as const satisfies Readonly<Record<string, readonly Operation[]>>;

/** Binds the entries under `access`. */
export function bindGrants(
  { access }: Declaration,
  accounts: Accounts,
  registries: Registries,
  reporter: Reporter,
): readonly BoundGrant[] {
  return itemsOf(access).map(({ path, value: declared }) => {
    const registryNames = itemsOf(declared.registries);
    const references = isPresent(declared.registries)
      ? resolveReferences(registryNames, registries, 'access/unknown-registry', reporter)
      : undefined;
    return {
      path,
      operations: declared.allow?.value === undefined ? [] : OPERATIONS[declared.allow.value],
      repositories: itemsOf(declared.repositories),
      registries: references,
      isComplete:
        references === undefined ||
        (references.length === registryNames.length &&
          (!isPresent(declared.registries) || declared.registries.isIncomplete !== true)),
      principals: bindPrincipals(declared.principals, accounts, reporter),
      identity: declared.identity?.value,
      isPublic: declared.public?.value ?? isRefused(declared.public),
    };
  });
}

/** Binds the declared statements of a policy that is in one registry. */
export function bindStatements(
  declared: DeclaredRegistry['statements'],
  accounts: Accounts,
  reporter: Reporter,
): readonly BoundStatement[] {
  return itemsOf(declared).map((statement) => bindStatement(statement, accounts, reporter));
}

/** Binds the declared statements of a repository policy, or of `defaults.repository`. */
export function bindRepositoryStatements(
  declared: DeclaredRepository['statements'],
  accounts: Accounts,
  registries: Registries,
  reporter: Reporter,
): readonly BoundStatement[] {
  return itemsOf(declared).map((statement) => ({
    ...bindStatement(statement, accounts, reporter),
    registries: isPresent(statement.value.registries)
      ? resolveReferences(
          itemsOf(statement.value.registries),
          registries,
          'statement/unknown-registry',
          reporter,
        )
      : undefined,
  }));
}

function bindStatement(
  { path, value: declared, isIncomplete }: DeclaredStatement,
  accounts: Accounts,
  reporter: Reporter,
): BoundStatement {
  const conditions = bindConditions(declared.conditions);
  return {
    path,
    sid: declared.sid?.value,
    effect: declared.effect?.value ?? 'Allow',
    principals: bindPrincipals(declared.principals, accounts, reporter),
    actions: itemsOf(declared.actions),
    registries: undefined,
    resources: declared.resources,
    isIncomplete: isIncomplete === true,
    conditions: conditions.filter((condition) => condition !== undefined),
    hasRefusedCondition: conditions.includes(undefined),
    isPublic:
      declared.public?.value ??
      // The rejected effect may have been Deny.
      (isRefused(declared.public) || isRefused(declared.effect)),
  };
}

function bindPrincipals(
  declared: DeclaredPrincipals,
  accounts: Accounts,
  reporter: Reporter,
): readonly BoundPrincipal[] {
  return itemsOf(declared).flatMap((principal) =>
    bindPrincipal(principal, accounts, reporter).map((grantee) => ({
      grantee,
      partition: partitionOf(principal),
      path: principal.path,
    })),
  );
}

function partitionOf({ value }: DeclaredPrincipal): string | undefined {
  const text = typeof value === 'string' ? value : value.arn?.value;
  return text?.startsWith('arn:') === true ? text.split(':')[1] : undefined;
}

/** Returns a rejected condition as undefined. */
function bindConditions(
  declared: DeclaredStatement['value']['conditions'],
): readonly (BoundCondition | undefined)[] {
  return entriesOf(declared).flatMap(([operator, block]) =>
    entriesOf(block).map(([key, field]) => {
      if (!isPresent(field)) return undefined;
      const values = sortedUnique(itemsOf(field).map(({ value }) => value));
      return { operator, key, values, path: field.path };
    }),
  );
}
