import { z } from 'zod';
import { callEcr, readEcr, type Answer } from './aws-call';
import type { Moto } from './moto';

const described = z.object({
  repositories: z.array(z.object({ repositoryName: z.string(), repositoryUri: z.string() })),
});

const registryDescribed = z.object({
  replicationConfiguration: z.object({ rules: z.array(z.unknown()) }),
});

const policyGot = z.object({ policyText: z.string() });

/** The registry of an account in a Region, as the API of ECR describes it. */
export interface LiveRegistry {
  /** URL by name. */
  readonly repositories: Readonly<Record<string, string>>;
  /** The registry policy; undefined where there is none. */
  readonly policy: unknown;
  readonly replicationRules: readonly unknown[];
}

/** A registry that nobody has touched. */
export const EMPTY_REGISTRY: LiveRegistry = { repositories: {}, policy: undefined, replicationRules: [] };

/** Reads a registry by the API of ECR. */
export async function liveRegistry(moto: Moto, profile: string, region: string): Promise<LiveRegistry> {
  const caller = { profile, region };
  const { repositories } = described.parse(await readEcr(moto, caller, 'DescribeRepositories'));
  const { replicationConfiguration } = registryDescribed.parse(
    await readEcr(moto, caller, 'DescribeRegistry'),
  );
  return {
    repositories: Object.fromEntries(
      repositories.map(({ repositoryName, repositoryUri }) => [repositoryName, repositoryUri]),
    ),
    policy: policyIn(await callEcr(moto, caller, 'GetRegistryPolicy')),
    replicationRules: replicationConfiguration.rules,
  };
}

function policyIn({ error, body }: Answer): unknown {
  if (error === 'RegistryPolicyNotFoundException') return undefined;
  return JSON.parse(policyGot.parse(body).policyText);
}
