import { parse, stringify } from 'yaml';
import { DECLARATION } from './diagnose-text';

export const CALLER = 'arn:aws:sts::111111111111:assumed-role/ci/build';
export const ROLE = 'arn:aws:iam::111111111111:role/ci';

export interface Denial {
  readonly caller?: string;
  readonly action?: string;
  readonly on?: string;
  readonly because?: string;
}

/** An access denied message of AWS. */
export function denial({
  caller = CALLER,
  action = 'ecr:PutImage',
  on = 'arn:aws:ecr:us-west-2:999999999999:repository/your-repo',
  because = 'no identity-based policy',
}: Denial = {}): string {
  return `denied: User: ${caller} is not authorized to perform: ${action} on resource: ${on} because ${because} allows the ${action} action`;
}

export const withAccess = (entry: string) => `${DECLARATION}access:\n  - ${entry}\n`;
export const granted = (identity = 'inline', role = ROLE) =>
  withAccess(`{ allow: push, repositories: [your-repo], principals: [${role}], identity: ${identity} }`);

type Sections = Readonly<Record<string, unknown>>;

/** Merges the YAML of a diagnosis step into a declaration. */
export function applyFix(declaration: string, code: string): string {
  return stringify(mergeValues(parse(declaration) as Sections, parse(code) as Sections));
}

/** Concatenates lists and merges mappings. */
function mergeValues(before: unknown, added: unknown): unknown {
  if (Array.isArray(before) && Array.isArray(added)) {
    return [...(before as unknown[]), ...(added as unknown[])];
  }
  if (typeof before !== 'object' || typeof added !== 'object' || before === null || added === null) {
    return added;
  }
  const result: Record<string, unknown> = { ...(before as Sections) };
  for (const [key, value] of Object.entries(added)) result[key] = mergeValues(result[key], value);
  return result;
}
