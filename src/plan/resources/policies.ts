import {
  readPolicy,
  sortedUnique,
  type NotKnown,
  type PolicyDocument,
  type ReadPolicy,
} from '../../registry';
import type { Json, JsonObject, ResourceChange } from '../document';
import { indexesOf, referencesOf, type ConfiguredResource } from './configuration';
import { at, isUnknown, itemsAt, textAt, textsAt } from './json';
import type { PlacedPlan } from './places';
import type { PolicyInPlan, StatementOutline } from './planned';

/**
 * The policy before or after a change, as far as the plan tells it.
 * @param unknown `true` for what is not known, as in `after_unknown`
 */
export function policyIn(
  placed: PlacedPlan,
  change: ResourceChange,
  values: JsonObject,
  unknown: Json,
): PolicyInPlan {
  const text = textAt(values, 'policy');
  if (!isUnknown(unknown, 'policy')) return readText(text ?? '');
  // Text that is there and yet not to be known is sensitive; what its expression refers to, Terraform itself shows.
  if (text !== undefined) return { kind: 'notKnown', isSensitive: true, references: [], outline: [] };
  const resource = configured(placed, change);
  return {
    kind: 'notKnown',
    isSensitive: false,
    references: referencesOf(at(resource?.expressions, 'policy')),
    outline: outlineOf(placed, change, resource),
  };
}

/** The policy as the model has it. A text that is no policy is as good as none that is known. */
export function policyInModel(policy: PolicyInPlan): PolicyDocument | NotKnown {
  return policy.kind === 'policy' ? policy.policy : 'notKnown';
}

/** Hundreds of repositories often share one text. Kept by text, so that equal policies are the same object. */
const READ = new Map<string, ReadPolicy & { readonly text: string }>();
const MOST_KEPT = 10_000;

function readText(text: string): ReadPolicy & { readonly text: string } {
  const known = READ.get(text);
  if (known !== undefined) return known;
  const read = { ...readPolicy(text), text };
  if (READ.size >= MOST_KEPT) READ.clear();
  READ.set(text, read);
  return read;
}

function configured({ configuration }: PlacedPlan, change: ResourceChange): ConfiguredResource | undefined {
  return configuration.resource(change.moduleAddress, change.mode, change.type, change.name);
}

/**
 * What a `data.aws_iam_policy_document` says that is itself read only while applying: the plan has its arguments, as
 * far as they are known.
 */
function outlineOf(
  { plan, configuration }: PlacedPlan,
  change: ResourceChange,
  resource: ConfiguredResource | undefined,
): readonly StatementOutline[] {
  if (resource === undefined) return [];
  const traced = configuration.trace(resource.module, at(resource.expressions, 'policy'));
  if (traced?.kind !== 'attribute' || traced.resource.type !== 'aws_iam_policy_document') return [];
  const { name } = traced.resource;
  const sources = plan.changes.filter(
    (each) =>
      each.type === 'aws_iam_policy_document' &&
      each.name === name &&
      configuration.module(each.moduleAddress)?.json === traced.resource.module.json,
  );
  // Of several instances, the one with the same key is meant; where that cannot be told, none is.
  const own = sources.filter((each) => indexesOf(each.address) === indexesOf(change.address));
  const [source] = own.length === 0 && sources.length === 1 ? sources : own;
  return itemsAt(source?.after, 'statement').map((statement) => ({
    actions: sortedUnique(textsAt(statement, 'actions')),
    hasResources: hasResources(source, itemsAt(source?.after, 'statement').indexOf(statement)),
  }));
}

function hasResources(source: ResourceChange | undefined, index: number): boolean {
  const place = ['statement', index, 'resources'] as const;
  const unknown = at(source?.afterUnknown, ...place);
  return (
    itemsAt(source?.after, ...place).length > 0 ||
    isUnknown(source?.afterUnknown, ...place) ||
    (Array.isArray(unknown) && unknown.includes(true))
  );
}
