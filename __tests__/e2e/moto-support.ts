import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The arguments of a resource in `cdk.tf.json`. */
type Arguments = Record<string, unknown>;
/** Type → name → arguments. */
type Resources = Partial<Record<string, Record<string, Arguments>>>;

/** A resource or argument that moto 5.2.1 or version 5.100.0 of the AWS provider does not support. */
interface Limitation {
  readonly reason: string;
  /** Removes it from a stack. */
  readonly remove: (resources: Resources) => void;
}

const NOT_IN_MOTO = [
  'account_setting',
  'pull_through_cache_rule',
  'pull_time_update_exclusion',
  'repository_creation_template',
];

const LIMITATIONS: readonly Limitation[] = [
  ...NOT_IN_MOTO.map((type) => ({
    reason: `moto does not support aws_ecr_${type}`,
    remove: (resources: Resources) => {
      // The type is one of NOT_IN_MOTO.
      Reflect.deleteProperty(resources, `aws_ecr_${type}`);
    },
  })),
  {
    reason: 'the provider does not support tag mutability with exclusions',
    remove: forEachOfType('aws_ecr_repository', (repository) => {
      delete repository.image_tag_mutability_exclusion_filter;
      repository.image_tag_mutability = text(repository.image_tag_mutability ?? 'MUTABLE').replace(/_.*/, '');
    }),
  },
  {
    reason: 'moto supports only lifecycle rules that expire images by push time, in one storage class',
    remove: forEachOfType('aws_ecr_lifecycle_policy', (resource) => {
      const { rules } = JSON.parse(text(resource.policy)) as { readonly rules: readonly unknown[] }; // the lifecycle policy of ECR
      const supported = rules.filter((rule) => !/archive|transition|storageClass/.test(JSON.stringify(rule)));
      resource.policy = JSON.stringify({ rules: supported });
    }),
  },
  {
    reason: 'moto accepts only ecr:CreateRepository and ecr:ReplicateImage in a registry policy',
    remove: (resources) => {
      const policies = resources.aws_ecr_registry_policy ?? {};
      for (const [name, resource] of Object.entries(policies)) {
        const policy = JSON.parse(text(resource.policy)) as { readonly Statement: readonly Statement[] }; // an IAM policy
        const supported = policy.Statement.filter(({ Action }) =>
          Action.every((action) => SUPPORTED_ACTIONS.has(action)),
        );
        if (supported.length === 0) Reflect.deleteProperty(policies, name);
        else resource.policy = JSON.stringify({ ...policy, Statement: supported });
      }
    },
  },
  {
    reason: 'moto accepts only one rule in a replication configuration',
    remove: forEachOfType('aws_ecr_replication_configuration', (resource) => {
      const { rule } = resource.replication_configuration as { readonly rule: readonly unknown[] }; // the block of the provider
      resource.replication_configuration = { rule: rule.slice(0, 1) };
    }),
  },
];

interface Statement {
  readonly Action: readonly string[];
}

const SUPPORTED_ACTIONS: ReadonlySet<string> = new Set(['ecr:CreateRepository', 'ecr:ReplicateImage']);

function forEachOfType(type: string, change: (resource: Arguments) => void): Limitation['remove'] {
  return (resources) => {
    Object.values(resources[type] ?? {}).forEach(change);
  };
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError(`${JSON.stringify(value)} is not a string`);
  return value;
}

/**
 * Removes the resources and arguments of a synthesised stack that moto and the provider do not support.
 * @returns the reason for each removal
 */
export function removeUnsupportedByMoto(stackFolder: string): readonly string[] {
  const file = join(stackFolder, 'cdk.tf.json');
  const stack = JSON.parse(readFileSync(file, 'utf8')) as { readonly resource: Resources }; // Terraform's JSON syntax
  const reasons = LIMITATIONS.filter(({ remove }) => {
    const before = JSON.stringify(stack.resource);
    remove(stack.resource);
    return JSON.stringify(stack.resource) !== before;
  });
  removeDanglingDependencies(stack.resource);
  writeFileSync(file, JSON.stringify(stack));
  return reasons.map(({ reason }) => reason);
}

export const UNSUPPORTED_REASONS: readonly string[] = LIMITATIONS.map(({ reason }) => reason);

/** Removes references to resources that the stack no longer has. */
function removeDanglingDependencies(resources: Resources): void {
  const addresses = new Set(
    Object.entries(resources).flatMap(([type, named]) =>
      Object.keys(named ?? {}).map((name) => `${type}.${name}`),
    ),
  );
  for (const resource of Object.values(resources).flatMap((named) => Object.values(named ?? {}))) {
    if (!Array.isArray(resource.depends_on)) continue;
    resource.depends_on = resource.depends_on.filter((address) => addresses.has(text(address)));
  }
}
