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
  type RepositorySettings,
} from '../registry';
import type { PlannedResource } from './resources/planned';
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
  const managed = new Set(standing.flatMap(managedNames));
  const at = (moment: Moment) => topologyAt(moment, standing, managed, nameOf);
  return { before: at('before'), after: at('after') };
}

function topologyAt(
  moment: Moment,
  standing: readonly PlannedResource[],
  managed: ReadonlySet<string>,
  nameOf: NameOf,
): PlannedTopology {
  const registries = new Map<string, RegistryParts>();
  // A registry is there before and after, whatever it holds.
  for (const { before, after } of standing) {
    for (const values of [before, after]) if (values !== undefined) partsOf(registries, values.registry);
  }
  for (const resource of standing) collectRepository(resource, moment, registries);
  for (const resource of standing) {
    attach(resource, managed, registries);
    collect(resource, moment, registries);
  }
  return {
    registries: sortedBy(
      [...registries.values()].map((parts) => registryOf(parts, nameOf)),
      ({ name, accountId, region }) => `${name} ${accountId} ${region}`,
    ),
    identities: identitiesAt(moment, standing),
  };
}

/** A registry while its resources are collected. */
interface RegistryParts {
  readonly id: RegistryId;
  readonly repositories: Map<RepositoryName, PlannedRepository>;
  policy: PlannedRegistry['policy'];
  replication: PlannedRegistry['replication'];
  scanning: PlannedRegistry['scanning'];
}

function collectRepository(
  resource: PlannedResource,
  moment: Moment,
  registries: Map<string, RegistryParts>,
): void {
  const values = resource.kind === 'repository' ? resource[moment] : undefined;
  if (values === undefined || values.name === 'notKnown') return;
  const { name, forceDelete, imageTagMutability, scanOnPush, encryption } = values;
  put(registries, values.registry, {
    name,
    forceDelete,
    // The plan has no such thing: it is kept, or there is no plan.
    preventDestroy: false,
    policy: undefined,
    settings: { imageTagMutability, scanOnPush, encryption, lifecyclePolicy: undefined },
  });
}

function collect(resource: PlannedResource, moment: Moment, registries: Map<string, RegistryParts>): void {
  switch (resource.kind) {
    case 'repository-policy': {
      const values = resource[moment];
      if (values === undefined || values.repository === 'notKnown') return;
      const repository = repositoryIn(registries, values.registry, values.repository);
      put(registries, values.registry, { ...repository, policy: policyInModel(values.policy) });
      return;
    }
    case 'lifecycle-policy': {
      const values = resource[moment];
      if (values === undefined || values.repository === 'notKnown') return;
      const repository = repositoryIn(registries, values.registry, values.repository);
      const settings = { ...repository.settings, lifecyclePolicy: values.policy };
      put(registries, values.registry, { ...repository, settings });
      return;
    }
    case 'registry-policy': {
      const values = resource[moment];
      if (values !== undefined) partsOf(registries, values.registry).policy = policyInModel(values.policy);
      return;
    }
    case 'replication': {
      const values = resource[moment];
      if (values !== undefined) partsOf(registries, values.registry).replication = values.rules;
      return;
    }
    case 'scanning': {
      const values = resource[moment];
      if (values !== undefined) partsOf(registries, values.registry).scanning = values.scanning;
      return;
    }
    case 'repository':
    case 'creation-template':
    case 'identity-policy':
    case 'policy-attachment':
      return;
  }
}

/** The repositories that a resource is, before or after: one text for each. */
function managedNames({ kind, before, after }: PlannedResource): readonly string[] {
  if (kind !== 'repository') return [];
  return [before, after].flatMap((values) =>
    values === undefined || values.name === 'notKnown' ? [] : managedName(values.registry, values.name),
  );
}

function managedName(registry: RegistryId, name: RepositoryName): string {
  return `${registryKey(registry)}/${name}`;
}

/**
 * A policy whose repository is in no plan is about one that is there all the same, managed elsewhere: before and after,
 * whatever becomes of the policy.
 */
function attach(
  resource: PlannedResource,
  managed: ReadonlySet<string>,
  registries: Map<string, RegistryParts>,
): void {
  if (resource.kind !== 'lifecycle-policy' && resource.kind !== 'repository-policy') return;
  const values = resource.after ?? resource.before;
  if (values === undefined || values.repository === 'notKnown') return;
  if (managed.has(managedName(values.registry, values.repository))) return;
  const { repositories } = partsOf(registries, values.registry);
  if (!repositories.has(values.repository)) {
    repositories.set(values.repository, managedElsewhere(values.repository));
  }
}

const NOTHING_KNOWN: RepositorySettings<NotKnown> = {
  imageTagMutability: 'notKnown',
  scanOnPush: 'notKnown',
  encryption: 'notKnown',
  lifecyclePolicy: 'notKnown',
};

function managedElsewhere(name: RepositoryName): PlannedRepository {
  return { name, forceDelete: 'notKnown', preventDestroy: false, policy: undefined, settings: NOTHING_KNOWN };
}

function repositoryIn(
  registries: Map<string, RegistryParts>,
  id: RegistryId,
  name: RepositoryName,
): PlannedRepository {
  return partsOf(registries, id).repositories.get(name) ?? managedElsewhere(name);
}

function put(registries: Map<string, RegistryParts>, id: RegistryId, repository: PlannedRepository): void {
  partsOf(registries, id).repositories.set(repository.name, repository);
}

function partsOf(registries: Map<string, RegistryParts>, id: RegistryId): RegistryParts {
  const key = registryKey(id);
  const known = registries.get(key);
  if (known !== undefined) return known;
  const fresh: RegistryParts = {
    id: { accountId: id.accountId, region: id.region },
    repositories: new Map(),
    policy: undefined,
    replication: [],
    // How a registry scans may be managed elsewhere, or nowhere.
    scanning: 'notKnown',
  };
  registries.set(key, fresh);
  return fresh;
}

function registryOf({ id, repositories, ...rest }: RegistryParts, nameOf: NameOf): PlannedRegistry {
  return {
    ...id,
    name: nameOf(id),
    repositories: sortedBy(repositories.values(), ({ name }) => name),
    ...rest,
  };
}

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
