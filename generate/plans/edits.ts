import { isRecord, type Json, type JsonRecord } from './json';

/** Values to set in the plan of one resource, and whether the configuration also sets them. */
interface Edit {
  readonly address: string;
  readonly values: JsonRecord;
  readonly isConfigured: boolean;
}

/**
 * Values that version 5.100.0 of the provider cannot plan, by case. Each case is the nearest plan that it can
 * make, edited.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/version-6-upgrade
 */
const EDITS: Readonly<Record<string, readonly Edit[]>> = {
  'exclusion-opens-latest': [withExclusion('IMMUTABLE_WITH_EXCLUSION')],
  'immutable-with-exclusion': [withExclusion('IMMUTABLE_WITH_EXCLUSION')],
  'mutable-with-exclusion': [withExclusion('MUTABLE_WITH_EXCLUSION')],
  'region-argument': [
    // If the argument is not set, version 6 plans the Region of the provider.
    ...inRegion('ap-northeast-1', false, [
      'aws_ecr_lifecycle_policy.app',
      'aws_ecr_registry_policy.tokyo',
      'aws_ecr_replication_configuration.tokyo',
      'aws_ecr_repository.app',
    ]),
    ...inRegion('us-west-1', true, [
      'aws_ecr_lifecycle_policy.replica',
      'aws_ecr_registry_policy.california',
      'aws_ecr_repository.replica',
    ]),
  ],
};

function withExclusion(mode: string): Edit {
  return {
    address: 'aws_ecr_repository.app',
    values: {
      image_tag_mutability: mode,
      image_tag_mutability_exclusion_filter: [{ filter: 'latest*', filter_type: 'WILDCARD' }],
    },
    isConfigured: true,
  };
}

function inRegion(region: string, isConfigured: boolean, addresses: readonly string[]): readonly Edit[] {
  return addresses.map((address) => ({ address, values: { region }, isConfigured }));
}

/** Throws if the plan does not contain the resource, because the case would then not test what its name says. */
export function applyEdits(folder: string, plan: Json): Json {
  const edits = EDITS[folder] ?? [];
  if (edits.length === 0) return plan;
  const copy = structuredClone(plan);
  for (const edit of edits) applyEdit(edit, copy);
  return copy;
}

function applyEdit({ address, values, isConfigured }: Edit, plan: Json): void {
  Object.assign(recordAt(resourceIn(plan, ['resource_changes'], address), 'change', 'after'), values);
  Object.assign(
    recordAt(resourceIn(plan, ['planned_values', 'root_module', 'resources'], address), 'values'),
    values,
  );
  if (!isConfigured) return;
  const configured = resourceIn(plan, ['configuration', 'root_module', 'resources'], address);
  Object.assign(recordAt(configured, 'expressions'), expressionsOf(values));
}

/** An argument is an expression. A block is a list of expressions. */
function expressionsOf(values: JsonRecord): JsonRecord {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.map((block) => expressionsOf(recordAt(block))) : { constant_value: value },
    ]),
  );
}

function resourceIn(plan: Json, path: readonly string[], address: string): JsonRecord {
  const list = path.reduce<Json | undefined>((json, key) => (isRecord(json) ? json[key] : undefined), plan);
  const found = Array.isArray(list)
    ? list.find((each) => isRecord(each) && each.address === address)
    : undefined;
  if (!isRecord(found)) throw new Error(`there is no ${address} in ${path.join('.')} to edit`);
  return found;
}

function recordAt(json: Json | undefined, ...path: readonly string[]): JsonRecord {
  const found = path.reduce<Json | undefined>((each, key) => (isRecord(each) ? each[key] : undefined), json);
  if (!isRecord(found)) throw new Error(`there is no ${path.join('.')} to edit`);
  return found;
}
