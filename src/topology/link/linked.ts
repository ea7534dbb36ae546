import type {
  AccountId,
  AccountName,
  AccountSetting,
  Condition,
  Credentials,
  Encryption,
  Grantee,
  ImageTagMutability,
  LifecyclePolicy,
  LifecycleRuleParts,
  Operation,
  Partition,
  Region,
  RegistryName,
  RepositoryFilter,
  RepositoryName,
  Scanning,
  ScanFrequency,
  Tags,
  TemplateUse,
} from '../../registry';
import type { RegistryPart, RepositoryPart } from '../schema/imports';
import type { Path } from '../tree';

/**
 * The declaration with resolved names. An unresolved name is missing and already reported. Every part has its path, so
 * that checks can report its position.
 */
export interface Linked {
  readonly accounts: readonly LinkedAccount[];
  readonly registries: readonly LinkedRegistry[];
  readonly repositories: readonly LinkedRepository[];
  /** The settings of a repository without settings of its own. */
  readonly defaults: LinkedSettings;
  readonly rules: readonly LinkedRule[];
  readonly grants: readonly LinkedGrant[];
  readonly imports: LinkedImports;
  /** The repositories by the registry that their images are pushed to. */
  readonly originals: ReadonlyMap<LinkedRegistry, readonly LinkedRepository[]>;
  /** The originals and replicas of each registry, computed once because most checks use them. */
  readonly held: ReadonlyMap<LinkedRegistry, Holding>;
}

export interface LinkedAccount {
  readonly name: AccountName;
  readonly path: Path;
  readonly id: AccountId | undefined;
  readonly credentials: Credentials;
}

export interface LinkedRegistry {
  readonly name: RegistryName;
  readonly path: Path;
  readonly account: LinkedAccount | undefined;
  /** Undefined if the Region does not exist. */
  readonly region: Region | undefined;
  readonly partition: Partition | undefined;
  readonly creationTemplates: readonly LinkedTemplate[];
  readonly pullThroughCache: readonly LinkedCacheRule[];
  /** Undefined if the registry has no scanning configuration. */
  readonly scanning: LinkedScanning | undefined;
  /** Sorted by name. */
  readonly accountSettings: readonly AccountSetting[];
  readonly statements: readonly LinkedStatement[];
}

export interface LinkedRepository {
  readonly name: RepositoryName;
  readonly path: Path;
  /** The registries that images are pushed to. */
  readonly registries: readonly Reference[];
  /** Whether every declared registry was resolved. */
  readonly complete: boolean;
  readonly forceDelete: boolean;
  readonly preventDestroy: boolean;
  readonly settings: LinkedSettings;
  readonly statements: readonly LinkedStatement[];
}

export interface LinkedRule {
  readonly path: Path;
  readonly from: readonly Reference[];
  readonly to: readonly Reference[];
  readonly filters: readonly LinkedFilter[] | 'all';
  readonly createRepositories: boolean;
}

/** An entry under `access`. */
export interface LinkedGrant {
  readonly path: Path;
  readonly operations: readonly Operation[];
  readonly repositories: readonly LinkedGlob[];
  /** Undefined if the entry has no `registries`: then the repositories determine them. */
  readonly registries: readonly Reference[] | undefined;
  /** Whether every declared registry was resolved. */
  readonly complete: boolean;
  readonly principals: readonly LinkedPrincipal[];
  readonly identity: 'inline' | 'managed' | 'none' | undefined;
  readonly isPublic: boolean;
}

/** A repository name in which `*` matches any text. */
export interface LinkedGlob {
  readonly glob: string;
  readonly path: Path;
}

export interface LinkedPrincipal {
  readonly grantee: Grantee;
  /** The partition of the ARN, if the principal is an ARN. */
  readonly partition: string | undefined;
  readonly path: Path;
}

/** A declared statement. */
export interface LinkedStatement {
  readonly path: Path;
  readonly sid: string | undefined;
  readonly effect: 'Allow' | 'Deny';
  readonly principals: readonly LinkedPrincipal[];
  readonly actions: readonly LinkedText[];
  readonly resources: readonly LinkedText[];
  readonly conditions: readonly LinkedCondition[];
  readonly isPublic: boolean;
}

export interface LinkedText {
  readonly text: string;
  readonly path: Path;
}

export interface LinkedCondition extends Condition {
  readonly path: Path;
}

/** A resolved reference to a registry. */
export interface Reference {
  readonly registry: LinkedRegistry;
  readonly path: Path;
}

export interface LinkedFilter {
  readonly filter: RepositoryFilter;
  readonly path: Path;
}

