import { z } from 'zod';
import { callEcr, callIam, readEcr, type Answer } from './aws-call';
import type { Moto } from './moto';

const described = z.object({ repositories: z.array(z.object({ repositoryName: z.string() })) });

const repositoryPolicy = z.object({ policyText: z.string() });

/** An IAM role or user. */
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

const TRUSTS_EC2 = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: ['sts:AssumeRole'] }],
});

/** The kind as IAM writes it in the names of its actions and parameters. */
const IAM_KIND = { role: 'Role', user: 'User' } as const;

/** Creates a role or user, which a topology names but never creates. */
export async function createCaller(moto: Moto, { profile, kind, name }: Caller): Promise<void> {
  const trust = kind === 'role' ? { AssumeRolePolicyDocument: TRUSTS_EC2 } : {};
  await callIam(moto, profile, `Create${IAM_KIND[kind]}`, { [`${IAM_KIND[kind]}Name`]: name, ...trust });
}

/** Reads which policies are attached to a caller. */
export async function liveCaller(moto: Moto, { profile, kind, name }: Caller): Promise<LiveCaller> {
  const type = IAM_KIND[kind];
  const read = async (action: string, element: string, parameters: Readonly<Record<string, string>> = {}) => {
    const xml = await callIam(moto, profile, action, { [`${type}Name`]: name, ...parameters });
    return [...xml.matchAll(new RegExp(`<${element}>([^<]+)</${element}>`, 'g'))].map(
      ([, text = '']) => text,
    );
  };
  const names = await read(`List${type}Policies`, 'member');
  const documents = await Promise.all(
    names.map(async (PolicyName) => {
      const [document = ''] = await read(`Get${type}Policy`, 'PolicyDocument', { PolicyName });
      // https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html: URL-encoded, RFC 3986
      return [PolicyName, JSON.parse(decodeURIComponent(document)) as unknown] as const;
    }),
  );
  const managed = await read(`ListAttached${type}Policies`, 'PolicyArn');
  return { inline: Object.fromEntries(documents), managed };
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
