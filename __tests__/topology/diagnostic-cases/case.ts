import type { DiagnosticCode } from '../../../src/topology/codes';
import { BASE, base } from '../declarations';

export interface Case {
  /** Wrong; «marks» enclose what the diagnostic points at. */
  readonly bad: string;
  /** What the message and the help must say. */
  readonly says: string;
  /** The nearest declaration without the fault; the base where there is nothing nearer. */
  readonly good?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Cases of the codes that start so; the type asks for every one of them. */
export type CasesOf<Prefix extends string> = Readonly<
  Record<Exclude<Extract<DiagnosticCode, `${Prefix}/${string}`>, ReadElsewhere>, readonly Case[]>
>;

/** These are about bytes and files, not text: `source.test.ts` has their cases. */
type ReadElsewhere = 'file/missing' | 'file/unreadable' | 'file/not-utf8';

export const RULE = '  - { from: develop, to: [develop_us, management], repositories: [my-repo] }\n';
export const REPOSITORY = '  my-repo: { registry: develop }\n';
export const rule = (text: string) => base(RULE, `  - { ${text} }\n`);
export const repository = (text: string) => base(REPOSITORY, `${REPOSITORY}  ${text}\n`);
export const account = (text: string) =>
  base('management: { id: "999999999999" }', `management: { ${text} }`);
export const registry = (text: string) =>
  base('  management: { account: management, region: ap-northeast-1 }', `  ${text}`);

/** `BASE` with entries under `access`. */
export const access = (...entries: readonly string[]) =>
  `${BASE}access:\n${entries.map((entry) => `  - { ${entry} }\n`).join('')}`;

export const many = (number: number, item: (index: number) => string) =>
  Array.from({ length: number }, (_, index) => item(index));

/** `number` rules from develop, each with a prefix of its own. */
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

/** A rule from develop to `number` registries of as many accounts. */
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

/** A rule with `number` prefixes. */
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

/** `number` repositories that are replicated to another account by name. */
export function longPolicy(number: number, mark = false): string {
  const repositories = many(
    number,
    (index) => `  team/service-${String(index).padStart(4, '0')}: { registry: develop }\n`,
  );
  return BASE.replace(REPOSITORY, REPOSITORY + repositories.join(''))
    .replace('[my-repo]', '[team/]')
    .replace('  management: { account', mark ? '  «management»: { account' : '  management: { account');
}

/** A grant on one repository to `number` principals. */
export function grantedTo(number: number, principal: (index: number) => string): string {
  return access(
    `allow: pull, repositories: my-repo, principals: [${many(number, principal).join(', ')}], identity: none`,
  );
}

/** A grant on `number` repositories to one principal. */
export function grantedOn(number: number, principal: string): string {
  const repositories = many(number, (index) => `  team/service-${index}: { registry: develop }\n`);
  return access(`allow: pull, repositories: "*", principals: ${principal}`).replace(
    REPOSITORY,
    REPOSITORY + repositories.join(''),
  );
}
