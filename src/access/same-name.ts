import {
  identityArn,
  parseIdentityArn,
  statementsOf,
  type IdentityId,
  type PlannedTopology,
} from '../registry';
import type { Caller } from './caller';

/**
 * Returns the role or user of the topology with the name of the caller and another ARN. An account can have only one role or user
 * of a name, regardless of path and case, so both cannot exist.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export function otherOfSameName(topology: PlannedTopology, caller: Caller): IdentityId | undefined {
  if (caller.kind !== 'identity') return undefined;
  const { principals, conditions } = namedAlike(topology, caller.identity);
  const same = [...principals, ...conditions];
  const own = identityArn(caller.identity);
  const isDeclared = caller.isPathKnown && same.some((identity) => identityArn(identity) === own);
  return isDeclared ? undefined : same[0];
}

/** Returns the path of a role or user, or undefined if the topology does not contain exactly one of this name. */
export function pathOf(topology: PlannedTopology, identity: IdentityId): string | undefined {
  const { principals } = namedAlike(topology, identity);
  const paths = new Set(principals.filter(({ name }) => name === identity.name).map(({ path }) => path));
  const [only, ...others] = paths;
  return others.length === 0 ? only : undefined;
}

interface Alike {
  /** Certain to exist, because AWS rejects a policy whose principal does not exist. */
  readonly principals: readonly IdentityId[];
  /** Named in conditions, which AWS does not validate. */
  readonly conditions: readonly IdentityId[];
}

/** Returns the roles and users of the topology with the name of an identity, ignoring case. */
function namedAlike(topology: PlannedTopology, wanted: IdentityId): Alike {
  const known = BY_NAME.get(topology) ?? identitiesByName(topology);
  BY_NAME.set(topology, known);
  return known.get(nameKey(wanted)) ?? NOBODY;
}

const NOBODY: Alike = { principals: [], conditions: [] };

/** Cached by topology, because topologies are immutable. */
const BY_NAME = new WeakMap<PlannedTopology, ReadonlyMap<string, Alike>>();

function identitiesByName({ identities, registries }: PlannedTopology): ReadonlyMap<string, Alike> {
  const statements = registries.flatMap(({ policy, repositories }) => [
    ...statementsOf(policy),
    ...repositories.flatMap((repository) => statementsOf(repository.policy)),
  ]);
  const principals = [
    ...identities,
    ...parsed(statements.flatMap((each) => (each.principals?.values ?? []).map(({ value }) => value))),
  ];
  const conditions = parsed(
    statements
      .flatMap((each) => each.conditions)
      .flatMap(({ key, values }) => (key.toLowerCase() === 'aws:principalarn' ? values : [])),
  );
  const found = new Map<string, Alike>();
  for (const identity of principals) addTo(found, identity, 'principals');
  for (const identity of conditions) addTo(found, identity, 'conditions');
  return found;
}

function parsed(arns: readonly string[]): readonly IdentityId[] {
  const whole = [...new Set(arns)].filter((arn) => !/[*?]/.test(arn));
  return whole.flatMap((arn) => parseIdentityArn(arn) ?? []);
}

function addTo(found: Map<string, Alike>, identity: IdentityId, as: keyof Alike): void {
  const same = found.get(nameKey(identity)) ?? NOBODY;
  found.set(nameKey(identity), { ...same, [as]: [...same[as], identity] });
}

function nameKey({ kind, accountId, name }: IdentityId): string {
  return `${kind} ${accountId} ${name.toLowerCase()}`;
}
