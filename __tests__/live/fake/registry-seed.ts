import type {
  CreateRepositoryRequest,
  ImageReplicationStatus,
  ImageStatus,
  PullThroughCacheRule,
  RegistryScanningConfiguration,
  ReplicationRule,
  RepositoryCreationTemplate,
} from '@aws-sdk/client-ecr';
import { checkedRegistryPolicy, checkedRepositoryPolicy, tryParse } from './ecr/policies';
import { digestOf } from './ecr/put-image';
import { checkedReplication } from './ecr/registry';
import { keyOf } from './ecr/replicate';
import { newRepository } from './ecr/repositories';
import { isJson, storedLifecycle } from './stored-json';
import type { ImageState, RegistryState, RepositoryState, World } from './world';

/** A JSON document, as text or data. */
export type Document = object | string;

/** A repository as in `CreateRepository`, with everything that belongs to it. */
export interface RepositorySeed extends Omit<
  Partial<CreateRepositoryRequest>,
  'registryId' | 'repositoryName' | 'tags'
> {
  readonly name: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly policy?: Document;
  readonly lifecyclePolicy?: Document;
  readonly images?: readonly ImageSeed[];
}

export interface ImageSeed {
  /** If undefined, the digest of the manifest. */
  readonly digest?: string;
  readonly tags?: readonly string[];
  readonly pushedAt?: Date;
  readonly size?: number;
  readonly mediaType?: string;
  readonly status?: ImageStatus;
  /** The digests that an index contains. */
  readonly children?: readonly string[];
  /** If undefined, a manifest that no other image has. */
  readonly manifest?: string;
  readonly replicationStatuses?: readonly ImageReplicationStatus[];
}

export interface TemplateSeed extends Omit<
  RepositoryCreationTemplate,
  'lifecyclePolicy' | 'repositoryPolicy'
> {
  readonly prefix: string;
  readonly repositoryPolicy?: Document;
  readonly lifecyclePolicy?: Document;
}

/** Sets the state of a registry without a call. */
export class RegistrySeed {
  private images = 0;

  public constructor(
    private readonly world: World,
    /** What the registry contains now. */
    public readonly state: RegistryState,
  ) {}

  public addRepository({
    name,
    tags = {},
    policy,
    lifecyclePolicy,
    images = [],
    ...settings
  }: RepositorySeed): this {
    const repository = newRepository(this.world, {
      repositoryName: name,
      tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      ...settings,
    });
    if (policy !== undefined) repository.policy = checkedRepositoryPolicy(this.state, textOf(policy));
    if (lifecyclePolicy !== undefined) repository.lifecycle = storedLifecycleOf(lifecyclePolicy);
    this.state.repositories.set(name, repository);
    for (const image of images) this.addImage(name, image);
    return this;
  }

  /** Adds an image. Its digest is returned. */
  public addImage(repositoryName: string, seed: ImageSeed = {}): string {
    const repository = this.repository(repositoryName);
    this.images += 1;
    const mediaType = seed.mediaType ?? (seed.children === undefined ? IMAGE_TYPE : INDEX_TYPE);
    const manifest = seed.manifest ?? this.manifestOf(repository, mediaType, seed.children ?? []);
    const image: ImageState = {
      digest: seed.digest ?? digestOf(manifest),
      tags: new Set(seed.tags),
      manifest,
      mediaType,
      artifactMediaType: seed.children === undefined ? CONFIG_TYPE : undefined,
      size: seed.size ?? 1000 + this.images,
      status: seed.status ?? 'ACTIVE',
      pushedAt: seed.pushedAt ?? this.world.now,
      children: seed.children ?? [],
      replicationStatuses: new Map(
        seed.replicationStatuses?.map((each) => [
          keyOf({ registryId: each.registryId ?? '', region: each.region ?? '' }),
          each,
        ]),
      ),
    };
    for (const tag of image.tags) for (const other of repository.images.values()) other.tags.delete(tag);
    repository.images.set(image.digest, image);
    return image.digest;
  }

  public setPolicy(policy: Document): this {
    this.state.policy = checkedRegistryPolicy(this.state, textOf(policy));
    return this;
  }

  public setReplication(rules: readonly ReplicationRule[]): this {
    this.state.replication = checkedReplication(this.state, rules);
    return this;
  }

  public setScanning(scanning: RegistryScanningConfiguration): this {
    this.state.scanning = scanning;
    return this;
  }

  public addCreationTemplate({ repositoryPolicy, lifecyclePolicy, ...template }: TemplateSeed): this {
    this.state.templates.set(template.prefix, {
      imageTagMutability: 'MUTABLE',
      encryptionConfiguration: { encryptionType: 'AES256' },
      ...template,
      ...(repositoryPolicy === undefined
        ? {}
        : { repositoryPolicy: checkedRepositoryPolicy(this.state, textOf(repositoryPolicy)) }),
      ...(lifecyclePolicy === undefined ? {} : { lifecyclePolicy: storedLifecycleOf(lifecyclePolicy) }),
      createdAt: this.world.now,
      updatedAt: this.world.now,
    });
    return this;
  }

  public addPullThroughCacheRule(
    rule: PullThroughCacheRule & { readonly ecrRepositoryPrefix: string },
  ): this {
    const { now } = this.world;
    this.state.cacheRules.set(rule.ecrRepositoryPrefix, {
      registryId: this.state.accountId,
      createdAt: now,
      updatedAt: now,
      ...rule,
    });
    return this;
  }

  public setAccountSetting(name: string, value: string): this {
    this.state.accountSettings.set(name, value);
    return this;
  }

  public addPullTimeUpdateExclusion(principalArn: string): this {
    this.state.exclusions.add(principalArn);
    return this;
  }

  /** Sets the status of Amazon Inspector for ECR, for example `ENABLED`. */
  public setInspector(status: string): this {
    this.state.inspector = status;
    return this;
  }

  private repository(name: string): RepositoryState {
    const repository = this.state.repositories.get(name);
    if (repository === undefined) throw new Error(`${name} was not added`);
    return repository;
  }

  private manifestOf({ name }: RepositoryState, mediaType: string, children: readonly string[]): string {
    const { accountId, region } = this.state;
    return JSON.stringify({
      schemaVersion: 2,
      mediaType,
      ...(children.length === 0
        ? { config: { mediaType: CONFIG_TYPE }, layers: [] }
        : { manifests: children.map((digest) => ({ mediaType: IMAGE_TYPE, digest })) }),
      annotations: { name: `${accountId}/${region}/${name}/${this.images}` },
    });
  }
}

const IMAGE_TYPE = 'application/vnd.oci.image.manifest.v1+json';
const INDEX_TYPE = 'application/vnd.oci.image.index.v1+json';
const CONFIG_TYPE = 'application/vnd.oci.image.config.v1+json';

function storedLifecycleOf(document: Document): string {
  const policy = tryParse(textOf(document));
  if (!isJson(policy)) throw new Error(`not a lifecycle policy: ${textOf(document)}`);
  return storedLifecycle(policy);
}

function textOf(document: Document): string {
  return typeof document === 'string' ? document : JSON.stringify(document);
}
