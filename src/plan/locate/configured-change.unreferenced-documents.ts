import type { Json, PlanDocument, ResourceChange } from '../model/document';
import { withoutIndexes } from '../model/addresses';
import { at, entriesAt, isObject, textsAt } from '../model/values';
import type { ConfiguredChange } from './configured-change';

/**
 * Returns the policy documents that an argument may refer to through a local value. A plan does not contain local values, so
 * these are the documents of the same module that are read during apply and that no expression refers to directly.
 */
export function documentsFromLocals(
  configured: ConfiguredChange,
  argument: string,
): readonly ResourceChange[] {
  const { resource, located, change } = configured;
  const references = textsAt(resource?.expressions, argument, 'references');
  const isLocal = references.some((each) => each.startsWith('local.'));
  if (resource === undefined || !isLocal) return [];
  const referenced = referencedDataSources(resource.module.json);
  return documentsOf(located.plan).filter(
    ({ moduleAddress, address }) =>
      moduleAddress === change.moduleAddress &&
      !referenced.has(withoutIndexes(address.slice(moduleAddress === '' ? 0 : moduleAddress.length + 1))),
  );
}

/** Plans are immutable, so the documents of each are found once. */
const DOCUMENTS = new WeakMap<PlanDocument, readonly ResourceChange[]>();

function documentsOf(plan: PlanDocument): readonly ResourceChange[] {
  const found = DOCUMENTS.get(plan) ?? plan.changes.filter(({ type }) => type === 'aws_iam_policy_document');
  DOCUMENTS.set(plan, found);
  return found;
}

/** Configurations are immutable, so each module is read once. */
const REFERENCED = new WeakMap<object, ReadonlySet<string>>();

/** Returns the addresses of the data sources that expressions of a module refer to. */
function referencedDataSources(module: Json | undefined): ReadonlySet<string> {
  if (!isObject(module)) return new Set();
  const known = REFERENCED.get(module);
  if (known !== undefined) return known;
  const found = new Set<string>();
  // The expressions inside of a called module are in another scope.
  const calls = entriesAt(module, 'module_calls').map(([, call]) => at(call, 'expressions') ?? null);
  for (const part of [at(module, 'resources'), at(module, 'outputs'), ...calls]) addReferences(part, found);
  REFERENCED.set(module, found);
  return found;
}

function addReferences(json: Json | undefined, found: Set<string>): void {
  if (typeof json !== 'object' || json === null) return;
  const values: readonly (Json | undefined)[] = Object.values(json);
  for (const value of values) addReferences(value, found);
  if (!isObject(json)) return;
  for (const reference of textsAt(json, 'references')) {
    const [data, type, name] = withoutIndexes(reference).split('.');
    if (data === 'data') found.add([data, type, name].join('.'));
  }
}
