import { z } from 'zod';
import { run } from './command';
import { programOf } from './machine';
import type { Moto } from './moto';

const rule = z.object({
  scanFrequency: z.string(),
  repositoryFilters: z.array(z.object({ filter: z.string(), filterType: z.literal('WILDCARD') })),
});

const registryGot = z.object({
  scanningConfiguration: z.object({ scanType: z.string(), rules: z.array(rule) }),
});

const repositoriesGot = z.object({
  scanningConfigurations: z.array(z.object({ repositoryName: z.string(), scanFrequency: z.string() })),
});

const status = z.object({ status: z.string() });
const accountsGot = z.object({
  accounts: z.array(z.object({ resourceState: z.object({ ec2: status, ecr: status, lambda: status }) })),
});

/** What AWS's own calls say of the scanning of a registry. */
export interface LiveScanning {
  readonly type: string;
  /** Filters by frequency. */
  readonly rules: Readonly<Record<string, readonly string[]>>;
}

/** An account in a Region, for the AWS CLI. */
export interface Place {
  readonly moto: Moto;
  readonly profile: string;
  readonly region: string;
}

export async function liveScanning(place: Place): Promise<LiveScanning> {
  const said = await aws(place, 'ecr', 'get-registry-scanning-configuration');
  const { scanType, rules } = registryGot.parse(said).scanningConfiguration;
  return {
    type: scanType,
    rules: Object.fromEntries(
      rules.map((each) => [each.scanFrequency, each.repositoryFilters.map(({ filter }) => filter).sort()]),
    ),
  };
}

/** The frequency at which each repository is scanned. */
export async function liveFrequencies(
  place: Place,
  names: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  const operation = 'batch-get-repository-scanning-configuration';
  const said = await aws(place, 'ecr', operation, '--repository-names', ...names);
  return Object.fromEntries(
    repositoriesGot
      .parse(said)
      .scanningConfigurations.map((each) => [each.repositoryName, each.scanFrequency]),
  );
}

/** What Amazon Inspector scans; undefined where it was never turned on. */
export async function liveInspector(place: Place, accountId: string): Promise<readonly string[] | undefined> {
  const said = await aws(place, 'inspector2', 'batch-get-account-status', '--account-ids', accountId);
  const [account] = accountsGot.parse(said).accounts;
  if (account === undefined) return undefined;
  return Object.entries(account.resourceState)
    .filter(([, each]) => each.status === 'ENABLED')
    .map(([type]) => type);
}

/** Turns Amazon Inspector on for virtual machines, as somebody else would. */
export async function enableInspectorForEc2(place: Place, accountId: string): Promise<void> {
  await aws(place, 'inspector2', 'enable', '--resource-types', 'EC2', '--account-ids', accountId);
}

async function aws({ moto, profile, region }: Place, ...args: readonly string[]): Promise<unknown> {
  const printed = await run({
    file: programOf('aws'),
    args: ['--profile', profile, '--region', region, '--output', 'json', ...args],
    folder: '.',
    environment: moto.environment,
  });
  return JSON.parse(printed);
}
