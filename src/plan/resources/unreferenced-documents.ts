import type { Json, PlanDocument, ResourceChange } from '../document';
import { withoutIndexes } from './address-indexes';
import { at, entriesAt, isObject, textsAt } from './json';
import type { WrittenChange } from './written-change';

/**
 * Returns the policy documents that an argument may refer to through a local value. A plan does not contain local values, so
 * these are the documents of the same module that are read during apply and that no expression refers to directly.
 */
export function documentsBehindLocals(written: WrittenChange, argument: string): readonly ResourceChange[] {
  const { resource, placed, change } = written;
  const references = textsAt(resource?.expressions, argument, 'references');
  const isLocal = references.some((each) => each.startsWith('local.'));
  if (resource === undefined || !isLocal) return [];
  const referred = referredIn(resource.module.json);
  return documentsOf(placed.plan).filter(
    ({ moduleAddress, address }) =>
      moduleAddress === change.moduleAddress &&
      !referred.has(withoutIndexes(address.slice(moduleAddress === '' ? 0 : moduleAddress.length + 1))),
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
const REFERRED = new WeakMap<object, ReadonlySet<string>>();

/** Returns the addresses of the data sources that expressions of a module refer to. */
function referredIn(module: Json | undefined): ReadonlySet<string> {
  if (!isObject(module)) return new Set();
  const known = REFERRED.get(module);
  if (known !== undefined) return known;
  const found = new Set<string>();
  // The expressions inside of a called module are in another scope.
  const calls = entriesAt(module, 'module_calls').map(([, call]) => at(call, 'expressions') ?? null);
  for (const part of [at(module, 'resources'), at(module, 'outputs'), ...calls]) addReferences(part, found);
  REFERRED.set(module, found);
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
