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
 * The declaration with its names followed. What could not be followed is missing here, and has been said; every part
 * knows its place in the file, so that a check can point at it.
 */
export interface Linked {
  readonly accounts: readonly LinkedAccount[];
  readonly registries: readonly LinkedRegistry[];
  readonly repositories: readonly LinkedRepository[];
  /** What a repository has that says nothing else. */
  readonly defaults: LinkedSettings;
  readonly rules: readonly LinkedRule[];
  readonly grants: readonly LinkedGrant[];
  readonly imports: LinkedImports;
  /** By the registry that their images are pushed to. */
  readonly originals: ReadonlyMap<LinkedRegistry, readonly LinkedRepository[]>;
  /** By registry and name: worked out once, for most of what follows asks. */
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
  /** Only where the Region exists. */
  readonly region: Region | undefined;
  readonly partition: Partition | undefined;
  readonly creationTemplates: readonly LinkedTemplate[];
  readonly pullThroughCache: readonly LinkedCacheRule[];
  /** Undefined where nothing is said of it. */
  readonly scanning: LinkedScanning | undefined;
  /** Sorted by name. */
  readonly accountSettings: readonly AccountSetting[];
  readonly statements: readonly LinkedStatement[];
}

export interface LinkedRepository {
  readonly name: RepositoryName;
  readonly path: Path;
  /** Where images are pushed: the originals. */
  readonly registries: readonly Reference[];
  /** Whether every registry it names was found. */
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
  /** Undefined where the entry names none, so that they follow from the repositories. */
  readonly registries: readonly Reference[] | undefined;
  /** Whether every registry it names was found. */
  readonly complete: boolean;
  readonly principals: readonly LinkedPrincipal[];
  readonly identity: 'inline' | 'managed' | 'none' | undefined;
  readonly isPublic: boolean;
}

/** The name of a repository, with `*` for anything. */
export interface LinkedGlob {
  readonly glob: string;
  readonly path: Path;
}

export interface LinkedPrincipal {
  readonly grantee: Grantee;
  /** As its ARN says, where it was written as one. */
  readonly partition: string | undefined;
  readonly path: Path;
}

/** A statement that the user wrote. */
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

/** A registry, and where the declaration names it. */
export interface Reference {
  readonly registry: LinkedRegistry;
  readonly path: Path;
}

export interface LinkedFilter {
  readonly filter: RepositoryFilter;
  readonly path: Path;
}

/** A repository that Terraform makes in a registry. */
export interface Held {
  readonly repository: LinkedRepository;
  /** Filled by a rule, and not where images are pushed. */
  readonly isReplica: boolean;
}

/** The originals and the replicas of a registry, by name. What ECR is to create by itself is not among them. */
export type Holding = ReadonlyMap<RepositoryName, Held>;

/** An entry under `creationTemplates`. */
export interface LinkedTemplate {
  readonly path: Path;
  /** Without a `/` at its end. Undefined where it was refused. */
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

/** An entry under `pullThroughCache`. What was refused of it is undefined. */
export interface LinkedCacheRule {
  readonly path: Path;
  /** Without a `/` at its end. */
  readonly prefix: string | undefined;
  /** A host, or the name of a registry. */
  readonly upstream: LinkedText | undefined;
  readonly upstreamPrefix: LinkedText | undefined;
  readonly credentialArn: LinkedText | undefined;
  readonly customRoleArn: LinkedText | undefined;
}

/** What stands under `scanning`. What was refused of it is undefined. */
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
 * The settings of a repository, or of what creates repositories. What nothing was said about is undefined. A part that
 * several have in common, for it stands under `defaults`, is one object: so it is judged and worked out once.
 */
export interface LinkedSettings {
  readonly mutability: LinkedMutability | undefined;
  readonly scanOnPush: boolean | undefined;
  readonly encryption: LinkedEncryption | undefined;
  readonly lifecycle: LinkedLifecycle | undefined;
  readonly tags: LinkedTags | undefined;
}

/** `imageTagMutability` and its exclusion filters, of which one may stand under `defaults`. */
export interface LinkedMutability {
  /** The sections that have a say, the nearest first. */
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
  /** One for every registry, or by the name of the registry. */
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

/** A lifecycle policy, as a list of rules or as the JSON that ECR takes. */
export type LinkedLifecycle = LinkedRules | LinkedLifecycleJson;

interface LinkedRules {
  readonly kind: 'rules';
  readonly path: Path;
  readonly rules: readonly LinkedLifecycleRule[];
}

export interface LinkedLifecycleJson {
  readonly kind: 'json';
  /** Where the JSON stands. */
  readonly path: Path;
  /** As it was written. */
  readonly json: string;
  readonly policy: LifecyclePolicy;
}

export interface LinkedLifecycleRule {
  readonly path: Path;
  /** The count is missing where there are several, or none. */
  readonly parts: LifecycleRuleParts;
}

/** What is declared and exists already. Only what says something is in here. */
export interface LinkedImports {
  readonly registries: ReadonlyMap<LinkedRegistry, LinkedImport<RegistryPart>>;
  /** By name. */
  readonly repositories: ReadonlyMap<string, LinkedRepositoryImport>;
}

/** What exists already of one thing: all that is declared of it, or these parts, of which there may be none. */
export interface LinkedImport<Part extends string> {
  readonly path: Path;
  readonly parts: 'all' | readonly LinkedPart<Part>[];
}

interface LinkedPart<Part extends string> {
  readonly part: Part;
  readonly path: Path;
}

export interface LinkedRepositoryImport {
  /** In every registry that is not named. */
  readonly everywhere: LinkedImport<RepositoryPart> | undefined;
  readonly registries: ReadonlyMap<LinkedRegistry, LinkedImport<RepositoryPart>>;
}
