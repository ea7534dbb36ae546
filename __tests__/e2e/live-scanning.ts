import { z } from 'zod';
import type { Session } from './aws-call';
import { run } from './command';
import type { Moto } from './moto';
import { programPath } from './requirements';

const ruleSchema = z.object({
  scanFrequency: z.string(),
  repositoryFilters: z.array(z.object({ filter: z.string(), filterType: z.literal('WILDCARD') })),
});

const registrySchema = z.object({
  scanningConfiguration: z.object({ scanType: z.string(), rules: z.array(ruleSchema) }),
});

const repositoriesSchema = z.object({
  scanningConfigurations: z.array(z.object({ repositoryName: z.string(), scanFrequency: z.string() })),
});

const statusSchema = z.object({ status: z.string() });
const accountsSchema = z.object({
  accounts: z.array(
    z.object({ resourceState: z.object({ ec2: statusSchema, ecr: statusSchema, lambda: statusSchema }) }),
  ),
});

/** The scanning configuration of a registry, read from the API of ECR. */
export interface LiveScanning {
  readonly type: string;
  /** Frequency → filters. */
  readonly rules: Readonly<Record<string, readonly string[]>>;
}

/** A profile and a Region for the AWS CLI, with the emulated AWS that it calls. */
export interface CliSession extends Session {
  readonly moto: Moto;
}

export async function readScanning(session: CliSession): Promise<LiveScanning> {
  const response = await aws(session, 'ecr', 'get-registry-scanning-configuration');
  const { scanType, rules } = registrySchema.parse(response).scanningConfiguration;
  return {
    type: scanType,
    rules: Object.fromEntries(
      rules.map((each) => [each.scanFrequency, each.repositoryFilters.map(({ filter }) => filter).sort()]),
    ),
  };
}

/** Returns the scan frequency of each repository. */
export async function readScanFrequencies(
  session: CliSession,
  names: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  const operation = 'batch-get-repository-scanning-configuration';
  const response = await aws(session, 'ecr', operation, '--repository-names', ...names);
  return Object.fromEntries(
    repositoriesSchema
      .parse(response)
      .scanningConfigurations.map((each) => [each.repositoryName, each.scanFrequency]),
  );
}

/** Returns the resource types that Amazon Inspector scans; undefined if it was never enabled. */
export async function readInspectorTypes(
  session: CliSession,
  accountId: string,
): Promise<readonly string[] | undefined> {
  const response = await aws(session, 'inspector2', 'batch-get-account-status', '--account-ids', accountId);
  const [account] = accountsSchema.parse(response).accounts;
  if (account === undefined) return undefined;
  return Object.entries(account.resourceState)
    .filter(([, each]) => each.status === 'ENABLED')
    .map(([type]) => type);
}

/** Enables Amazon Inspector for EC2 outside of Terraform. */
export async function enableInspectorForEc2(session: CliSession, accountId: string): Promise<void> {
  await aws(session, 'inspector2', 'enable', '--resource-types', 'EC2', '--account-ids', accountId);
}

async function aws({ moto, profile, region }: CliSession, ...args: readonly string[]): Promise<unknown> {
  const printed = await run({
    file: programPath('aws'),
    args: ['--profile', profile, '--region', region, '--output', 'json', ...args],
    folder: '.',
    environment: moto.environment,
  });
  return JSON.parse(printed);
}
