import { formatList } from '../../base/text.listed';
import type { Json } from '../model/document';
import type { Content } from './content';
import {
  CLOUD_PLAN,
  ERRORED,
  incompleteFault,
  REFRESH_ONLY,
  STATE,
  withoutChangesFault,
  WRITE_AGAIN,
  type Fault,
} from './faults';
import { shortJson, type ShapeFault } from './json-walk.shape';

/** Returns why a JSON object is not a plan, or not a complete one, or undefined if it is a complete plan. */
export function findFault(content: Content, shape: ShapeFault | undefined): Fault | undefined {
  const { keys, formatVersion, errored, complete, deferred, plannedExample } = content;
  if (keys.has('remote_plan_format')) return CLOUD_PLAN;
  if (isState(keys)) return STATE;
  if (formatVersion !== undefined && !isFormatVersion1(formatVersion)) {
    return unknownFormatFault(`The format_version of the plan is ${shortJson(formatVersion)}; 1.x is read.`);
  }
  // Terraform omits empty sections, and this one is never empty. Every other section may be missing.
  if (!keys.has('planned_values')) return otherJsonFault(keys);
  if (formatVersion === undefined) return unknownFormatFault('The plan has no format_version.');
  if (errored === true) return ERRORED;
  // Terraform before 1.8 and OpenTofu do not write `complete`.
  if (complete === false || deferred.length > 0) return incompleteFault(deferred);
  if (!isOptionalBoolean(errored))
    return malformedPlanFault(`errored is to be true or false, and is ${shortJson(errored)}.`);
  if (!isOptionalBoolean(complete))
    return malformedPlanFault(`complete is to be true or false, and is ${shortJson(complete)}.`);
  if (shape !== undefined) return malformedPlanFault(shape.message);
  // Terraform lists every managed resource, even if nothing happens to it.
  if (keys.has('resource_changes')) return undefined;
  if (keys.has('resource_drift')) return REFRESH_ONLY;
  return plannedExample === undefined ? undefined : withoutChangesFault(plannedExample);
}

/** Accepts `terraform show -json` of a state, also of an empty one, and a state file. */
function isState(keys: ReadonlySet<string>): boolean {
  if (keys.has('planned_values')) return false;
  const isEmpty = [...keys].every((key) => key === 'format_version' || key === 'terraform_version');
  return keys.has('values') || (keys.has('lineage') && keys.has('serial')) || (isEmpty && keys.size > 0);
}

/**
 * A minor version only adds to the format.
 * https://developer.hashicorp.com/terraform/internals/json-format
 */
function isFormatVersion1(version: Json): boolean {
  return typeof version === 'string' && /^1\.\d+$/.test(version);
}

function unknownFormatFault(message: string): Fault {
  return {
    kind: 'unknown-format',
    message,
    help: 'Write the plan with Terraform 1.1 or later, or OpenTofu. Where theirs is newer, look for a newer version of this program.',
  };
}

function isOptionalBoolean(value: Json | undefined): value is boolean | undefined {
  return value === undefined || typeof value === 'boolean';
}

function malformedPlanFault(message: string): Fault {
  return {
    kind: 'not-a-plan',
    message: `The plan is not as Terraform writes it. ${message}`,
    help: WRITE_AGAIN,
  };
}

function otherJsonFault(keys: ReadonlySet<string>): Fault {
  const names = [...keys].map((key) => shortJson(key));
  return {
    kind: 'not-a-plan',
    message: `This is JSON, but no plan: it has no planned_values. ${names.length === 0 ? 'It is empty.' : `It has ${formatList(names, 5)}.`}`,
    help: WRITE_AGAIN,
  };
}

export function noObjectFault(kind: 'list' | 'other' | undefined): Fault {
  return {
    kind: 'not-a-plan',
    message: `This is JSON, but no plan: it is ${kind === 'list' ? 'a list' : 'a single value'}, and a plan is an object.`,
    help: WRITE_AGAIN,
  };
}
