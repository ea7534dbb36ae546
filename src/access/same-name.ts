import {
  identityArn,
  parseIdentityArn,
  statementsOf,
  type IdentityId,
  type PlannedTopology,
} from '../registry';
import type { Caller } from './caller';

/**
 * The role or user of the topology that has the name of the caller and another ARN: an account has one of a name, whatever its
 * path and the case of its letters, so that both cannot exist.
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

/** The path of a role or user, if the topology shows that there is one of this name. */
export function pathOf(topology: PlannedTopology, identity: IdentityId): string | undefined {
  const { principals } = namedAlike(topology, identity);
  const paths = new Set(principals.filter(({ name }) => name === identity.name).map(({ path }) => path));
  const [only, ...others] = paths;
  return others.length === 0 ? only : undefined;
}

interface Alike {
  /** AWS refuses a policy whose principal does not exist, so that these do. */
  readonly principals: readonly IdentityId[];
  /** Named by conditions, which AWS does not check. */
  readonly conditions: readonly IdentityId[];
}

/** The roles and users of the topology that have a name, in any case of its letters. */
function namedAlike(topology: PlannedTopology, wanted: IdentityId): Alike {
  const known = BY_NAME.get(topology) ?? identitiesByName(topology);
  BY_NAME.set(topology, known);
  return known.get(nameKey(wanted)) ?? NOBODY;
}

const NOBODY: Alike = { principals: [], conditions: [] };

/** A topology never changes, so its policies are read once. */
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
