import type { AccountId } from '../aws/names';
import { repositoryUrl } from '../aws/arn';
import type { Backend, Credentials, Deployment, IdentityResource, Resource } from '../model/deployment';
import type { RegistryType, RegistryValues, Repository } from '../model/resource-types';
import type { RepositorySettings } from '../model/settings';
import type { Registry } from '../model/topology';
import type { PlacedResource, ProviderLayout, StackLayout } from './layout';
import { awsProviderVersion } from './provider-version';
import { resourceAddress } from './resources';

/**
 * Everything that the configuration of a stack, `cdk.tf.json`, contains. The constructs of `stacks` get no other
 * value, so two equal descriptions give the same configuration. Plain data.
 */
export interface StackDescription {
  readonly name: string;
  readonly awsProviderVersion: string;
  readonly backend: Backend;
  readonly providers: readonly ProviderDescription[];
  readonly resources: readonly ResourceDescription[];
  readonly imports: readonly ImportDescription[];
  /** By registry and name. Undefined if no registry belongs to the stack. */
  readonly repositoryUrls: Readonly<Record<string, Readonly<Record<string, string>>>> | undefined;
}

/** A configuration of the AWS provider. */
export interface ProviderDescription extends ProviderLayout {
  readonly credentials: Credentials;
  readonly defaultTags: Readonly<Record<string, string>>;
}

/** A resource with its provider, Region and dependencies. */
export interface ResourceDescription extends Pick<PlacedResource, 'after' | 'provider' | 'region'> {
  readonly block: ResourceBlock;
}

/** https://developer.hashicorp.com/terraform/language/import */
export interface ImportDescription {
  /** The address of the resource. */
  readonly to: string;
  readonly id: string;
}

/** The values of one resource, without the registry and without the values of other resources. */
export type ResourceBlock = IdentityBlock | RegistryBlock;

type RegistryBlock = {
  readonly [Type in RegistryType]: {
    readonly type: Type;
    /** The Terraform name. */
    readonly id: string;
    readonly accountId: AccountId;
  } & BlockValues<Type>;
}[RegistryType];

type BlockValues<Type extends RegistryType> = Type extends keyof SeparateBlocks
  ? SeparateBlocks[Type]
  : RegistryValues[Type];

/** A repository of the model contains its policies, which are resources of their own in Terraform. */
interface SeparateBlocks {
  readonly aws_ecr_repository: { readonly repository: RepositoryBlock };
  readonly aws_ecr_repository_policy: Omit<RegistryValues['aws_ecr_repository_policy'], 'repository'>;
  readonly aws_ecr_lifecycle_policy: Omit<RegistryValues['aws_ecr_lifecycle_policy'], 'repository'>;
}

interface RepositoryBlock extends Omit<Repository, 'policy' | 'settings'> {
  readonly settings: Omit<RepositorySettings, 'lifecyclePolicy'>;
}

type IdentityBlock = BlockOfIdentity<IdentityResource>;

/** Distributes over the types. */
type BlockOfIdentity<Each extends IdentityResource> = Each extends IdentityResource
  ? Omit<Each, 'identity'> & { readonly identity: Pick<Each['identity'], 'name' | 'partition'> }
  : never;

/** The block of a resource of one type. */
export type BlockOf<Type extends ResourceBlock['type']> = Extract<ResourceBlock, { readonly type: Type }>;

/** Returns the description of a stack. */
export function describeStack(layout: StackLayout, deployment: Deployment): StackDescription {
  const { name, providers, resources, registries } = layout;
  return {
    name,
    awsProviderVersion: awsProviderVersion(resources),
    backend: deployment.backend,
    providers: providers.map((provider) => describeProvider(provider, deployment)),
    resources: resources.map(({ resource, provider, region, after }) => ({
      block: blockOf(resource),
      provider,
      region,
      after,
    })),
    imports: resources.flatMap(({ resource, importedAs }) =>
      importedAs === undefined ? [] : [{ to: resourceAddress(resource), id: importedAs }],
    ),
    repositoryUrls: registries.length === 0 ? undefined : repositoryUrls(registries),
  };
}

function describeProvider(provider: ProviderLayout, { accounts, tags }: Deployment): ProviderDescription {
  const account = accounts.find(({ id }) => id === provider.accountId);
  return { ...provider, credentials: account?.credentials ?? { kind: 'ambient' }, defaultTags: tags };
}

function repositoryUrls(registries: readonly Registry[]): StackDescription['repositoryUrls'] {
  return Object.fromEntries(
    registries.map((registry) => [
      registry.name,
      Object.fromEntries(registry.repositories.map(({ name }) => [name, repositoryUrl(registry, name)])),
    ]),
  );
}

/** Returns the values of a resource that Terraform writes into its block. */
export function blockOf(resource: Resource): ResourceBlock {
  if ('identity' in resource) {
    const { name, partition } = resource.identity;
    return { ...resource, identity: { name, partition } };
  }
  const { registry, ...values } = resource;
  const { accountId } = registry;
  if (values.type === 'aws_ecr_repository') {
    return { ...values, accountId, repository: repositoryBlock(values.repository) };
  }
  if (values.type === 'aws_ecr_repository_policy') {
    const { type, id, policy } = values;
    return { type, id, accountId, policy };
  }
  if (values.type === 'aws_ecr_lifecycle_policy') {
    const { type, id, lifecyclePolicy } = values;
    return { type, id, accountId, lifecyclePolicy };
  }
  return { ...values, accountId };
}

function repositoryBlock({ name, forceDelete, preventDestroy, settings }: Repository): RepositoryBlock {
  const { imageTagMutability, scanOnPush, encryption, tags } = settings;
  return {
    name,
    forceDelete,
    preventDestroy,
    settings: { imageTagMutability, scanOnPush, encryption, tags },
  };
}
