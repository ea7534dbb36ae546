import { join } from 'node:path';
import { readState } from '../../../src/plan/state/read-state';
import type { StateDocument } from '../../../src/plan/state/state-document';

/** States that Terraform wrote for the project next to them: `npm run states`. */
export const STATE_FILE = join(__dirname, '..', '..', 'fixtures', 'states', 'state-file.json');
export const SHOWN_STATE = join(__dirname, '..', '..', 'fixtures', 'states', 'shown.json');

/** Reads a state that is valid. */
export function stateOf(file: string): StateDocument {
  const result = readState(file);
  if (result.kind === 'state') return result.state;
  throw new Error(`${file}: ${result.fault.message}`);
}

interface InstanceParts {
  readonly type: string;
  readonly values: object;
  readonly name?: string;
  readonly module?: string;
  readonly provider?: string;
  readonly key?: number | string;
  readonly deposed?: string;
  readonly dependencies?: readonly string[];
}

/** Returns a state file of version 4. */
export function stateFileOf(instances: readonly InstanceParts[]): string {
  const resources = instances.map(({ type, name = 'x', values, ...parts }) => ({
    ...(parts.module === undefined ? {} : { module: parts.module }),
    mode: 'managed',
    type,
    name,
    provider: `provider["registry.terraform.io/hashicorp/aws"]${parts.provider === undefined ? '' : `.${parts.provider}`}`,
    instances: [
      {
        ...(parts.key === undefined ? {} : { index_key: parts.key }),
        ...(parts.deposed === undefined ? {} : { deposed: parts.deposed }),
        attributes: values,
        sensitive_attributes: [],
        dependencies: parts.dependencies ?? [],
      },
    ],
  }));
  return JSON.stringify({ version: 4, lineage: 'x', serial: 1, outputs: {}, resources });
}
