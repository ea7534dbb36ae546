/**
 * Every limit of ECR (or of its Terraform resource) that this project checks. If AWS documents different
 * values, this table contains the one that is enforced first and its comment lists the others.
 *
 * Sources: "API" is the ECR API model (botocore `ecr/2015-09-21`), "quotas" the page
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html, "provider" the AWS provider's
 * schema.
 */
export const LIMITS = {
  /** Quotas: 10 (25 in ca-central-1). API: 25. Provider: `MaxItems` 10, so Terraform can deploy 10. */
  replicationRulesPerRegistry: 10,
  /** Quotas: 25 distinct (account, Region) pairs over all rules of a registry, not adjustable. */
  replicationDestinationsPerRegistry: 25,
  /** API `RepositoryFilterList`. */
  filtersPerReplicationRule: 100,
  /** API `RepositoryFilterValue`, characters. */
  filterLength: { min: 2, max: 256 },
  /** API `RegistryScanningRuleList`. The provider accepts 100, and ECR then rejects them. */
  scanningRulesPerRegistry: 2,
  /** API `ScanningRepositoryFilterList`: 0 to 100. Provider: `MinItems` 1. */
  filtersPerScanningRule: 100,
  /** API `ScanningRepositoryFilterValue`, characters. Provider: 256. */
  scanningFilterLength: { min: 1, max: 255 },
  /** API `RepositoryName`, characters. */
  repositoryNameLength: { min: 2, max: 256 },
  /** Provider: `ValidateFunc` of `prefix`, characters, including the trailing `/`. API `Prefix`: 1 to 256. */
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
  /** API `ImageTagMutabilityExclusionFilters` and the provider's `MaxItems`. */
  exclusionFiltersPerRepository: { min: 1, max: 5 },
  /** API `ImageTagMutabilityExclusionFilterValue`, characters. */
  exclusionFilterLength: { min: 1, max: 128 },
  /** Provider: `ValidateFunc` of `filter`. */
  wildcardsPerExclusionFilter: 2,
  /** Quotas: 50, not adjustable. */
  rulesPerLifecyclePolicy: 50,
  /** https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html */
  wildcardsPerLifecyclePattern: 4,
  /** Characters. Not documented for lifecycle policies. The API uses this limit for other descriptions. */
  lifecycleDescriptionLength: 256,
  /** API `ImageTag`, characters. A longer prefix matches no tag. */
  lifecycleTagLength: { min: 1, max: 300 },
  /** https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_examples.html */
  leastDaysArchived: 90,
  /** https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
  tagsPerResource: 50,
  /** Same page, characters. */
  tagKeyLength: { min: 1, max: 128 },
  tagValueLength: { min: 0, max: 256 },
  /**
   * API `LifecyclePolicyText`, characters. The API minimum of 100 is not checked, because every policy with a
   * rule is longer.
   */
  lifecyclePolicyLength: 30_720,
  /**
   * Total of all inline policies of a role or user, characters without white space.
   * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
   */
  inlinePoliciesLength: { role: 10_240, user: 2_048 },
} as const;
