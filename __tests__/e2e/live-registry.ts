import { z } from 'zod';
import { callEcr, readEcr, type EcrResponse } from './aws-call';
import type { Moto } from './moto';

const repositoriesSchema = z.object({
  repositories: z.array(z.object({ repositoryName: z.string(), repositoryUri: z.string() })),
});

const registrySchema = z.object({
  replicationConfiguration: z.object({ rules: z.array(z.unknown()) }),
});

const policySchema = z.object({ policyText: z.string() });

/** The registry of an account in a Region, read from the API of ECR. */
export interface LiveRegistry {
  /** Repository name → URL. */
  readonly repositories: Readonly<Record<string, string>>;
  /** The registry policy; undefined if there is none. */
  readonly policy: unknown;
  readonly replicationRules: readonly unknown[];
}

/** A registry without resources. */
export const EMPTY_REGISTRY: LiveRegistry = { repositories: {}, policy: undefined, replicationRules: [] };

export async function readRegistry(moto: Moto, profile: string, region: string): Promise<LiveRegistry> {
  const session = { profile, region };
  const { repositories } = repositoriesSchema.parse(await readEcr(moto, session, 'DescribeRepositories'));
  const { replicationConfiguration } = registrySchema.parse(await readEcr(moto, session, 'DescribeRegistry'));
  return {
    repositories: Object.fromEntries(
      repositories.map(({ repositoryName, repositoryUri }) => [repositoryName, repositoryUri]),
    ),
    policy: parseRegistryPolicy(await callEcr(moto, session, 'GetRegistryPolicy')),
    replicationRules: replicationConfiguration.rules,
  };
}

function parseRegistryPolicy({ error, body }: EcrResponse): unknown {
  if (error === 'RegistryPolicyNotFoundException') return undefined;
  return JSON.parse(policySchema.parse(body).policyText);
}
