import { TerraformOutput, TerraformStack, type ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import {
  filtersMatch,
  registryKey,
  repositoryUrl,
  type Deployment,
  type Registry,
  type Topology,
} from '../src/registry';
import { addBackend } from './backend';
import { addIdentity } from './identities';
import { addProviders } from './providers';
import { addRegistryPolicy } from './registry-policy';
import { addReplication } from './replication';
import { addRepositories, type Repositories } from './repositories';
import { addRepositoryPolicies } from './repository-policies';

/** Every registry in one Terraform state, with one provider for each. */
export class TopologyStack extends TerraformStack {
  /** What replication into a registry needs there, by registry. */
  private readonly destinations = new Map<string, Destination>();

  public constructor(
    scope: Construct,
    id: string,
    topology: Topology,
    deployment: Deployment,
    projectFolder: string,
  ) {
    super(scope, id);
    addBackend(this, deployment.backend, projectFolder);
    const providers = addProviders(this, topology, deployment);

    for (const registry of topology.registries) {
      const provider = providers.ofRegistry(registry.name);
      const repositories = addRepositories(this, registry, provider);
      addRepositoryPolicies(this, registry, repositories, provider);
      const policy = addRegistryPolicy(this, registry, provider);
      this.destinations.set(registryKey(registry), { repositories, policy });
    }
    for (const registry of topology.registries) {
      addReplication(this, registry, providers.ofRegistry(registry.name), this.neededBy(registry));
    }
    for (const identity of topology.identities) {
      addIdentity(this, identity, providers.ofAccount(identity.accountId));
    }
    addRepositoryUrls(this, topology);
  }

  /** The registry policies and the replicas at the destinations of a registry's rules. */
  private neededBy(registry: Registry): readonly ITerraformDependable[] {
    const needed = new Set<ITerraformDependable>();
    for (const { filters, destinations } of registry.replication) {
      for (const destination of destinations) {
        const there = this.destinations.get(registryKey(destination));
        if (there?.policy !== undefined) needed.add(there.policy);
        for (const { name } of registry.repositories) {
          const replica = filtersMatch(filters, name) ? there?.repositories.get(name) : undefined;
          if (replica !== undefined) needed.add(replica);
        }
      }
    }
    return [...needed];
  }
}

interface Destination {
  readonly repositories: Repositories;
  readonly policy: ITerraformDependable | undefined;
}

/** For whoever pushes and pulls: registry → repository → URL, known at plan. */
function addRepositoryUrls(stack: TerraformStack, { registries }: Topology): void {
  const value: Record<string, Record<string, string>> = Object.fromEntries(
    registries.map((registry) => [
      registry.name,
      Object.fromEntries(registry.repositories.map(({ name }) => [name, repositoryUrl(registry, name)])),
    ]),
  );
  const output = new TerraformOutput(stack, 'repository_urls', {
    description: 'The URL of every repository, by registry and name.',
    value,
  });
  output.overrideLogicalId('repository_urls');
}
