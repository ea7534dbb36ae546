import { sortedUnique, type Operation } from '../../registry';
import type { Declaration } from '../declaration';
import type { LinkedCondition, LinkedGrant, LinkedPrincipal, LinkedStatement } from './linked';
import { type Accounts, type DeclaredPrincipal, linkPrincipal } from './principals';
import { eachOf, follow, namesIn, type Registries, textsIn } from './references';
import type { Reporter } from '../reporter';
import type { Path } from '../tree';

type Declared<Section extends keyof Declaration> = NonNullable<Declaration[Section]>;
type DeclaredStatements = NonNullable<Declared<'registries'>[string]>['statements'];
type DeclaredStatement = NonNullable<NonNullable<DeclaredStatements>[number]>;

const OPERATIONS = {
  pull: ['pull'],
  push: ['push'],
  'pull-push': ['pull', 'push'],
} as const satisfies Readonly<Record<string, readonly Operation[]>>;

/** Binds the entries under `access`. */
export function linkGrants(
  declaration: Declaration,
  accounts: Accounts,
  registries: Registries,
  reporter: Reporter,
): readonly LinkedGrant[] {
  return (declaration.access ?? []).flatMap((declared, index) => {
    if (declared === undefined) return [];
    const path = ['access', index];
    const named = namesIn(declared.registries, [...path, 'registries']);
    const globs = namesIn(declared.repositories, [...path, 'repositories']);
    const found =
      declared.registries === undefined
        ? undefined
        : follow(named, registries, 'access/unknown-registry', reporter);
    return {
      path,
      operations: declared.allow === undefined ? [] : OPERATIONS[declared.allow],
      repositories: globs.map(({ name, path: at }) => ({ glob: name, path: at })),
      registries: found,
      complete: found === undefined || found.length === named.length,
      principals: linkPrincipals(declared.principals, [...path, 'principals'], accounts, reporter),
      identity: declared.identity,
      isPublic: declared.public ?? isRefused(path, 'public', reporter),
    };
  });
}

/** Binds the declared statements of a policy. */
export function linkStatements(
  declared: DeclaredStatements,
  path: Path,
  accounts: Accounts,
  reporter: Reporter,
): readonly LinkedStatement[] {
  return (declared ?? []).flatMap((statement, index) =>
    statement === undefined ? [] : linkStatement(statement, [...path, index], accounts, reporter),
  );
}

function linkStatement(
  declared: DeclaredStatement,
  path: Path,
  accounts: Accounts,
  reporter: Reporter,
): LinkedStatement {
  return {
    path,
    sid: declared.sid,
    effect: declared.effect ?? 'Allow',
    principals: linkPrincipals(declared.principals, [...path, 'principals'], accounts, reporter),
    actions: textsIn(declared.actions, [...path, 'actions']),
    resources: textsIn(declared.resources, [...path, 'resources']),
    conditions: linkConditions(declared.conditions, [...path, 'conditions']),
    isPublic:
      declared.public ??
      (isRefused(path, 'public', reporter) ||
        // The rejected effect may have been Deny.
        (declared.effect === undefined && isRefused(path, 'effect', reporter))),
  };
}

/** Returns whether the key is present although its value was rejected: then the problem is already reported. */
function isRefused(path: Path, key: string, reporter: Reporter): boolean {
  return reporter.keys(path).includes(key);
}

function linkPrincipals(
  declared: DeclaredPrincipal | readonly (DeclaredPrincipal | undefined)[] | undefined,
  path: Path,
  accounts: Accounts,
  reporter: Reporter,
): readonly LinkedPrincipal[] {
  return eachOf(declared, path).flatMap(({ value, path: at }) =>
    linkPrincipal(value, at, accounts, reporter).map((grantee) => ({
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

function linkConditions(declared: DeclaredStatement['conditions'], path: Path): readonly LinkedCondition[] {
  return Object.entries(declared ?? {}).flatMap(([operator, block]) =>
    Object.entries(block ?? {}).map(([key, values]) => {
      const at = [...path, operator, key];
      return {
        operator,
        key,
        values: sortedUnique(eachOf(values, at).map(({ value }) => value)),
        path: at,
      };
    }),
  );
}
