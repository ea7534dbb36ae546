import { ACCOUNT_ID } from '../aws/names';

/** What a user chooses for a new project. */
export interface ProjectSettings {
  /** Images are pushed to the first account, and replicated to the others. */
  readonly accounts: readonly AccountSetting[];
  /** Images are pushed to the first Region, and replicated to the others in the same account. */
  readonly regions: readonly string[];
  readonly backend: BackendSetting;
}

export interface AccountSetting {
  readonly name: string;
  readonly id: string;
  /** A profile of the AWS configuration files. Undefined: the credentials of the environment. */
  readonly profile: string | undefined;
}

export interface BackendSetting {
  readonly kind: BackendKind;
  /** By the keys of `topology.yaml`: `bucket`, `region`. */
  readonly values: ReadonlyMap<string, string>;
}

export type BackendKind = (typeof BACKEND_KINDS)[number];

export const BACKEND_KINDS = ['local', 's3', 'cloud'] as const;

/** The keys that a backend requires, and a question for each. */
export const REQUIRED_KEYS: Readonly<Record<BackendKind, readonly (readonly [key: string, noun: string])[]>> =
  {
    local: [],
    s3: [
      ['bucket', 'S3 bucket of the state'],
      ['region', 'Region of the bucket'],
    ],
    cloud: [['organization', 'Organization in HCP Terraform']],
  };

/** The accounts and Regions of the shipped `topology.yaml`, as a user would write them. */
export const EXAMPLE_ACCOUNTS: readonly string[] = ['develop=111111111111', 'management=999999999999'];
export const EXAMPLE_REGIONS: readonly string[] = ['ap-northeast-1', 'us-west-1'];

export const LOCAL_BACKEND: BackendSetting = { kind: 'local', values: new Map() };

/** A value, or why the text of the user is not valid. */
export type Parsed<Value> = { readonly value: Value } | { readonly fault: string };

/**
 * Parses accounts: `NAME=ID` or `NAME=ID:PROFILE`. The default profile is the name of the account. A single account has
 * none by default, because the credentials of the environment are sufficient for it.
 */
export function parseAccounts(texts: readonly string[]): Parsed<readonly AccountSetting[]> {
  const accounts: AccountSetting[] = [];
  for (const text of texts) {
    const [, name, id, profile] = /^([^=]+)=([^:]*)(?::(.+))?$/.exec(text) ?? [];
    if (name === undefined || id === undefined) {
      return {
        fault: `'${text}' is not an account. Write NAME=ID or NAME=ID:PROFILE, for example develop=111111111111.`,
      };
    }
    const fault = ACCOUNT_ID.fault(id);
    if (fault !== undefined) {
      return { fault: `'${id}' is not a valid account ID: ${fault}. Write 12 digits.` };
    }
    if (accounts.some((other) => other.name === name)) {
      return { fault: `Account '${name}' is repeated. Give each AWS account its own name.` };
    }
    accounts.push({ name, id, profile: profile ?? (texts.length === 1 ? undefined : name) });
  }
  return { value: accounts };
}

/** Parses values of a backend: `KEY=VALUE`, as for `terraform init -backend-config`. */
export function parseBackendValues(texts: readonly string[]): Parsed<ReadonlyMap<string, string>> {
  const values = new Map<string, string>();
  for (const text of texts) {
    const [, key, value] = /^([A-Za-z]+)=(.+)$/.exec(text) ?? [];
    if (key === undefined || value === undefined) {
      return { fault: `'${text}' is not a backend setting. Write KEY=VALUE, for example bucket=my-states.` };
    }
    if (values.has(key)) return { fault: `Backend setting '${key}' is repeated. Set it once.` };
    values.set(key, value);
  }
  return { value: values };
}

/** A registry of the project: an account in a Region. */
export interface RegistrySetting {
  readonly name: string;
  readonly account: string;
  readonly region: string;
}

/**
 * Returns the registries of the project: the first account in every Region, and the other accounts in the first
 * Region. The first registry is the one that images are pushed to.
 */
export function registriesOf({
  accounts,
  regions,
}: Pick<ProjectSettings, 'accounts' | 'regions'>): readonly RegistrySetting[] {
  const [firstAccount, ...otherAccounts] = accounts;
  const [firstRegion, ...otherRegions] = regions;
  if (firstAccount === undefined || firstRegion === undefined) return [];
  const main = (account: string) => ({ name: registryName(account), account, region: firstRegion });
  return [
    main(firstAccount.name),
    ...otherRegions.map((region) => ({
      name: `${registryName(firstAccount.name)}_${regionSuffix(region, regions)}`,
      account: firstAccount.name,
      region,
    })),
    ...otherAccounts.map(({ name }) => main(name)),
  ];
}

/** Returns an account name in the form of a registry name. */
function registryName(account: string): string {
  return account.toLowerCase().replaceAll('-', '_');
}

/** Returns `us` for `us-west-1`, or `us_west_1` if another Region starts with `us`. */
function regionSuffix(region: string, regions: readonly string[]): string {
  const [area = region] = region.split('-');
  const isUnique = regions.filter((other) => other.split('-')[0] === area).length === 1;
  return isUnique ? area : region.replaceAll('-', '_');
}

/** Returns why two accounts cannot be in the same project, or undefined. */
export function registryNameFault(registries: readonly RegistrySetting[]): string | undefined {
  const accountByName = new Map<string, string>();
  for (const { name, account } of registries) {
    const other = accountByName.get(name);
    if (other !== undefined) {
      return `Accounts '${other}' and '${account}' would both have a registry '${name}'. Rename one of them.`;
    }
    accountByName.set(name, account);
  }
  return undefined;
}
