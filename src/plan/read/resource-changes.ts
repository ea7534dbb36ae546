import { sortedUnique } from '../../base/collections';
import {
  DATA_SOURCE_TYPES,
  MANAGED_TYPES,
  type Json,
  type JsonObject,
  type OtherChanges,
  type PlannedAction,
  type ResourceChange,
} from '../model/document';
import { at, textAt as textIn } from '../model/values';
import {
  asList,
  asObject,
  listAt,
  objectAt,
  optionalObjectAt,
  optionalTextAt,
  ShapeFault,
  shortJson,
  textAt,
  wrongShape,
} from './json-walk';

/**
 * Reads an entry of `resource_changes` or `resource_drift`. Returns no change if its type is not read, and two changes if the
 * old object is forgotten and a new one is created: the old object stays in AWS, with its images, outside of Terraform.
 * @throws ShapeFault
 */
export function readResourceChanges(json: Json, jsonPath: string): readonly ResourceChange[] {
  const entry = asObject(json, jsonPath);
  const modeAndType = readModeAndType(entry, jsonPath);
  if (modeAndType === undefined) return [];
  const change = objectAt(entry, 'change', jsonPath);
  const at = `${jsonPath}.change`;
  const action = readAction(change, at);
  const before = optionalObjectAt(change, 'before', at);
  const after = optionalObjectAt(change, 'after', at);
  const resourceChange: ResourceChange = {
    mode: modeAndType.mode,
    type: modeAndType.type,
    address: textAt(entry, 'address', jsonPath),
    previousAddress: optionalTextAt(entry, 'previous_address', jsonPath),
    moduleAddress: optionalTextAt(entry, 'module_address', jsonPath) ?? '',
    name: textAt(entry, 'name', jsonPath),
    isDeposed: optionalTextAt(entry, 'deposed', jsonPath) !== undefined,
    action: action === 'forget-and-create' ? 'replace' : action,
    isImported: optionalObjectAt(change, 'importing', at) !== undefined,
    before,
    // Most resources of a large plan do not change. One object for both values halves the memory.
    after: action === 'no-op' && after !== undefined ? (before ?? after) : after,
    afterUnknown: change.after_unknown ?? {},
    beforeSensitive: change.before_sensitive ?? {},
    afterSensitive: change.after_sensitive ?? {},
    replacedFor: replacedFor(change, at),
    reason: optionalTextAt(entry, 'action_reason', jsonPath),
  };
  checkValues(action, resourceChange, at);
  if (action !== 'forget-and-create') return [resourceChange];
  return [
    { ...resourceChange, action: 'forget', after: undefined, afterUnknown: {}, afterSensitive: {} },
    { ...resourceChange, action: 'create', before: undefined, beforeSensitive: {} },
  ];
}

const READ_TYPES: ReadonlySet<string> = new Set([...MANAGED_TYPES, ...DATA_SOURCE_TYPES]);

/**
 * Reads the change of a managed resource of another type. Returns undefined if nothing happens to it. These changes are only
 * counted, so an unknown shape or action is not a fault.
 */
export function readOtherChange(json: Json): Pick<OtherChanges, 'action' | 'address' | 'type'> | undefined {
  const type = textIn(json, 'type');
  if (type === undefined || READ_TYPES.has(type) || textIn(json, 'mode') !== 'managed') return undefined;
  const action = ACTIONS.get(JSON.stringify(at(json, 'change', 'actions'))) ?? 'update';
  if (action === 'no-op' || action === 'read') return undefined;
  return {
    type,
    action: action === 'forget-and-create' ? 'replace' : action,
    address: textIn(json, 'address') ?? type,
  };
}

type ModeAndType =
  | { readonly mode: 'managed'; readonly type: (typeof MANAGED_TYPES)[number] }
  | { readonly mode: 'data'; readonly type: (typeof DATA_SOURCE_TYPES)[number] };

