import type { Brand } from '../base/brand';
import { count } from '../base/text';
import { LIMITS } from './limits';
import type { Region, UnknownRegion } from './partitions';

/** 12 digits. */
export type AccountId = Brand<'AccountId'>;
/** A text that replaces an unknown account ID in messages and keys. `isAccountId` returns false for it. */
export type UnknownAccount = Brand<'UnknownAccount'>;
/** The key of an account in the declaration. */
export type AccountName = Brand<'AccountName'>;
/**
 * The key of a registry in the declaration. Also its provider alias and the first part of its Terraform
 * addresses.
 */
export type RegistryName = Brand<'RegistryName'>;
/** Includes its namespaces: `team/service`. */
export type RepositoryName = Brand<'RepositoryName'>;
/** A `PREFIX_MATCH` filter of a replication rule: a literal prefix of repository names. */
export type RepositoryFilter = Brand<'RepositoryFilter'>;

/** The format of a name, and the message for a text that does not have it. */
export interface NameRule {
  /** Matching time is linear in the length of the text. Also the `pattern` of the JSON Schema. */
  readonly pattern: RegExp;
  /** In characters, unless the pattern limits the length. */
  readonly length?: { readonly min: number; readonly max: number };
  /** The format for a message, to follow "must". */
  readonly requirement: string;
  /** Returns why the text is not valid, to follow a colon, or undefined if it is valid. */
  readonly fault: (text: string) => string | undefined;
}

/** Returns a rule that checks only a pattern. */
export function nameRule(pattern: RegExp, requirement: string): NameRule {
  return {
    pattern,
    requirement,
    fault: (text) => (pattern.test(text) ? undefined : `it must ${requirement}`),
  };
}

export const ACCOUNT_ID: NameRule = {
  pattern: /^[0-9]{12}$/,
  requirement: 'be exactly 12 digits, in quotes',
  fault(text) {
    if (ACCOUNT_ID.pattern.test(text)) return undefined;
    if (/^[0-9]+$/.test(text)) return `it has ${count(text.length, 'digit', 'digits')}, not 12`;
    if (/^[0-9]{4}-[0-9]{4}-[0-9]{4}$/.test(text)) return 'it contains hyphens';
    return text === '' ? 'it is empty' : 'it contains a character that is not a digit';
  },
};

/** Returns whether the whole text is an account ID. */
export function isAccountId(text: string): text is AccountId {
  return ACCOUNT_ID.pattern.test(text);
}

export const ACCOUNT_NAME = nameRule(
  /^[A-Za-z][A-Za-z0-9_-]{0,63}$/,
  "start with a letter and contain only letters, digits, '_' and '-', at most 64 characters",
);

export const REGISTRY_NAME: NameRule = {
  pattern: /^[a-z][a-z0-9_]{0,63}$/,
  requirement:
    "start with a lowercase letter and contain only lowercase letters, digits and '_', at most 64 characters",
  fault(text) {
    if (REGISTRY_NAME.pattern.test(text)) return undefined;
    if (text.includes('-')) {
      return "it contains '-', which separates registry and repository in Terraform addresses; use '_' instead";
    }
    if (/^[0-9]/.test(text)) {
      return 'it starts with a digit, which Terraform does not allow in a provider alias';
    }
    return uppercaseFault(text) ?? `it must ${REGISTRY_NAME.requirement}`;
  },
};

/**
 * API `RepositoryName`: letters and digits, separated by `.`, `_`, `__` or hyphens, with `/` between
 * namespaces.
 */
export const REPOSITORY_NAME: NameRule = {
  pattern: /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$/,
  length: LIMITS.repositoryNameLength,
  requirement:
    "consist of lowercase letters and digits, separated by single '.', '_', '__' or '-', with '/' between namespaces",
  fault(text) {
    const tooShortOrLong = lengthFault(text, LIMITS.repositoryNameLength);
    if (tooShortOrLong !== undefined) return tooShortOrLong;
    if (REPOSITORY_NAME.pattern.test(text)) return undefined;
    return characterFault(text, /[^a-z0-9._/-]/u) ?? repositoryShapeFault(text);
  },
};

export function isRepositoryName(text: string): text is RepositoryName {
  return REPOSITORY_NAME.fault(text) === undefined;
}

function repositoryShapeFault(text: string): string {
  if (text.startsWith('/')) return "it starts with '/'";
  if (text.endsWith('/')) return "it ends with '/'";
  if (text.includes('//')) return EMPTY_NAMESPACE;
  for (const component of text.split('/')) {
    const subject = component === text ? 'it' : `'${component}'`;
    if (/^[._-]/.test(component)) return `${subject} starts with '${component.charAt(0)}'`;
    if (/[._-]$/.test(component)) return `${subject} ends with '${component.slice(-1)}'`;
    const separators = /[._-]{2,}/g;
    for (const [run] of component.matchAll(separators)) {
      if (run !== '__' && !/^-+$/.test(run)) return consecutiveSeparators(run);
    }
  }
  return `it must ${REPOSITORY_NAME.requirement}`;
}

/**
 * API `RepositoryFilterValue`, with AWS's own pattern. Matching is linear because each group starts with a
 * different character.
 */
