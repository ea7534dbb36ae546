import type { LifecyclePolicy, PartialLifecycleRule } from '../../aws/lifecycle/policy';
import type { AccountId, AccountName, RegistryName, RepositoryFilter, RepositoryName } from '../../aws/names';
import type { Partition, Region } from '../../aws/partitions';
import type { Operation } from '../../aws/policy/actions';
import type { Condition } from '../../aws/policy/document';
import type { Grantee } from '../../aws/policy/principals';
import type { Credentials } from '../../model/deployment';
import type { RegistryPart, RepositoryPart } from '../../model/resource-types';
import type { ScanFrequency, Scanning } from '../../model/scanning';
import type { Encryption, ImageTagMutability, Tags, TemplateUse } from '../../model/settings';
import type { DeclaredRegistry } from '../schema/declaration';
import type { Path } from '../syntax/tree';

/**
 * The declaration with resolved names. An unresolved name is missing and already reported. Every part has its path, so
 * that checks can report its position.
 */
export interface BoundDeclaration {
  readonly accounts: readonly BoundAccount[];
  readonly registries: readonly BoundRegistry[];
  readonly repositories: readonly BoundRepository[];
  /** The settings of a repository that sets nothing itself. */
  readonly defaults: BoundRepositorySettings;
  readonly rules: readonly BoundReplicationRule[];
  readonly grants: readonly BoundGrant[];
  readonly imports: BoundImports;
  /** The repositories by the registry that their images are pushed to. */
  readonly originals: ReadonlyMap<BoundRegistry, readonly BoundRepository[]>;
  /** The originals and replicas of each registry, computed once because most checks use them. */
  readonly placed: ReadonlyMap<BoundRegistry, PlacedRepositories>;
}

export interface BoundAccount {
  readonly name: AccountName;
  readonly path: Path;
  readonly id: AccountId | undefined;
  readonly credentials: Credentials;
}

export interface BoundRegistry {
  readonly name: RegistryName;
  readonly path: Path;
  readonly account: BoundAccount | undefined;
  /** Undefined if the Region does not exist. */
  readonly region: Region | undefined;
  readonly partition: Partition | undefined;
  readonly creationTemplates: readonly BoundCreationTemplate[];
  readonly pullThroughCache: readonly BoundCacheRule[];
  /** Undefined if the registry has no scanning configuration. */
  readonly scanning: BoundScanning | undefined;
  /** Settings without names to resolve are lowered from here. Undefined if the registry was rejected. */
  readonly declared: DeclaredRegistry | undefined;
  readonly statements: readonly BoundStatement[];
}

export interface BoundRepository {
  readonly name: RepositoryName;
  readonly path: Path;
  /** The registries that images are pushed to. */
  readonly registries: readonly RegistryReference[];
  /** Whether every declared registry was resolved. */
  readonly isComplete: boolean;
  readonly forceDelete: boolean;
  readonly preventDestroy: boolean;
  readonly settings: BoundRepositorySettings;
  readonly statements: readonly BoundStatement[];
}

export interface BoundReplicationRule {
  readonly path: Path;
  readonly from: readonly RegistryReference[];
  readonly to: readonly RegistryReference[];
  readonly filters: readonly BoundFilter[] | 'all';
  readonly createRepositories: boolean;
}

/** An entry under `access`. */
export interface BoundGrant {
  readonly path: Path;
  readonly operations: readonly Operation[];
  readonly repositories: readonly BoundGlob[];
  /** Undefined if the entry has no `registries`: then the repositories determine them. */
  readonly registries: readonly RegistryReference[] | undefined;
  /** Whether every declared registry was resolved. */
  readonly isComplete: boolean;
  readonly principals: readonly BoundPrincipal[];
  readonly identity: 'inline' | 'managed' | 'none' | undefined;
  readonly isPublic: boolean;
}

/** A repository name in which `*` matches any text. */
export interface BoundGlob {
  readonly glob: string;
  readonly path: Path;
}

export interface BoundPrincipal {
  readonly grantee: Grantee;
  /** The partition of the ARN, if the principal is an ARN. */
  readonly partition: string | undefined;
  readonly path: Path;
}

/** A declared statement. */
export interface BoundStatement {
  readonly path: Path;
  readonly sid: string | undefined;
  readonly effect: 'Allow' | 'Deny';
  readonly principals: readonly BoundPrincipal[];
  readonly actions: readonly BoundText[];
  readonly resources: readonly BoundText[];
  readonly conditions: readonly BoundCondition[];
  readonly isPublic: boolean;
}

export interface BoundText {
  readonly text: string;
  readonly path: Path;
}

export interface BoundCondition extends Condition {
  readonly path: Path;
}

/** A resolved reference to a registry. */
export interface RegistryReference {
  readonly registry: BoundRegistry;
  readonly path: Path;
}

export interface BoundFilter {
  readonly filter: RepositoryFilter;
  readonly path: Path;
}

