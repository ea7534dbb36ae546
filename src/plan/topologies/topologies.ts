import {
  compareText,
  identityArn,
  registryKey,
  sortedBy,
  sortedUnique,
  statementsOf,
  type Identity,
  type IdentityId,
  type ManagedPolicy,
  type NotKnown,
  type PlannedRegistry,
  type PlannedRepository,
  type PlannedTopology,
  type RegistryId,
  type RepositoryName,
} from '../../registry';
import { collectedAt, type Moment, type RegistryParts, type RepositoryParts } from './collected';
import type { PlannedRepositoryValues, PlannedResource } from '../resources/planned';

export type NameOf = (id: RegistryId) => PlannedRegistry['name'];

/** Builds the topologies before and after the plans are applied. Values that the plans do not contain are unknown. */
export function topologiesOf(
  resources: readonly PlannedResource[],
  nameOf: NameOf,
): Readonly<Record<Moment, PlannedTopology>> {
  // A deposed object has the same name as the new one, which exists.
  const standing = resources.filter(({ isDeposed }) => !isDeposed);
  const managed = managedNames(standing);
  const known = new Repositories();
  const at = (moment: Moment): PlannedTopology => ({
    registries: registriesAt(moment, resources, managed, known, nameOf),
    identities: identitiesAt(moment, standing),
  });
  return { before: at('before'), after: at('after') };
}

/** Most repositories of a large plan do not change. The cache makes them the same object in both topologies. */
class Repositories {
  private readonly known = new Map<PlannedRepositoryValues, PlannedRepository>();

  public repository(name: RepositoryName, told: RepositoryTold): PlannedRepository {
    const { values, policy, lifecyclePolicy } = told;
    const known = values === undefined ? undefined : this.known.get(values);
    const isSame = known?.policy === policy && known?.settings.lifecyclePolicy === lifecyclePolicy;
    if (known !== undefined && isSame) return known;
    const fresh = repositoryOf(name, told);
    if (values !== undefined) this.known.set(values, fresh);
    return fresh;
  }
}

function registriesAt(
  moment: Moment,
  resources: readonly PlannedResource[],
  managed: ReadonlySet<string>,
  known: Repositories,
  nameOf: NameOf,
): readonly PlannedRegistry[] {
  return sortedBy(
    collectedAt(moment, resources).map((parts) => registryOf(parts, managed, known, nameOf)),
    ({ name, accountId, region }) => `${name} ${accountId} ${region}`,
  );
}

/** The values of a repository, merged from all its resources. */
interface RepositoryTold {
  /** Undefined if the repository does not exist, or is in no plan. */
  readonly values: PlannedRepositoryValues | undefined;
  readonly policy: PlannedRepository['policy'];
  readonly lifecyclePolicy: PlannedRepository['settings']['lifecyclePolicy'];
  /** Whether the plans delete the lifecycle policy, so that the repository certainly has none. */
  readonly isLifecyclePolicyGone: boolean;
}

/** Returns the keys of all repositories that are managed in a plan, before or after. */
function managedNames(resources: readonly PlannedResource[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const resource of resources) {
    if (resource.kind !== 'repository') continue;
    const { before, after } = resource;
    // A repository that does not change exists both before and after, so its key is not needed.
    if (before !== undefined && before === after) continue;
    for (const values of [before, after]) {
      if (values !== undefined && values.name !== 'notKnown') found.add(nameIn(values.registry, values.name));
    }
  }
  return found;
}

function nameIn(registry: RegistryId, name: RepositoryName): string {
  return `${registryKey(registry)}/${name}`;
}

function registryOf(
  { id, repositories, policy, replication, settings }: RegistryParts,
  managed: ReadonlySet<string>,
  known: Repositories,
  nameOf: NameOf,
): PlannedRegistry {
  const held = [...repositories].flatMap(([name, parts]): PlannedRepository | readonly [] => {
    const told = toldOf(parts);
    // Managed in a plan, but missing before or after.
    if (told.values === undefined && managed.has(nameIn(id, name))) return [];
    return known.repository(name, told);
  });
  return {
    ...id,
    name: nameOf(id),
    repositories: sortedBy(held, ({ name }) => name),
    policy: policy.known(),
    replication: replication.known() ?? [],
    ...settings.settings(),
  };
}

/** ECR deletes attached policies together with the repository, so only those that the plans write again exist after. */
function toldOf({ itself, policy, lifecyclePolicy }: RepositoryParts): RepositoryTold {
  const isAnew = itself?.isAnew;
  return {
    values: itself?.any,
    policy: policy?.known(isAnew),
    lifecyclePolicy: lifecyclePolicy?.known(isAnew),
    isLifecyclePolicyGone: lifecyclePolicy?.isGone === true,
  };
}

/** If a repository is in no plan, only its attached policies are known. */
function repositoryOf(
  name: RepositoryName,
  { values, policy, lifecyclePolicy, isLifecyclePolicyGone }: RepositoryTold,
): PlannedRepository {
  const { forceDelete, imageTagMutability, scanOnPush, encryption, tags } = values ?? NOTHING_KNOWN;
  return {
    name,
    forceDelete,
    // A plan does not contain prevent_destroy.
    preventDestroy: false,
    policy,
    settings: {
      imageTagMutability,
      scanOnPush,
      encryption,
      tags,
      lifecyclePolicy:
        lifecyclePolicy ?? (values === undefined && !isLifecyclePolicyGone ? 'notKnown' : undefined),
    },
  };
}

const NOTHING_KNOWN = {
  forceDelete: 'notKnown',
  imageTagMutability: 'notKnown',
  scanOnPush: 'notKnown',
  encryption: 'notKnown',
  tags: 'notKnown',
} as const;

interface IdentityParts {
  readonly id: IdentityId;
  readonly policies: Identity<NotKnown>['policy'][];
  readonly managed: ManagedPolicy[];
}

function identitiesAt(moment: Moment, resources: readonly PlannedResource[]): readonly Identity<NotKnown>[] {
  const found = new Map<string, IdentityParts>();
  const partsOfIdentity = (id: IdentityId): IdentityParts => {
    const key = identityArn(id);
    const parts = found.get(key) ?? { id, policies: [], managed: [] };
    found.set(key, parts);
    return parts;
  };
  for (const resource of resources) {
    if (resource.kind === 'identity-policy') {
      const values = resource[moment];
      if (values === undefined || values.identity === 'notKnown') continue;
      partsOfIdentity(values.identity).policies.push(values.policy);
    } else if (resource.kind === 'policy-attachment') {
      const values = resource[moment];
      if (values === undefined || values.identity === 'notKnown' || values.policy === 'notKnown') continue;
      partsOfIdentity(values.identity).managed.push(values.policy);
    }
  }
  return [...found]
    .sort(([a], [b]) => compareText(a, b))
    .map(([, { id, policies, managed }]) => ({
      ...id,
      policy: together(policies),
      managedPolicies: sortedUnique(managed),
    }));
}

/** Merges the statements of several inline policies of a role. */
function together(policies: readonly Identity<NotKnown>['policy'][]): Identity<NotKnown>['policy'] {
  if (policies.includes('notKnown')) return 'notKnown';
  const [only, ...others] = policies;
  return others.length === 0 ? only : { statements: policies.flatMap(statementsOf) };
}