export const REPOSITORY_FILTER: NameRule = {
  pattern: /^(?:[a-z0-9]+(?:[._-][a-z0-9]*)*\/)*[a-z0-9]*(?:[._-][a-z0-9]*)*$/,
  length: LIMITS.filterLength,
  requirement:
    "be a literal prefix of repository names: lowercase letters, digits, '.', '_' and '-', with '/' between namespaces",
  fault(text) {
    if (text.includes('*')) return wildcardFault(text);
    const tooShortOrLong = lengthFault(text, LIMITS.filterLength);
    if (tooShortOrLong !== undefined) return tooShortOrLong;
    if (REPOSITORY_FILTER.pattern.test(text)) return undefined;
    if (text.startsWith('/')) return "it starts with '/'";
    if (text.includes('//')) return EMPTY_NAMESPACE;
    return characterFault(text, /[^a-z0-9._/-]/u) ?? `it must ${REPOSITORY_FILTER.requirement}`;
  },
};

/**
 * API `ScanningRepositoryFilterValue`. AWS's own pattern accepts the same texts but takes exponential time to
 * reject some: `^[a-z0-9*](?:[._\-/a-z0-9*]?[a-z0-9*]+)*$`. A test compares the two.
 */
export const SCANNING_FILTER: NameRule = {
  pattern: /^[a-z0-9*]+(?:[._/-][a-z0-9*]+)*$/,
  length: LIMITS.scanningFilterLength,
  requirement:
    "consist of lowercase letters, digits and '*' (any text), separated by single '.', '_', '-' or '/'",
  fault(text) {
    const tooShortOrLong = lengthFault(text, LIMITS.scanningFilterLength);
    if (tooShortOrLong !== undefined) return tooShortOrLong;
    if (SCANNING_FILTER.pattern.test(text)) return undefined;
    return characterFault(text, /[^a-z0-9*._/-]/u) ?? separatorFault(text);
  },
};

function separatorFault(text: string): string {
  const run = /[._/-]{2,}/.exec(text)?.[0];
  if (run !== undefined) return consecutiveSeparators(run);
  return /^[._/-]/.test(text)
    ? `it starts with '${text.charAt(0)}'. Use '*${text}' to match any text before it`
    : `it ends with '${text.slice(-1)}'. Use '${text}*' to match any text after it`;
}

function wildcardFault(text: string): string {
  const fault = "it contains '*', but ECR matches the filter as a literal prefix";
  const start = text.replace(/\*.*$/s, '');
  if (start === '') return `${fault}. For every repository, use 'repositories: all'`;
  return REPOSITORY_FILTER.fault(start) === undefined ? `${fault}. Use '${start}'` : fault;
}

function characterFault(text: string, forbidden: RegExp): string | undefined {
  const found = forbidden.exec(text)?.[0];
  if (found === undefined) return undefined;
  // A line break would break the message.
  const shown = /\p{Cc}/u.test(found) ? JSON.stringify(found).slice(1, -1) : found;
  return uppercaseFault(found) ?? `character '${shown}' is not allowed`;
}

function uppercaseFault(text: string): string | undefined {
  const found = /[A-Z]/.exec(text)?.[0];
  return found === undefined ? undefined : `uppercase letter '${found}'`;
}

/** Returns why a text is too short or too long, or undefined if it is neither. */
export function lengthFault(
  text: string,
  { min, max }: { readonly min: number; readonly max: number },
): string | undefined {
  if (text === '' && min > 0) return 'it is empty';
  if (text.length >= min && text.length <= max) return undefined;
  const limit = text.length < min ? `the minimum is ${min}` : `the maximum is ${max}`;
  return `it has ${count(text.length, 'character', 'characters')}, and ${limit}`;
}

const EMPTY_NAMESPACE = "it contains an empty namespace: '//'";

function consecutiveSeparators(run: string): string {
  return `it contains consecutive separators: '${run}'`;
}

// The functions below are the only casts to branded types, by the reason for the cast. ESLint rejects casts elsewhere.
//
// unchecked…: The text may be invalid. In a declaration, the checks report invalid texts, and nothing is generated from a
// declaration with errors. In a plan or a policy, rules report what ECR rejects, and other code only compares the text
// or puts it into a message.

export function uncheckedAccountId(text: string): AccountId {
  return text as AccountId;
}

export function uncheckedAccountName(text: string): AccountName {
  return text as AccountName;
}

export function uncheckedRegion(text: string): Region {
  return text as Region;
}

export function uncheckedRegistryName(text: string): RegistryName {
  return text as RegistryName;
}

export function uncheckedRepositoryName(text: string): RepositoryName {
  return text as RepositoryName;
}

export function uncheckedRepositoryFilter(text: string): RepositoryFilter {
  return text as RepositoryFilter;
}

export function unknownAccount(text: string): UnknownAccount {
  return text as UnknownAccount;
}

export function unknownRegion(text: string): UnknownRegion {
  return text as UnknownRegion;
}

/**
 * Brands a text that replaces the name of a registry that is not declared: the alias of its provider, or its account
 * and Region. Used only in texts, so it need not be a valid name.
 */
export function registryNamePlaceholder(text: string): RegistryName {
  return text as RegistryName;
}

/**
 * Brands a name that a policy is evaluated with in place of the names that are not known. It may be invalid, because
 * it is only compared with patterns.
 */
export function exampleRepositoryName(text: string): RepositoryName {
  return text as RepositoryName;
}

/** Brands a pattern of names, such as `team/*`. Used in messages, and in ARNs, which are then patterns. */
export function repositoryNamePattern(text: string): RepositoryName {
  return text as RepositoryName;
}

/** Returns the shortest name that a filter matches. It may be invalid, because it is only compared. */
export function shortestName(filter: RepositoryFilter): RepositoryName {
  return filter as string as RepositoryName;
}

/** Returns the filter that a whole name is: a name is a prefix, too, and has the format of a filter. */
export function filterByName(name: RepositoryName): RepositoryFilter {
  return name as string as RepositoryFilter;
}