/** A repository that Terraform creates in a registry. */
export interface PlacedRepository {
  readonly repository: BoundRepository;
  /** Whether a rule fills it and no images are pushed to it. */
  readonly isReplica: boolean;
}

/** The originals and replicas of a registry by name, except replicas that ECR creates. */
export type PlacedRepositories = ReadonlyMap<RepositoryName, PlacedRepository>;

/** An entry under `creationTemplates`. */
export interface BoundCreationTemplate {
  readonly path: Path;
  /** Without a trailing `/`. Undefined if it was rejected. */
  readonly prefix: string | undefined;
  readonly appliedFor: readonly BoundTemplateUse[];
  readonly description: string | undefined;
  readonly settings: BoundRepositorySettings;
  readonly statements: readonly BoundStatement[];
  readonly customRoleArn: BoundText | undefined;
}

interface BoundTemplateUse {
  readonly use: TemplateUse;
  readonly path: Path;
}

/** An entry under `pullThroughCache`. Rejected values are undefined. */
export interface BoundCacheRule {
  readonly path: Path;
  /** Without a trailing `/`. */
  readonly prefix: string | undefined;
  /** A host name, or the name of a registry. */
  readonly upstream: BoundText | undefined;
  readonly upstreamPrefix: BoundText | undefined;
  readonly credentialArn: BoundText | undefined;
  readonly customRoleArn: BoundText | undefined;
}

/** The section `scanning` of a registry. Rejected values are undefined. */
export interface BoundScanning {
  readonly path: Path;
  readonly type: Scanning['type'] | undefined;
  readonly rules: readonly BoundScanningRule[];
  readonly enableInspector: boolean;
}

export interface BoundScanningRule {
  readonly path: Path;
  readonly frequency: ScanFrequency | undefined;
  readonly filters: readonly BoundText[];
}

/**
 * The settings of a repository or of a creation template; undefined if they are not set. Repositories share the objects
 * of `defaults`, so that each is checked and lowered once.
 */
export interface BoundRepositorySettings {
  readonly mutability: BoundMutability | undefined;
  readonly scanOnPush: boolean | undefined;
  readonly encryption: BoundEncryption | undefined;
  readonly lifecycle: BoundLifecyclePolicy | undefined;
  readonly tags: BoundTags | undefined;
}

/** `imageTagMutability` and its exclusion filters; one of the two may be under `defaults`. */
export interface BoundMutability {
  /** The paths of the sections that may set it, the most specific first. */
  readonly sections: readonly Path[];
  readonly mode: { readonly value: ImageTagMutability['mode']; readonly path: Path } | undefined;
  readonly filters: BoundExclusionFilters | undefined;
}

export interface BoundExclusionFilters {
  readonly items: readonly BoundText[];
  readonly path: Path;
}

export interface BoundEncryption {
  readonly path: Path;
  readonly type: Encryption['type'] | undefined;
  /** One key for every registry, or a key for each registry name. */
  readonly kmsKey: BoundText | BoundKmsKeys | undefined;
}

export interface BoundKmsKeys {
  readonly path: Path;
  readonly byRegistry: ReadonlyMap<string, BoundText>;
}

export interface BoundTags {
  readonly path: Path;
  /** Sorted by key. */
  readonly values: Tags;
}

/** A lifecycle policy, as a list of rules or as the JSON of ECR. */
export type BoundLifecyclePolicy = BoundLifecycleRules | BoundLifecycleJson;

interface BoundLifecycleRules {
  readonly kind: 'rules';
  readonly path: Path;
  readonly rules: readonly BoundLifecycleRule[];
}

export interface BoundLifecycleJson {
  readonly kind: 'json';
  /** The path of the JSON text. */
  readonly path: Path;
  readonly json: string;
  readonly policy: LifecyclePolicy;
}

export interface BoundLifecycleRule {
  readonly path: Path;
  /** Has no count if several are set, or none. */
  readonly parts: PartialLifecycleRule;
}

/** The resources that exist already and are imported. */
export interface BoundImports {
  readonly registries: ReadonlyMap<BoundRegistry, BoundImport<RegistryPart>>;
  /** By repository name. */
  readonly repositories: ReadonlyMap<string, BoundRepositoryImport>;
}

/**
 * The import of one registry or repository: everything that is declared for it, or a list of parts that may be empty.
 */
export interface BoundImport<Part extends string> {
  readonly path: Path;
  readonly parts: 'all' | readonly BoundImportPart<Part>[];
}

interface BoundImportPart<Part extends string> {
  readonly part: Part;
  readonly path: Path;
}

export interface BoundRepositoryImport {
  /** Applies in every registry. */
  readonly allRegistries: BoundImport<RepositoryPart> | undefined;
  readonly registries: ReadonlyMap<BoundRegistry, BoundImport<RepositoryPart>>;
}
