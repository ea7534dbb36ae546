import { BASE, base } from './declarations';

export const RULE = '  - { from: develop, to: [develop_us, management], repositories: [my-repo] }\n';
export const REPOSITORY = '  my-repo: { registry: develop }\n';
const MANAGEMENT = '  management: { account: management, region: ap-northeast-1 }';

export const many = (number: number, item: (index: number) => string) =>
  Array.from({ length: number }, (_, index) => item(index));

export const rule = (text: string) => base(RULE, `  - { ${text} }\n`);
export const repository = (text: string) => base(REPOSITORY, `${REPOSITORY}  ${text}\n`);
export const account = (text: string) =>
  base('management: { id: "999999999999" }', `management: { ${text} }`);
export const registry = (text: string) => base(MANAGEMENT, `  ${text}`);

/** Returns `BASE` with entries under `access`. */
export const access = (...entries: readonly string[]) =>
  `${BASE}access:\n${entries.map((entry) => `  - { ${entry} }\n`).join('')}`;

/** Returns `BASE` with settings of my-repo, which is in develop and replicated to develop_us and management. */
export const withSettings = (text: string) => base('{ registry: develop }', `{ registry: develop, ${text} }`);
/** Returns `BASE` with the settings under `defaults`. */
export const withDefaults = (text: string) => `${BASE}defaults: { repository: { ${text} } }\n`;

/** Returns `BASE` with pull-through cache rules in the registry of the other account. */
export const caches = (...rules: readonly string[]) => withManagementList('pullThroughCache', rules);

/**
 * Returns `BASE` with creation templates in the registry of the other account; ECR creates repositories with the prefix
 * `my-`.
 */
export const templates = (...entries: readonly string[]) =>
  withManagementList('creationTemplates', entries).replace(RULE, CREATING_RULE);

/** A replication rule for which ECR creates repositories. */
export const CREATING_RULE =
  '  - { from: develop, to: [management], repositories: [my-], createRepositories: true }\n';

function withManagementList(key: string, items: readonly string[]): string {
  const lines = items.map((item) => `\n      - ${item}`).join('');
  return base(
    MANAGEMENT,
    `  management:\n    account: management\n    region: ap-northeast-1\n    ${key}:${lines}`,
  );
}
