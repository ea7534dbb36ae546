import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The arguments of a resource, as they stand in `cdk.tf.json`. */
type Arguments = Record<string, unknown>;
/** Type → name → arguments. */
type Resources = Partial<Record<string, Record<string, Arguments>>>;

/** What moto 5.2.1 and version 5.100.0 of the AWS provider cannot take, and how it is taken out of a stack. */
interface Limit {
  readonly why: string;
  readonly takeOut: (resources: Resources) => void;
}

const NOT_IN_MOTO = ['account_setting', 'pull_through_cache_rule', 'repository_creation_template'];

const LIMITS: readonly Limit[] = [
  ...NOT_IN_MOTO.map((type) => ({
    why: `moto does not know aws_ecr_${type}`,
    takeOut: (resources: Resources) => {
      // The name is one of the three above.
      Reflect.deleteProperty(resources, `aws_ecr_${type}`);
    },
  })),
  {
    why: 'the provider knows no tag mutability with exclusions',
    takeOut: each('aws_ecr_repository', (repository) => {
      delete repository.image_tag_mutability_exclusion_filter;
      repository.image_tag_mutability = text(repository.image_tag_mutability ?? 'MUTABLE').replace(/_.*/, '');
    }),
  },
  {
    why: 'moto archives no images: its lifecycle rules only expire, by what was pushed, in one storage class',
    takeOut: each('aws_ecr_lifecycle_policy', (resource) => {
      const { rules } = JSON.parse(text(resource.policy)) as { readonly rules: readonly unknown[] }; // ECR's own shape
      const taken = rules.filter((rule) => !/archive|transition|storageClass/.test(JSON.stringify(rule)));
      resource.policy = JSON.stringify({ rules: taken });
    }),
  },
  {
    why: 'moto takes two actions in a registry policy, ecr:CreateRepository and ecr:ReplicateImage',
    takeOut: (resources) => {
      const policies = resources.aws_ecr_registry_policy ?? {};
      for (const [name, resource] of Object.entries(policies)) {
        const policy = JSON.parse(text(resource.policy)) as { readonly Statement: readonly Statement[] }; // IAM's shape
        const taken = policy.Statement.filter(({ Action }) => Action.every((action) => TAKEN.has(action)));
        if (taken.length === 0) Reflect.deleteProperty(policies, name);
        else resource.policy = JSON.stringify({ ...policy, Statement: taken });
      }
    },
  },
  {
    why: 'moto takes one rule in a replication configuration',
    takeOut: each('aws_ecr_replication_configuration', (resource) => {
      const { rule } = resource.replication_configuration as { readonly rule: readonly unknown[] }; // the provider's shape
      resource.replication_configuration = { rule: rule.slice(0, 1) };
    }),
  },
];

interface Statement {
  readonly Action: readonly string[];
}

const TAKEN: ReadonlySet<string> = new Set(['ecr:CreateRepository', 'ecr:ReplicateImage']);

function each(type: string, change: (resource: Arguments) => void): Limit['takeOut'] {
  return (resources) => {
    Object.values(resources[type] ?? {}).forEach(change);
  };
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError(`${JSON.stringify(value)} is no text`);
  return value;
}

/**
 * Takes out of a synthesised stack what cannot be deployed here.
 * @returns why, for each that was there
 */
export function keepWhatMotoTakes(stackFolder: string): readonly string[] {
  const file = join(stackFolder, 'cdk.tf.json');
  const stack = JSON.parse(readFileSync(file, 'utf8')) as { readonly resource: Resources }; // Terraform's JSON syntax
  const reasons = LIMITS.filter(({ takeOut }) => {
    const before = JSON.stringify(stack.resource);
    takeOut(stack.resource);
    return JSON.stringify(stack.resource) !== before;
  });
  forgetDependencies(stack.resource);
  writeFileSync(file, JSON.stringify(stack));
  return reasons.map(({ why }) => why);
}

export const WHY_NOT: readonly string[] = LIMITS.map(({ why }) => why);

/** On what is gone nothing can depend. */
function forgetDependencies(resources: Resources): void {
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
