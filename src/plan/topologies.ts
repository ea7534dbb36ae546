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
} from '../registry';
import type { PlannedRepositoryValues, PlannedResource } from './resources/planned';
import { policyInModel } from './resources/policies';

type Moment = 'after' | 'before';

/** What to call a registry. */
export type NameOf = (id: RegistryId) => PlannedRegistry['name'];

/** What AWS holds before the plans are applied and after, as far as they tell. */
export function topologiesOf(
  resources: readonly PlannedResource[],
  nameOf: NameOf,
): Readonly<Record<Moment, PlannedTopology>> {
  // An object that a replacement left over has the name of what replaced it, which is there.
  const standing = resources.filter(({ isDeposed }) => !isDeposed);
  const managed = managedNames(standing);
  const known = new Repositories();
  const at = (moment: Moment): PlannedTopology => ({
    registries: registriesAt(moment, standing, managed, known, nameOf),
    identities: identitiesAt(moment, standing),
  });
  return { before: at('before'), after: at('after') };
}

/** Of most of a large plan nothing changes: what is the same at both times is the same object. */
class Repositories {
  private readonly known = new Map<PlannedRepositoryValues, PlannedRepository>();

  public repository(name: RepositoryName, parts: RepositoryParts): PlannedRepository {
    const { values, policy, lifecyclePolicy } = parts;
    const known = values === undefined ? undefined : this.known.get(values);
    const isSame = known?.policy === policy && known?.settings.lifecyclePolicy === lifecyclePolicy;
    if (known !== undefined && isSame) return known;
    const fresh = repositoryOf(name, parts);
    if (values !== undefined) this.known.set(values, fresh);
    return fresh;
  }
}

function registriesAt(
  moment: Moment,
  standing: readonly PlannedResource[],
  managed: ReadonlySet<string>,
  known: Repositories,
  nameOf: NameOf,
): readonly PlannedRegistry[] {
  const collected = new Collected();
  for (const resource of standing) collect(resource, moment, collected);
  return sortedBy(
    collected.all().map((parts) => registryOf(parts, managed, known, nameOf)),
    ({ name, accountId, region }) => `${name} ${accountId} ${region}`,
  );
}

/** A registry while its resources are collected. */
interface RegistryParts {
  readonly id: RegistryId;
  readonly repositories: Map<RepositoryName, RepositoryParts>;
  policy: PlannedRegistry['policy'];
  replication: PlannedRegistry['replication'];
  scanning: PlannedRegistry['scanning'];
}

interface RepositoryParts {
  /** Undefined where the repository itself is not there, or in no plan. */
  values: PlannedRepositoryValues | undefined;
  policy: PlannedRepository['policy'];
  lifecyclePolicy: PlannedRepository['settings']['lifecyclePolicy'];
}

class Collected {
  private readonly byKey = new Map<string, RegistryParts>();
  /** Resources share the object, so that most need no key. */
  private readonly byId = new Map<RegistryId, RegistryParts>();

  public all(): readonly RegistryParts[] {
    return [...this.byKey.values()];
  }

  public registry(id: RegistryId): RegistryParts {
    const known = this.byId.get(id) ?? this.byKey.get(registryKey(id));
    const parts = known ?? emptyRegistry(id);
    if (known === undefined) this.byKey.set(registryKey(id), parts);
    this.byId.set(id, parts);
    return parts;
  }

  public repository(id: RegistryId, name: RepositoryName): RepositoryParts {
    const { repositories } = this.registry(id);
    const known = repositories.get(name);
    if (known !== undefined) return known;
    const parts = { values: undefined, policy: undefined, lifecyclePolicy: undefined };
    repositories.set(name, parts);
    return parts;
  }
}

function emptyRegistry({ accountId, region }: RegistryId): RegistryParts {
  return {
    id: { accountId, region },
    repositories: new Map(),
    policy: undefined,
    replication: [],
    // How a registry scans may be managed elsewhere, or nowhere.
    scanning: 'notKnown',
  };
}

