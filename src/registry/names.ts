import type { Brand } from './brand';
import { LIMITS } from './limits';

/** 12 digits. */
export type AccountId = Brand<'AccountId'>;
/** What the declaration calls an account. */
export type AccountName = Brand<'AccountName'>;
/** What the declaration calls a registry; its provider alias, and the first part of every Terraform address in it. */
export type RegistryName = Brand<'RegistryName'>;
/** With its namespaces: `team/service`. */
export type RepositoryName = Brand<'RepositoryName'>;
/** A `PREFIX_MATCH` filter of a replication rule: a literal prefix of repository names. */
export type RepositoryFilter = Brand<'RepositoryFilter'>;

/** How a kind of name must look, and how to tell somebody what is wrong with one. */
export interface NameRule {
  /** Linear in the length of the text. Also the `pattern` of the JSON Schema. */
  readonly pattern: RegExp;
  /** Characters, where the pattern does not say it. */
  readonly length?: { readonly min: number; readonly max: number };
  /** The rule in words, to follow "must". */
  readonly must: string;
  /** Why this text breaks the rule, in words, or undefined where it does not. */
  readonly fault: (text: string) => string | undefined;
}

/** A rule that is no more than its pattern. */
export function nameRule(pattern: RegExp, must: string): NameRule {
  return { pattern, must, fault: (text) => (pattern.test(text) ? undefined : `it must ${must}`) };
}

export const ACCOUNT_ID: NameRule = {
  pattern: /^[0-9]{12}$/,
  must: 'be exactly 12 digits, in quotes',
  fault(text) {
    if (ACCOUNT_ID.pattern.test(text)) return undefined;
    if (/^[0-9]+$/.test(text)) return `it has ${text.length} digits, not 12`;
    if (/^[0-9]{4}-[0-9]{4}-[0-9]{4}$/.test(text)) return 'leave out the hyphens';
    return 'it must be exactly 12 digits';
  },
};

/** Whether a text is the id of an account, and nothing else. */
export function isAccountId(text: string): text is AccountId {
  return ACCOUNT_ID.pattern.test(text);
}

export const ACCOUNT_NAME = nameRule(
  /^[A-Za-z][A-Za-z0-9_-]{0,63}$/,
  "start with a letter and hold only letters, digits, '_' and '-' (64 characters at most)",
);

export const REGISTRY_NAME: NameRule = {
  pattern: /^[a-z][a-z0-9_]{0,63}$/,
  must: "start with a small letter and hold only small letters, digits and '_' (64 characters at most)",
  fault(text) {
    if (REGISTRY_NAME.pattern.test(text)) return undefined;
    if (text.includes('-')) {
      return "it holds '-', which separates registry and repository in Terraform addresses; use '_'";
    }
    if (/[A-Z]/.test(text)) return 'it holds a capital letter';
    if (/^[0-9]/.test(text)) return 'it starts with a digit, which no Terraform provider alias may';
    return `it must ${REGISTRY_NAME.must}`;
  },
};

/** API `RepositoryName`: components of letters and digits joined by `.`, `_`, `__` or hyphens; `/` between them. */
export const REPOSITORY_NAME: NameRule = {
  pattern: /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$/,
  length: LIMITS.repositoryNameLength,
  must: "be small letters and digits, joined by single '.', '_', '__' or '-', with '/' between namespaces",
  fault(text) {
    const { min, max } = LIMITS.repositoryNameLength;
    if (text.length < min) return `it is shorter than ${min} characters`;
    if (text.length > max) return `it has ${text.length} characters, more than ${max}`;
    if (REPOSITORY_NAME.pattern.test(text)) return undefined;
    return characterFault(text, /[^a-z0-9._/-]/u) ?? repositoryShapeFault(text);
  },
};

function repositoryShapeFault(text: string): string {
  if (text.startsWith('/')) return "it starts with '/'";
  if (text.endsWith('/')) return "it ends with '/'";
  if (text.includes('//')) return "it holds '//': a namespace is empty";
  for (const component of text.split('/')) {
    if (/^[._-]/.test(component)) return `'${component}' starts with '${component.charAt(0)}'`;
    if (/[._-]$/.test(component)) return `'${component}' ends with '${component.slice(-1)}'`;
    const joint = /[._-]{2,}/g;
    for (const [run] of component.matchAll(joint)) {
      if (run !== '__' && !/^-+$/.test(run)) return `it holds '${run}' between two words`;
    }
  }
  return `it must ${REPOSITORY_NAME.must}`;
}

/** API `RepositoryFilterValue`. The pattern is AWS's own; it is linear because every group starts differently. */
export const REPOSITORY_FILTER: NameRule = {
  pattern: /^(?:[a-z0-9]+(?:[._-][a-z0-9]*)*\/)*[a-z0-9]*(?:[._-][a-z0-9]*)*$/,
  length: LIMITS.filterLength,
  must: "be the literal start of repository names: small letters, digits, '.', '_', '-', and '/' between namespaces",
  fault(text) {
    const { min, max } = LIMITS.filterLength;
    if (text.includes('*')) return starFault(text);
    if (text.length < min) return `it is shorter than ${min} characters`;
    if (text.length > max) return `it has ${text.length} characters, more than ${max}`;
    if (REPOSITORY_FILTER.pattern.test(text)) return undefined;
    if (text.startsWith('/')) return "it starts with '/'";
    if (text.includes('//')) return "it holds '//': a namespace is empty";
    return characterFault(text, /[^a-z0-9._/-]/u) ?? `it must ${REPOSITORY_FILTER.must}`;
  },
};

/**
 * API `ScanningRepositoryFilterValue`. AWS's own pattern says the same, and takes exponential time on texts that do not
 * fit: `^[a-z0-9*](?:[._\-/a-z0-9*]?[a-z0-9*]+)*$`. A test compares the two.
 */
export const SCANNING_FILTER: NameRule = {
  pattern: /^[a-z0-9*]+(?:[._/-][a-z0-9*]+)*$/,
  length: LIMITS.scanningFilterLength,
  must: "be a part of repository names, or a whole name with '*' for anything: small letters, digits, and single '.', '_', '-' or '/' between them",
  fault(text) {
    const { min, max } = LIMITS.scanningFilterLength;
    if (text.length < min) return 'it is empty';
    if (text.length > max) return `it has ${text.length} characters, more than ${max}`;
    if (SCANNING_FILTER.pattern.test(text)) return undefined;
    return characterFault(text, /[^a-z0-9*._/-]/u) ?? separatorFault(text);
  },
};

function separatorFault(text: string): string {
  const run = /[._/-]{2,}/.exec(text)?.[0];
  if (run !== undefined) return `it holds '${run}': of '.', '_', '-' and '/' ECR takes one at a time here`;
  const at = /^[._/-]/.test(text) ? 'starts' : 'ends';
  return `it ${at} with '${at === 'starts' ? text.charAt(0) : text.slice(-1)}'; write '*' there for anything`;
}

function starFault(text: string): string {
  const fault = "ECR matches the literal start of the name, without '*'";
  const start = text.replace(/\*.*$/s, '');
  if (start === '') return `${fault}; for every repository write repositories: all`;
  return REPOSITORY_FILTER.fault(start) === undefined ? `${fault}; write '${start}'` : fault;
}

function characterFault(text: string, forbidden: RegExp): string | undefined {
  const found = forbidden.exec(text)?.[0];
  if (found === undefined) return undefined;
  return /[A-Z]/.test(found) ? `it holds the capital letter '${found}'` : `it holds '${found}'`;
}
