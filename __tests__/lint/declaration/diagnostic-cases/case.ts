import type { DiagnosticCode } from '../../../../src/declaration/syntax/diagnostic-codes';
import { BASE, base } from '../../../declaration/declarations';

export interface Case {
  /** An invalid declaration; «marks» enclose the span of the diagnostic. */
  readonly bad: string;
  /** A part of the message and help. */
  readonly message: string;
  /** The most similar valid declaration; `BASE` by default. */
  readonly good?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** The cases of every code with this prefix. */
export type CasesOf<Prefix extends string> = Readonly<
  Record<Exclude<Extract<DiagnosticCode, `${Prefix}/${string}`>, FileCode>, readonly Case[]>
>;

/** These codes depend on bytes and files, not on text; `source.test.ts` tests them. */
type FileCode = 'file/missing' | 'file/unreadable' | 'file/not-utf8';

export const RULE = '  - { from: develop, to: [develop_us, management], repositories: [my-repo] }\n';
export const REPOSITORY = '  my-repo: { registry: develop }\n';
export const rule = (text: string) => base(RULE, `  - { ${text} }\n`);
export const repository = (text: string) => base(REPOSITORY, `${REPOSITORY}  ${text}\n`);
export const account = (text: string) =>
  base('management: { id: "999999999999" }', `management: { ${text} }`);
export const registry = (text: string) =>
  base('  management: { account: management, region: ap-northeast-1 }', `  ${text}`);

/** Returns `BASE` with entries under `access`. */
export const access = (...entries: readonly string[]) =>
  `${BASE}access:\n${entries.map((entry) => `  - { ${entry} }\n`).join('')}`;

export const many = (number: number, item: (index: number) => string) =>
  Array.from({ length: number }, (_, index) => item(index));

/** Returns `BASE` with `number` rules from develop, each with its own prefix. */
export function rules(
  number: number,
  mark: (rule: string, index: number) => string = (text) => text,
): string {
  const lines = many(
    number,
    (index) => `  - ${mark(`{ from: develop, to: [develop_us], repositories: [app${index}/] }`, index)}\n`,
  );
  const repositories = many(number, (index) => `  app${index}/x: { registry: develop }\n`);
  return BASE.replace(RULE, lines.join('')).replace(REPOSITORY, REPOSITORY + repositories.join(''));
}

/** Returns `BASE` with a rule from develop to `number` registries of different accounts. */
export function destinations(
  number: number,
  mark: (name: string, index: number) => string = (text) => text,
): string {
  const accounts = many(number, (index) => `  far${index}: { id: "${String(300_000_000_000 + index)}" }\n`);
  const registries = many(number, (index) => `  far${index}: { account: far${index}, region: eu-west-1 }\n`);
  const names = many(number, (index) => mark(`far${index}`, index));
  return BASE.replace('registries:\n', `${accounts.join('')}registries:\n${registries.join('')}`).replace(
    '[develop_us, management]',
    `[${names.join(', ')}]`,
  );
}

/** Returns `BASE` with `number` prefixes in the rule. */
export function filters(
  number: number,
  mark: (name: string, index: number) => string = (text) => text,
): string {
  const repositories = many(number, (index) => `  app${index}/x: { registry: develop }\n`);
  const names = many(number, (index) => mark(`app${index}/`, index));
  return BASE.replace(REPOSITORY, REPOSITORY + repositories.join('')).replace(
    '[my-repo]',
    `[${names.join(', ')}]`,
  );
}

/** Returns `BASE` with `number` repositories that are replicated to another account by name. */
export function longPolicy(number: number, mark = false): string {
  const repositories = many(
    number,
    (index) => `  team/service-${String(index).padStart(4, '0')}: { registry: develop }\n`,
  );
  return BASE.replace(REPOSITORY, REPOSITORY + repositories.join(''))
    .replace('[my-repo]', '[team/]')
    .replace('  management: { account', mark ? '  «management»: { account' : '  management: { account');
}

/** Returns `BASE` with a grant on one repository to `number` principals. */
export function grantedTo(number: number, principal: (index: number) => string): string {
  return access(
    `allow: pull, repositories: my-repo, principals: [${many(number, principal).join(', ')}], identity: none`,
  );
}

/** Returns `BASE` with a grant on `number` repositories to one principal. */
export function grantedOn(number: number, principal: string): string {
  const repositories = many(number, (index) => `  team/service-${index}: { registry: develop }\n`);
  return access(`allow: pull, repositories: "*", principals: ${principal}`).replace(
    REPOSITORY,
    REPOSITORY + repositories.join(''),
  );
}