function collect(resource: PlannedResource, moment: Moment, collected: Collected): void {
  const { before, after } = resource;
  // A registry is there before and after, whatever it holds.
  if (before !== undefined) collected.registry(before.registry);
  if (after !== undefined) collected.registry(after.registry);
  switch (resource.kind) {
    case 'repository': {
      const values = resource[moment];
      if (values === undefined || values.name === 'notKnown') return;
      collected.repository(values.registry, values.name).values = values;
      return;
    }
    case 'repository-policy':
    case 'lifecycle-policy':
      collectAttached(resource, moment, collected);
      return;
    case 'registry-policy': {
      const values = resource[moment];
      if (values !== undefined) collected.registry(values.registry).policy = policyInModel(values.policy);
      return;
    }
    case 'replication': {
      const values = resource[moment];
      if (values !== undefined) collected.registry(values.registry).replication = values.rules;
      return;
    }
    case 'scanning': {
      const values = resource[moment];
      if (values !== undefined) collected.registry(values.registry).scanning = values.scanning;
      return;
    }
    case 'creation-template':
    case 'identity-policy':
    case 'policy-attachment':
      return;
  }
}

/** What is attached to a repository tells of it at both times, whatever becomes of what is attached. */
function collectAttached(
  resource: Extract<PlannedResource, { kind: 'lifecycle-policy' | 'repository-policy' }>,
  moment: Moment,
  collected: Collected,
): void {
  const either = resource[moment] ?? resource.after ?? resource.before;
  if (either === undefined || either.repository === 'notKnown') return;
  const parts = collected.repository(either.registry, either.repository);
  if (resource.kind === 'repository-policy') {
    const values = resource[moment];
    if (values !== undefined) parts.policy = policyInModel(values.policy);
  } else {
    const values = resource[moment];
    if (values !== undefined) parts.lifecyclePolicy = values.policy;
  }
}

/** Every repository that is in a plan itself, before or after: one text for each. */
function managedNames(resources: readonly PlannedResource[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const resource of resources) {
    if (resource.kind !== 'repository') continue;
    const { before, after } = resource;
    // Most stay where and what they are, and are looked up only where they are not.
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
  { id, repositories, ...rest }: RegistryParts,
  managed: ReadonlySet<string>,
  known: Repositories,
  nameOf: NameOf,
): PlannedRegistry {
  const held = [...repositories].flatMap(([name, parts]): PlannedRepository | readonly [] => {
    const repository = known.repository(name, parts);
    if (parts.values !== undefined) return repository;
    // In a plan, but not at this time.
    return managed.has(nameIn(id, name)) ? [] : repository;
  });
  return { ...id, name: nameOf(id), repositories: sortedBy(held, ({ name }) => name), ...rest };
}

/** Of a repository that is in no plan, nothing is known but what is attached to it. */
function repositoryOf(
  name: RepositoryName,
  { values, policy, lifecyclePolicy }: RepositoryParts,
): PlannedRepository {
  const { forceDelete, imageTagMutability, scanOnPush, encryption } = values ?? NOTHING_KNOWN;
  return {
    name,
    forceDelete,
    // No plan has such a thing: it is kept, or there is no plan.
    preventDestroy: false,
    policy,
    settings: {
      imageTagMutability,
      scanOnPush,
      encryption,
      lifecyclePolicy: lifecyclePolicy ?? (values === undefined ? 'notKnown' : undefined),
    },
  };
}

const NOTHING_KNOWN = {
  forceDelete: 'notKnown',
  imageTagMutability: 'notKnown',
  scanOnPush: 'notKnown',
  encryption: 'notKnown',
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
      if (values === undefined || values.identity === 'notKnown') continue;
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

/** A role may have several inline policies; what they say is what all of their statements say. */
function together(policies: readonly Identity<NotKnown>['policy'][]): Identity<NotKnown>['policy'] {
  if (policies.includes('notKnown')) return 'notKnown';
  const [only, ...others] = policies;
  return others.length === 0 ? only : { statements: policies.flatMap(statementsOf) };
}
