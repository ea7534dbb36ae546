import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The folder of the cases, and of the files and modules that they share. */
export const PLANS = resolve(__dirname, '..', '..', '__tests__', 'fixtures', 'plans');

/** A case is planned from HCL or from a declaration of this project. */
const INPUTS = ['main.tf', 'topology.yaml'] as const;

/** A case with one or more plans. */
export interface CaseFolder {
  readonly name: string;
  /** Relative to `PLANS`: the folder of the case, or one folder for each plan. */
  readonly plans: readonly string[];
}

/** Returns the cases of these names, or all cases if there are no names. */
export function casesIn(names: readonly string[]): readonly CaseFolder[] {
  const all = foldersIn(PLANS).map((name) => ({ name, plans: plansOf(name) }));
  const cases = all.filter(({ plans }) => plans.length > 0);
  const unknown = names.find((name) => !cases.some((each) => each.name === name));
  if (unknown !== undefined) throw new Error(`there is no case '${unknown}' with ${INPUTS.join(' or ')}`);
  return names.length === 0 ? cases : cases.filter(({ name }) => names.includes(name));
}

function plansOf(name: string): readonly string[] {
  if (name === 'modules') return [];
  const folders = [name, ...foldersIn(join(PLANS, name)).map((folder) => join(name, folder))];
  return folders.filter((folder) => INPUTS.some((input) => existsSync(join(PLANS, folder, input))));
}

function foldersIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}
