import { parseIdentityArn, type IdentityId } from '../../aws/arn';
import { isAccountId } from '../../aws/names';
import { getPartition } from '../../aws/partitions';
import type { ConfiguredResource, Module } from '../locate/configuration';
import { toConfiguredChange, type ConfiguredChange } from '../locate/configured-change';
import type { LocatedPlan } from '../locate/providers';
import { locateResource } from '../locate/resource-registry';
import { withoutIndexes } from '../model/addresses';
import type { Json, JsonObject } from '../model/document';
import type { Address } from '../model/planned-resource';
import { at, entriesAt, isObject, isUnknown, itemsAt, textAt, textsAt, valuesOf } from '../model/values';

/** A role or user that the plans create, destroy or replace. */
export interface IdentityChange extends Address {
  readonly action: 'create' | 'delete' | 'replace';
  /** The account may be a placeholder. */
  readonly identity: IdentityId;
  /** Whether Terraform creates the identity before another resource. */
  readonly isCreatedBefore: (other: Address) => boolean;
}

/** Returns the changes in the plans' order. */
export function identityChanges(plans: readonly LocatedPlan[]): readonly IdentityChange[] {
  return plans.flatMap((located) =>
    located.plan.changes.flatMap((change) => identityChangesOf(toConfiguredChange(located, change))),
  );
}

function identityChangesOf(configured: ConfiguredChange): readonly IdentityChange[] {
  const { change, located, resource } = configured;
  const { type, action, mode, address, isDeposed } = change;
  if (mode !== 'managed' || isDeposed || (type !== 'aws_iam_role' && type !== 'aws_iam_user')) return [];
  if (action !== 'create' && action !== 'delete' && action !== 'replace') return [];
  const identity = identityOf(configured, action === 'create' ? 'after' : 'before');
  if (identity === undefined) return [];
  const isCreatedBefore = (other: Address) => {
    const otherResource =
      other.plan === located.plan.file ? findConfigured(located, other.address) : undefined;
    return otherResource !== undefined && resource !== undefined && dependsOn(otherResource, resource);
  };
  return [{ plan: located.plan.file, address, action, identity, isCreatedBefore }];
}

function findConfigured(located: LocatedPlan, address: string): ConfiguredResource | undefined {
  const change = located.plan.changes.find((each) => each.address === address);
  return change === undefined ? undefined : toConfiguredChange(located, change).resource;
}

function identityOf(configured: ConfiguredChange, when: 'after' | 'before'): IdentityId | undefined {
  const found = valuesOf(configured.change, when);
  if (found === undefined) return undefined;
  const { values, unknown } = found;
  const arn = isUnknown(unknown, 'arn') ? undefined : textAt(values, 'arn');
  const name = isUnknown(unknown, 'name') ? undefined : textAt(values, 'name');
  const known = arn === undefined ? undefined : parseIdentityArn(arn);
  if (known !== undefined || name === undefined) return known;
  return {
    kind: configured.change.type === 'aws_iam_user' ? 'user' : 'role',
    name,
    ...arnPartsOf(configured, values),
  };
}

function arnPartsOf(
  configured: ConfiguredChange,
  values: JsonObject,
): Pick<IdentityId, 'accountId' | 'partition' | 'path'> {
  const { accountId, region } = locateResource(configured, values);
  return { accountId, partition: getPartition(region).id, path: textAt(values, 'path') ?? '/' };
}

/** Whether the ARN of a principal is that of an identity. Any account matches if the account of the identity is unknown. */
export function matchesPrincipal({ kind, accountId, path, name }: IdentityId, principal: string): boolean {
  const parsed = parseIdentityArn(principal);
  if (parsed?.kind !== kind || parsed.path !== path || parsed.name !== name) return false;
  return parsed.accountId === accountId || !isAccountId(accountId);
}

/** A resource, data source, variable or output of a module, by the address in references: `aws_iam_role.ci`. */
interface ConfiguredNode {
  readonly module: Module;
  readonly address: string;
}

/**
 * Whether Terraform creates `on` before `resource`, because `resource` refers to it, directly or through variables, outputs and
 * data sources, or lists it in `depends_on`. Misses references through locals: a plan does not contain their expressions.
 */
function dependsOn(resource: ConfiguredResource, on: ConfiguredResource): boolean {
  const target = addressOf(on);
  const seen = new Map<Json | undefined, Set<string>>();
  const queue: ConfiguredNode[] = [{ module: resource.module, address: addressOf(resource) }];
  // The loop appends to the list that it iterates over.
  for (const { module, address } of queue) {
    const visited = seen.get(module.json) ?? new Set<string>();
    seen.set(module.json, visited);
    if (visited.has(address)) continue;
    visited.add(address);
    if (module.json === on.module.json && address === target) return true;
    queue.push(...dependenciesOf(module, address));
  }
  return false;
}

function addressOf({ mode, type, name }: Pick<ConfiguredResource, 'mode' | 'name' | 'type'>): string {
  return `${mode === 'data' ? 'data.' : ''}${type}.${name}`;
}

function addressInJson(resource: Json): string {
  const mode = textAt(resource, 'mode') === 'data' ? 'data' : 'managed';
  return addressOf({ mode, type: textAt(resource, 'type') ?? '', name: textAt(resource, 'name') ?? '' });
}

function dependenciesOf(module: Module, address: string): readonly ConfiguredNode[] {
  const [first = '', second = '', third = ''] = address.split('.');
  if (first === 'var') return variableDependencies(module, second);
  if (first === 'module') return outputDependencies(module, second, third);
  const resource = itemsAt(module.json, 'resources').find((each) => addressInJson(each) === address);
  if (resource === undefined) return [];
  return [...toNodes(module, collectReferences(resource)), ...callDependencies(module)];
}

function variableDependencies({ caller }: Module, name: string): readonly ConfiguredNode[] {
  if (caller === undefined) return [];
  return toNodes(caller.module, collectReferences(at(caller.calledModule, 'expressions', name)));
}

function outputDependencies(module: Module, name: string, outputName: string): readonly ConfiguredNode[] {
  const calledModule = at(module.json, 'module_calls', name);
  if (calledModule === undefined) return [];
  const called: Module = { json: at(calledModule, 'module'), caller: { module, calledModule } };
  return entriesAt(called.json, 'outputs')
    .filter(([each]) => outputName === '' || each === outputName)
    .flatMap(([, each]) => toNodes(called, collectReferences(each)));
}

/** Returns the `depends_on` of all module calls around a resource. */
function callDependencies({ caller }: Module): readonly ConfiguredNode[] {
  if (caller === undefined) return [];
  return [
    ...toNodes(caller.module, textsAt(caller.calledModule, 'depends_on')),
    ...callDependencies(caller.module),
  ];
}

/** Returns all references in the expressions of a resource, call or output, and in its `depends_on`. */
function collectReferences(json: Json | undefined): readonly string[] {
  if (Array.isArray(json)) return json.flatMap((each: Json) => collectReferences(each));
  if (!isObject(json)) return [];
  return entriesAt(json).flatMap(([key, value]) =>
    key === 'references' || key === 'depends_on' ? textsAt(json, key) : collectReferences(value),
  );
}

/** `data.aws_iam_role.ci["x"].arn` → `data.aws_iam_role.ci`. */
function toNodes(module: Module, references: readonly string[]): readonly ConfiguredNode[] {
  return references.map((reference) => {
    const parts = withoutIndexes(reference).split('.');
    const length = parts[0] === 'data' || parts[0] === 'module' ? 3 : 2;
    return { module, address: parts.slice(0, length).join('.') };
  });
}
