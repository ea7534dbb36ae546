/**
 * Every number ECR (or its Terraform resource) enforces and this project checks. Where AWS's own pages disagree, the
 * one that refuses first is taken and the others are noted.
 *
 * Sources: "API" is the ECR API model (botocore `ecr/2015-09-21`), "quotas" the page
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html, "provider" the AWS provider's schema.
 */
export const LIMITS = {
  /** Quotas: 10 (25 in ca-central-1). API: 25. Provider: `MaxItems` 10, so 10 is what can be deployed. */
  replicationRulesPerRegistry: 10,
  /** Quotas: 25 distinct (account, Region) pairs over all rules of a registry, not adjustable. */
  replicationDestinationsPerRegistry: 25,
  /** API `RepositoryFilterList`. */
  filtersPerReplicationRule: 100,
  /** API `RepositoryFilterValue`, characters. */
  filterLength: { min: 2, max: 256 },
  /** API `RegistryScanningRuleList`; the provider takes 100, and ECR then refuses them. */
  scanningRulesPerRegistry: 2,
  /** API `ScanningRepositoryFilterList`: 0 to 100. Provider: `MinItems` 1. */
  filtersPerScanningRule: 100,
  /** API `ScanningRepositoryFilterValue`, characters. Provider: 256. */
  scanningFilterLength: { min: 1, max: 255 },
  /** API `RepositoryName`, characters. */
  repositoryNameLength: { min: 2, max: 256 },
  /** Provider: `ValidateFunc` of `prefix`, characters, the `/` at its end among them. API `Prefix`: 1 to 256. */
  templatePrefixLength: { min: 2, max: 256 },
  /** API `PullThroughCacheRuleRepositoryPrefix`, characters. */
  cachePrefixLength: { min: 2, max: 30 },
  /** Quotas: 50, not adjustable. */
  cacheRulesPerRegistry: 50,
  /** Provider: 255 characters. API `RepositoryTemplateDescription`: 256. */
  templateDescriptionLength: 255,
  /** API `RegistryPolicyText`, characters. */
  registryPolicyLength: 10_240,
  /** API `RepositoryPolicyText`, characters. */
  repositoryPolicyLength: 10_240,
  /** API `ImageTagMutabilityExclusionFilters`; the provider's `MaxItems` too. */
  exclusionFiltersPerRepository: { min: 1, max: 5 },
  /** API `ImageTagMutabilityExclusionFilterValue`, characters. */
  exclusionFilterLength: { min: 1, max: 128 },
  /** Provider: `ValidateFunc` of `filter`. */
  wildcardsPerExclusionFilter: 2,
  /** Quotas: 50, not adjustable. */
  rulesPerLifecyclePolicy: 50,
  /** https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html */
  wildcardsPerLifecyclePattern: 4,
  /** Characters. Nothing says it of lifecycle policies; it is what the API has for other descriptions. */
  lifecycleDescriptionLength: 256,
  /** API `ImageTag`, characters: no tag starts with more. */
  lifecycleTagLength: { min: 1, max: 300 },
  /** https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_examples.html */
  leastDaysArchived: 90,
  /** https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
  tagsPerResource: 50,
  /** The same page, characters. */
  tagKeyLength: { min: 1, max: 128 },
  tagValueLength: { min: 0, max: 256 },
  /** API `LifecyclePolicyText`, characters. No policy that has a rule is shorter than the 100 it asks for. */
  lifecyclePolicyLength: 30_720,
  /**
   * All inline policies of a role or user together, characters without white space.
   * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
   */
  inlinePoliciesLength: { role: 10_240, user: 2_048 },
} as const;
