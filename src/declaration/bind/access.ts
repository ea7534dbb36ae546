import type { Operation } from '../../aws/policy/actions';
import { sortedUnique } from '../../base/collections';
import type { Declaration } from '../schema/declaration';
import type { Reporter } from '../syntax/diagnostics';
import type { Path } from '../syntax/tree';
import type { BoundCondition, BoundGrant, BoundPrincipal, BoundStatement } from './bound-declaration';
import { bindPrincipal, type Accounts, type DeclaredPrincipal } from './principals';
import { locateItems, locateNames, locateTexts, resolveReferences, type Registries } from './references';

type DeclaredSection<Section extends keyof Declaration> = NonNullable<Declaration[Section]>;
type DeclaredStatements = NonNullable<DeclaredSection<'registries'>[string]>['statements'];
type DeclaredStatement = NonNullable<NonNullable<DeclaredStatements>[number]>;

const OPERATIONS = {
  pull: ['pull'],
  push: ['push'],
  'pull-push': ['pull', 'push'],
} as const satisfies Readonly<Record<string, readonly Operation[]>>;

/** Binds the entries under `access`. */
export function bindGrants(
  declaration: Declaration,
  accounts: Accounts,
  registries: Registries,
  reporter: Reporter,
): readonly BoundGrant[] {
  return (declaration.access ?? []).flatMap((declared, index) => {
    if (declared === undefined) return [];
    const path = ['access', index];
    const registryNames = locateNames(declared.registries, [...path, 'registries']);
    const globs = locateNames(declared.repositories, [...path, 'repositories']);
    const references =
      declared.registries === undefined
        ? undefined
        : resolveReferences(registryNames, registries, 'access/unknown-registry', reporter);
    return {
      path,
      operations: declared.allow === undefined ? [] : OPERATIONS[declared.allow],
      repositories: globs.map(({ name, path: at }) => ({ glob: name, path: at })),
      registries: references,
      isComplete: references === undefined || references.length === registryNames.length,
      principals: bindPrincipals(declared.principals, [...path, 'principals'], accounts, reporter),
      identity: declared.identity,
      isPublic: declared.public ?? isRefused(path, 'public', reporter),
    };
  });
}

/** Binds the declared statements of a policy. */
export function bindStatements(
  declared: DeclaredStatements,
  path: Path,
  accounts: Accounts,
  reporter: Reporter,
): readonly BoundStatement[] {
  return (declared ?? []).flatMap((statement, index) =>
    statement === undefined ? [] : bindStatement(statement, [...path, index], accounts, reporter),
  );
}

function bindStatement(
  declared: DeclaredStatement,
  path: Path,
  accounts: Accounts,
  reporter: Reporter,
): BoundStatement {
  return {
    path,
    sid: declared.sid,
    effect: declared.effect ?? 'Allow',
    principals: bindPrincipals(declared.principals, [...path, 'principals'], accounts, reporter),
    actions: locateTexts(declared.actions, [...path, 'actions']),
    resources: locateTexts(declared.resources, [...path, 'resources']),
    conditions: bindConditions(declared.conditions, [...path, 'conditions']),
    isPublic:
      declared.public ??
      (isRefused(path, 'public', reporter) ||
        // The rejected effect may have been Deny.
        (declared.effect === undefined && isRefused(path, 'effect', reporter))),
  };
}

/** Returns whether the key is present although its value was rejected: then the problem is already reported. */
function isRefused(path: Path, key: string, reporter: Reporter): boolean {
  return reporter.declaredKeys(path).includes(key);
}

function bindPrincipals(
  declared: DeclaredPrincipal | readonly (DeclaredPrincipal | undefined)[] | undefined,
  path: Path,
  accounts: Accounts,
  reporter: Reporter,
): readonly BoundPrincipal[] {
  return locateItems(declared, path).flatMap(({ value, path: at }) =>
    bindPrincipal(value, at, accounts, reporter).map((grantee) => ({
      grantee,
      partition: partitionOf(value),
      path: at,
    })),
  );
}

function partitionOf(declared: DeclaredPrincipal): string | undefined {
  const text = typeof declared === 'string' ? declared : declared.arn;
  return text?.startsWith('arn:') === true ? text.split(':')[1] : undefined;
}

function bindConditions(declared: DeclaredStatement['conditions'], path: Path): readonly BoundCondition[] {
  return Object.entries(declared ?? {}).flatMap(([operator, block]) =>
    Object.entries(block ?? {}).map(([key, values]) => {
      const at = [...path, operator, key];
      return {
        operator,
        key,
        values: sortedUnique(locateItems(values, at).map(({ value }) => value)),
        path: at,
      };
    }),
  );
}
