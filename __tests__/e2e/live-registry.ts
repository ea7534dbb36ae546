import { z } from 'zod';
import { finish, type Finished } from './command';
import { programOf } from './machine';
import type { Moto } from './moto';

const described = z.object({
  repositories: z.array(z.object({ repositoryName: z.string(), repositoryUri: z.string() })),
});

const registryDescribed = z.object({
  replicationConfiguration: z.object({ rules: z.array(z.unknown()) }),
});

const policyGot = z.object({ policyText: z.string() });

/** What AWS's own calls say of the registry of an account in a Region. */
export interface LiveRegistry {
  /** URL by name. */
  readonly repositories: Readonly<Record<string, string>>;
  /** The registry policy; undefined where there is none. */
  readonly policy: unknown;
  readonly replicationRules: readonly unknown[];
}

/** A registry that nobody has touched. */
export const EMPTY_REGISTRY: LiveRegistry = { repositories: {}, policy: undefined, replicationRules: [] };

/** Reads a registry with the AWS CLI. */
export async function liveRegistry(moto: Moto, profile: string, region: string): Promise<LiveRegistry> {
  const ecr = async (operation: string) => callEcr(moto, profile, region, operation);
  const { repositories } = described.parse(answer(await ecr('describe-repositories')));
  const { replicationConfiguration } = registryDescribed.parse(answer(await ecr('describe-registry')));
  return {
    repositories: Object.fromEntries(
      repositories.map(({ repositoryName, repositoryUri }) => [repositoryName, repositoryUri]),
    ),
    policy: policyIn(await ecr('get-registry-policy')),
    replicationRules: replicationConfiguration.rules,
  };
}

function policyIn(finished: Finished): unknown {
  if (finished.stderr.includes('RegistryPolicyNotFoundException')) return undefined;
  return JSON.parse(policyGot.parse(answer(finished)).policyText);
}

function answer({ code, stdout, stderr }: Finished): unknown {
  if (code !== 0) throw new Error(`aws ended with ${code}\n${stderr}`);
  return JSON.parse(stdout);
}

async function callEcr(moto: Moto, profile: string, region: string, operation: string): Promise<Finished> {
  return finish({
    file: programOf('aws'),
    args: ['--profile', profile, '--region', region, '--output', 'json', 'ecr', operation],
    folder: '.',
    environment: moto.environment,
  });
}
