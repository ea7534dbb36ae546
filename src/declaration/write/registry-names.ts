import {
  ACCOUNT_NAME,
  uncheckedAccountName,
  uncheckedRegistryName,
  type AccountId,
  type AccountName,
  type RegistryName,
} from '../../aws/names';
import type { Region } from '../../aws/partitions';

/** An account whose registries have no names yet. */
export interface UnnamedAccount {
  readonly id: AccountId;
  /** A profile, if there is one. */
  readonly label: string | undefined;
  /** Each Region once, the main one first. */
  readonly registries: readonly UnnamedRegistry[];
}

interface UnnamedRegistry {
  readonly region: Region;
  /** The alias of its provider, if there is one. */
  readonly label?: string | undefined;
}

export interface NamedAccount {
  readonly name: AccountName;
  readonly id: AccountId;
  readonly registries: readonly { readonly name: RegistryName; readonly region: Region }[];
}

/**
 * Names accounts and registries. An account has the name of its profile. Its first registry has the name of the account, the others
 * also have the start of their Region, or the whole Region if another registry has that name: `develop`, `develop_us`,
 * `develop_us_west_2`.
 */
export function nameRegistries(accounts: readonly UnnamedAccount[]): readonly NamedAccount[] {
  const accountNames = new UniqueNames();
  const registryNames = new UniqueNames();
  // The first registries of all accounts take precedence over the others.
  const first = accounts.map(({ id, label, registries: [registry] }) => {
    const registryLabel = identifier(registry?.label ?? label ?? '', id);
    const isValid = label !== undefined && ACCOUNT_NAME.pattern.test(label);
    return {
      account: accountNames.choose([isValid ? label : registryLabel]),
      registry: registryNames.choose([registryLabel]),
    };
  });
  return accounts.map(({ id, registries }, index): NamedAccount => {
    const { account = '', registry: main = '' } = first[index] ?? {};
    return {
      name: uncheckedAccountName(account),
      id,
      registries: registries.map(({ region, label }, position) => {
        const candidates =
          label === undefined
            ? [`${main}_${region.split('-')[0] ?? ''}`, `${main}_${region.replaceAll('-', '_')}`]
            : [identifier(label, id)];
        const name = position === 0 ? main : registryNames.choose(candidates);
        return { region, name: uncheckedRegistryName(name) };
      }),
    };
  });
}

/** So that a suffix fits into the maximum of 64 characters. */
const MAX_LENGTH = 40;

/** Returns a valid name of a registry that is similar to a label. */
function identifier(label: string, id: AccountId): string {
  const similar = label
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+/, '')
    .slice(0, MAX_LENGTH)
    .replace(/_+$/, '');
  if (similar === '') return `account_${id}`;
  return /^[a-z]/.test(similar) ? similar : `account_${similar}`;
}

class UniqueNames {
  private readonly used = new Set<string>();

  /** Returns the first candidate that is not used yet, or the last one with a number. */
  public choose(candidates: readonly string[]): string {
    const last = candidates.at(-1) ?? '';
    let name = candidates.find((each) => !this.used.has(each));
    for (let number = 2; name === undefined; number += 1) {
      const numbered = `${last}_${number}`;
      if (!this.used.has(numbered)) name = numbered;
    }
    this.used.add(name);
    return name;
  }
}
