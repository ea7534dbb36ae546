import { InvalidArgumentError } from 'commander';
import { isListedRegion, type Region } from '../aws/partitions';
import { unknownRegionMessage } from '../declaration/syntax/suggestions';
import type { Credentials } from '../model/deployment';
import { UsageError } from './exit';
import { RepeatableOption } from './options';

/** Registries of the account of these credentials. */
export interface SourceAccount {
  readonly credentials: Exclude<Credentials, { readonly kind: 'assumeRole' }>;
  /** Each Region once, in the order of the command line. */
  readonly regions: readonly Region[];
}

/** Collects `--profile` and `--region` in the order of the command line: a Region belongs to the profile before it. */
export class SourceOptions {
  private readonly found: { profile: string | undefined; regions: Region[] }[] = [];

  public get profile(): RepeatableOption {
    return new RepeatableOption(
      '--profile <name>',
      'AWS profile of an account; add the --region of each of its registries. Repeatable',
    ).argParser((profile: string) => {
      this.found.push({ profile, regions: [] });
      return profile;
    });
  }

  public get region(): RepeatableOption {
    return new RepeatableOption(
      '--region <region>',
      'Region of a registry in the account of the --profile before it, or of the default credentials. Repeatable',
    ).argParser((region: string) => {
      const account = this.found.at(-1) ?? { profile: undefined, regions: [] };
      if (this.found.length === 0) this.found.push(account);
      account.regions.push(parseRegion(region));
      return region;
    });
  }

  /**
   * Returns the accounts. A profile that is named several times is one account.
   * @throws UsageError if a profile has no Region
   */
  public accounts(): readonly SourceAccount[] {
    const byProfile = new Map<string | undefined, Set<Region>>();
    for (const { profile, regions } of this.found) {
      const known = byProfile.get(profile) ?? new Set();
      for (const region of regions) known.add(region);
      byProfile.set(profile, known);
    }
    return [...byProfile].map(([profile, regions]) => {
      if (regions.size === 0) {
        throw new UsageError(
          `Profile '${profile ?? ''}' has no Region. Add the Region of its registry: --profile ${profile ?? ''} --region us-east-1`,
        );
      }
      return {
        credentials: profile === undefined ? { kind: 'ambient' } : { kind: 'profile', profile },
        regions: [...regions],
      };
    });
  }
}

export function parseRegion(text: string): Region {
  if (isListedRegion(text)) return text;
  throw new InvalidArgumentError(unknownRegionMessage(text).join(' '));
}