/** A repository that Terraform creates in a registry. */
export interface Held {
  readonly repository: LinkedRepository;
  /** Whether a rule fills it and no images are pushed to it. */
  readonly isReplica: boolean;
}

/** The originals and replicas of a registry by name, except replicas that ECR creates. */
export type Holding = ReadonlyMap<RepositoryName, Held>;

/** An entry under `creationTemplates`. */
export interface LinkedTemplate {
  readonly path: Path;
  /** Without a trailing `/`. Undefined if it was rejected. */
  readonly prefix: string | undefined;
  readonly appliedFor: readonly LinkedUse[];
  readonly description: string | undefined;
  readonly settings: LinkedSettings;
  readonly statements: readonly LinkedStatement[];
  readonly customRoleArn: LinkedText | undefined;
}

interface LinkedUse {
  readonly use: TemplateUse;
  readonly path: Path;
}

/** An entry under `pullThroughCache`. Rejected values are undefined. */
export interface LinkedCacheRule {
  readonly path: Path;
  /** Without a trailing `/`. */
  readonly prefix: string | undefined;
  /** A host name, or the name of a registry. */
  readonly upstream: LinkedText | undefined;
  readonly upstreamPrefix: LinkedText | undefined;
  readonly credentialArn: LinkedText | undefined;
  readonly customRoleArn: LinkedText | undefined;
}

/** The section `scanning` of a registry. Rejected values are undefined. */
export interface LinkedScanning {
  readonly path: Path;
  readonly type: Scanning['type'] | undefined;
  readonly rules: readonly LinkedScanningRule[];
  readonly enableInspector: boolean;
}

export interface LinkedScanningRule {
  readonly path: Path;
  readonly frequency: ScanFrequency | undefined;
  readonly filters: readonly LinkedText[];
}

/**
 * The settings of a repository or of a creation template; undefined if they are not set. Repositories share the objects
 * of `defaults`, so that each is checked and lowered once.
 */
export interface LinkedSettings {
  readonly mutability: LinkedMutability | undefined;
  readonly scanOnPush: boolean | undefined;
  readonly encryption: LinkedEncryption | undefined;
  readonly lifecycle: LinkedLifecycle | undefined;
  readonly tags: LinkedTags | undefined;
}

/** `imageTagMutability` and its exclusion filters; one of the two may be under `defaults`. */
export interface LinkedMutability {
  /** The paths of the sections that may set it, the most specific first. */
  readonly places: readonly Path[];
  readonly mode: { readonly value: ImageTagMutability['mode']; readonly path: Path } | undefined;
  readonly filters: LinkedFilters | undefined;
}

export interface LinkedFilters {
  readonly items: readonly LinkedText[];
  readonly path: Path;
}

export interface LinkedEncryption {
  readonly path: Path;
  readonly type: Encryption['type'] | undefined;
  /** One key for every registry, or a key for each registry name. */
  readonly kmsKey: LinkedText | LinkedKeys | undefined;
}

export interface LinkedKeys {
  readonly path: Path;
  readonly byRegistry: ReadonlyMap<string, LinkedText>;
}

export interface LinkedTags {
  readonly path: Path;
  /** Sorted by key. */
  readonly values: Tags;
}

/** A lifecycle policy, as a list of rules or as the JSON of ECR. */
export type LinkedLifecycle = LinkedRules | LinkedLifecycleJson;

interface LinkedRules {
  readonly kind: 'rules';
  readonly path: Path;
  readonly rules: readonly LinkedLifecycleRule[];
}

export interface LinkedLifecycleJson {
  readonly kind: 'json';
  /** The path of the JSON text. */
  readonly path: Path;
  readonly json: string;
  readonly policy: LifecyclePolicy;
}

export interface LinkedLifecycleRule {
  readonly path: Path;
  /** Has no count if several are set, or none. */
  readonly parts: LifecycleRuleParts;
}

/** The resources that exist already and are imported. */
export interface LinkedImports {
  readonly registries: ReadonlyMap<LinkedRegistry, LinkedImport<RegistryPart>>;
  /** By repository name. */
  readonly repositories: ReadonlyMap<string, LinkedRepositoryImport>;
}

/**
 * The import of one registry or repository: everything that is declared for it, or a list of parts that may be empty.
 */
export interface LinkedImport<Part extends string> {
  readonly path: Path;
  readonly parts: 'all' | readonly LinkedPart<Part>[];
}

interface LinkedPart<Part extends string> {
  readonly part: Part;
  readonly path: Path;
}

export interface LinkedRepositoryImport {
  /** Applies in every registry. */
  readonly everywhere: LinkedImport<RepositoryPart> | undefined;
  readonly registries: ReadonlyMap<LinkedRegistry, LinkedImport<RepositoryPart>>;
}