/**
 * Returns the mode and type of a resource, or undefined if the type is not read.
 * @throws ShapeFault
 */
export function readModeAndType(entry: JsonObject, jsonPath: string): ModeAndType | undefined {
  const type = textAt(entry, 'type', jsonPath);
  const managed = MANAGED_TYPES.find((each) => each === type);
  const data = DATA_SOURCE_TYPES.find((each) => each === type);
  if (managed === undefined && data === undefined) return undefined;
  const mode = textAt(entry, 'mode', jsonPath);
  if (mode === 'managed') return managed && { mode, type: managed };
  if (mode === 'data') return data && { mode, type: data };
  throw new ShapeFault(`${jsonPath}.mode is ${shortJson(mode)}. It must be "managed" or "data".`);
}

type Action = PlannedAction | 'forget-and-create';

/**
 * By the JSON of `actions`. The last two are replacements with `destroy = false`.
 * https://developer.hashicorp.com/terraform/internals/json-format#change-representation
 */
const ACTIONS: ReadonlyMap<string, Action> = new Map([
  ['["no-op"]', 'no-op'],
  ['["create"]', 'create'],
  ['["read"]', 'read'],
  ['["update"]', 'update'],
  ['["delete"]', 'delete'],
  ['["forget"]', 'forget'],
  ['["delete","create"]', 'replace'],
  ['["create","delete"]', 'replace'],
  ['["create","forget"]', 'forget-and-create'],
  ['["forget","create"]', 'forget-and-create'],
]);

function readAction(change: JsonObject, jsonPath: string): Action {
  const actions = listAt(change, 'actions', jsonPath);
  const action = ACTIONS.get(JSON.stringify(actions));
  if (action !== undefined) return action;
  const known = [...ACTIONS.keys()].join(' ');
  throw new ShapeFault(`${jsonPath}.actions is ${shortJson(actions)}. It must be one of: ${known}.`);
}

/** Rejects a change whose `before` or `after` does not fit its action, because the review of it would be wrong. */
function checkValues(
  action: Action,
  { before, after }: Pick<ResourceChange, 'before' | 'after'>,
  jsonPath: string,
): void {
  // A data source may have been read before. A resource that is already deleted and stays so has neither value.
  if (action === 'read') return;
  const hasBefore = action === 'no-op' ? after !== undefined : action !== 'create';
  const hasAfter = action === 'no-op' ? before !== undefined : action !== 'delete' && action !== 'forget';
  if (hasBefore !== (before !== undefined)) {
    throw unexpectedValuesFault(`${jsonPath}.before`, hasBefore, action);
  }
  if (hasAfter !== (after !== undefined)) throw unexpectedValuesFault(`${jsonPath}.after`, hasAfter, action);
}

function unexpectedValuesFault(jsonPath: string, isExpected: boolean, action: Action): ShapeFault {
  return new ShapeFault(
    `${jsonPath} ${isExpected ? 'is missing' : 'is present'}, which is not valid for the action ${action}.`,
  );
}

const NONE: readonly string[] = [];

function replacedFor(change: JsonObject, jsonPath: string): readonly string[] {
  const paths = listAt(change, 'replace_paths', jsonPath);
  if (paths.length === 0) return NONE;
  return sortedUnique(paths.map((path, index) => attributePath(path, `${jsonPath}.replace_paths[${index}]`)));
}

/** `["encryption_configuration", 0, "kms_key"]` → `encryption_configuration[0].kms_key`. */
function attributePath(path: Json, jsonPath: string): string {
  return asList(path, jsonPath)
    .map((step, index) => {
      if (typeof step === 'number') return `[${step}]`;
      if (typeof step !== 'string') throw wrongShape(`${jsonPath}[${index}]`, 'a string or a number', step);
      if (!IDENTIFIER.test(step)) return `[${JSON.stringify(step)}]`;
      return index === 0 ? step : `.${step}`;
    })
    .join('');
}

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_-]*$/;
