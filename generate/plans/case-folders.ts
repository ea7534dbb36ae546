import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Where the cases are, with the modules that several of them call. */
export const PLANS = resolve(__dirname, '..', '..', '__tests__', 'fixtures', 'plans');

/** What a folder is planned from: HCL, or a declaration of this project. */
const INPUTS = ['main.tf', 'topology.yaml'] as const;

/** What somebody did, in one plan or several. */
export interface CaseFolder {
  readonly name: string;
  /** Relative to `PLANS`: the case's own folder, or one for each plan. */
  readonly plans: readonly string[];
}

/** The cases of these names, or all of them. */
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
