import { z } from 'zod';
import { callEcr, readEcr, type Answer } from './aws-call';
import { finish, type Finished } from './command';
import { programOf } from './machine';
import type { Moto } from './moto';

const described = z.object({ repositories: z.array(z.object({ repositoryName: z.string() })) });

const repositoryPolicy = z.object({ policyText: z.string() });

const inlineNames = z.object({ PolicyNames: z.array(z.string()) });

const inlinePolicy = z.object({ PolicyDocument: z.unknown() });

const attached = z.object({ AttachedPolicies: z.array(z.object({ PolicyArn: z.string() })) });

/** A role or a user, in the words of `aws iam`. */
export interface Caller {
  readonly profile: string;
  readonly kind: 'role' | 'user';
  readonly name: string;
}

/** What AWS's own calls say is attached to a role or user. */
export interface LiveCaller {
  /** Document by name. */
  readonly inline: Readonly<Record<string, unknown>>;
  /** ARNs. */
  readonly managed: readonly string[];
}

/** A caller to which nothing is attached. */
export const BARE_CALLER: LiveCaller = { inline: {}, managed: [] };

/** IAM is the same in every Region, but the AWS CLI asks for one. */
const IAM_REGION = 'us-east-1';

const TRUSTS_EC2 = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: ['sts:AssumeRole'] }],
});

/** Makes a role or user, which a topology names but never makes. */
export async function createCaller(moto: Moto, { profile, kind, name }: Caller): Promise<void> {
  const trust = kind === 'role' ? ['--assume-role-policy-document', TRUSTS_EC2] : [];
  answer(await aws(moto, profile, IAM_REGION, ['iam', `create-${kind}`, `--${kind}-name`, name, ...trust]));
}

/** Reads what is attached to a caller with the AWS CLI. */
export async function liveCaller(moto: Moto, { profile, kind, name }: Caller): Promise<LiveCaller> {
  const iam = async (operation: string, ...args: readonly string[]) =>
    answer(await aws(moto, profile, IAM_REGION, ['iam', operation, `--${kind}-name`, name, ...args]));
  const { PolicyNames } = inlineNames.parse(await iam(`list-${kind}-policies`));
  const { AttachedPolicies } = attached.parse(await iam(`list-attached-${kind}-policies`));
  const documents = await Promise.all(
    PolicyNames.map(async (policy) => {
      const got = await iam(`get-${kind}-policy`, '--policy-name', policy);
      return [policy, inlinePolicy.parse(got).PolicyDocument] as const;
    }),
  );
  return {
    inline: Object.fromEntries(documents),
    managed: AttachedPolicies.map(({ PolicyArn }) => PolicyArn),
  };
}

/** The text of the repository policy of every repository of a registry, by name; undefined where it has none. */
export async function liveRepositoryPolicies(
  moto: Moto,
  profile: string,
  region: string,
): Promise<Readonly<Record<string, string | undefined>>> {
  const caller = { profile, region };
  const { repositories } = described.parse(await readEcr(moto, caller, 'DescribeRepositories'));
  const policies = await Promise.all(
    repositories.map(async ({ repositoryName }) => {
      const got = await callEcr(moto, caller, 'GetRepositoryPolicy', { repositoryName });
      return [repositoryName, policyTextIn(got)] as const;
    }),
  );
  return Object.fromEntries(policies);
}

function policyTextIn({ error, body }: Answer): string | undefined {
  if (error === 'RepositoryPolicyNotFoundException') return undefined;
  return repositoryPolicy.parse(body).policyText;
}

function answer({ code, stdout, stderr }: Finished): unknown {
  if (code !== 0) throw new Error(`aws ended with ${code}\n${stderr}`);
  return JSON.parse(stdout);
}

async function aws(moto: Moto, profile: string, region: string, args: readonly string[]): Promise<Finished> {
  return finish({
    file: programOf('aws'),
    args: ['--profile', profile, '--region', region, '--output', 'json', ...args],
    folder: '.',
    environment: moto.environment,
  });
}
