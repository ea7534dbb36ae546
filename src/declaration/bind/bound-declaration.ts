import type { AccountId, AccountName, RegistryName, RepositoryFilter, RepositoryName } from '../../aws/names';
import type { Partition, Region } from '../../aws/partitions';
import type { Operation } from '../../aws/policy/actions';
import type { Condition } from '../../aws/policy/document';
import type { Grantee } from '../../aws/policy/principals';
import type { Credentials } from '../../model/deployment';
import type { RegistryPart, RepositoryPart } from '../../model/resource-types';
import type { TemplateUse } from '../../model/settings';
import type { DeclaredStatement } from '../schema/access';
import type { DeclaredRepository } from '../schema/declaration';
import type { DeclaredImport } from '../schema/imports';
import type { Field, Located } from '../schema/located';
import type { DeclaredCacheRule, DeclaredRegistry, DeclaredScanning } from '../schema/registries';
import type { DeclaredEncryption, DeclaredLifecycle, DeclaredTags } from '../schema/repository-settings';
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
  /** Whether every name in these sections is known. Otherwise an unknown name may be in a part that was rejected. */
  readonly isComplete: { readonly registries: boolean; readonly repositories: boolean };
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
  readonly pullThroughCache: readonly DeclaredCacheRule[];
  /** Undefined if the registry has no scanning configuration. */
  readonly scanning: DeclaredScanning | undefined;
  /** Settings without names to resolve are lowered from here. */
  readonly declared: DeclaredRegistry;
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
  /** Repository names in which `*` matches any text. */
  readonly repositories: readonly Located<string>[];
  /** Undefined if the entry has no `registries`: then the repositories determine them. */
  readonly registries: readonly RegistryReference[] | undefined;
  /** Whether every declared registry was resolved. */
  readonly isComplete: boolean;
  readonly principals: readonly BoundPrincipal[];
  readonly identity: 'inline' | 'managed' | 'none' | undefined;
  readonly isPublic: boolean;
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
  readonly actions: readonly Located<string>[];
  /** The registries in which a repository policy has the statement. Undefined if all that have the repository. */
  readonly registries: readonly RegistryReference[] | undefined;
  readonly resources: DeclaredStatement['value']['resources'];
  /** Whether a `<<` was rejected: a key that is absent may be declared. */
  readonly isIncomplete: boolean;
  readonly conditions: readonly BoundCondition[];
  /** Whether a condition was rejected. */
  readonly hasRefusedCondition: boolean;
  readonly isPublic: boolean;
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
  readonly appliedFor: readonly Located<TemplateUse>[];
  readonly description: string | undefined;
  readonly settings: BoundRepositorySettings;
  readonly statements: readonly BoundStatement[];
  readonly customRoleArn: Field<string>;
}

/**
 * The settings of a repository or of a creation template; undefined if they are not set. Repositories share the objects
 * of `defaults`, so that each is checked and lowered once.
 */
export interface BoundRepositorySettings {
  readonly mutability: BoundMutability | undefined;
  readonly scanOnPush: Located<boolean> | undefined;
  readonly encryption: DeclaredEncryption | undefined;
  readonly lifecycle: DeclaredLifecycle | undefined;
  readonly tags: DeclaredTags | undefined;
}

/** `imageTagMutability` and its exclusion filters; one of the two may be under `defaults`. */
export interface BoundMutability {
  readonly mode: DeclaredRepository['imageTagMutability'];
  readonly filters: DeclaredRepository['imageTagMutabilityExclusionFilters'];
}

/** The resources that exist already and are imported. */
export interface BoundImports {
  /** The accounts whose identity policies exist. */
  readonly accounts: ReadonlyMap<BoundAccount, Located<boolean>>;
  readonly registries: ReadonlyMap<BoundRegistry, DeclaredImport<RegistryPart>>;
  /** By repository name. */
  readonly repositories: ReadonlyMap<string, BoundRepositoryImport>;
}

export interface BoundRepositoryImport {
  /** Applies in every registry. */
  readonly allRegistries: DeclaredImport<RepositoryPart> | undefined;
  readonly registries: ReadonlyMap<BoundRegistry, DeclaredImport<RepositoryPart>>;
}
