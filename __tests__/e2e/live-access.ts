import { z } from 'zod';
import { callEcr, callIam, readEcr, type EcrResponse } from './aws-call';
import type { Moto } from './moto';

const repositoriesSchema = z.object({ repositories: z.array(z.object({ repositoryName: z.string() })) });

const policySchema = z.object({ policyText: z.string() });

/** An IAM role or user. */
export interface Identity {
  readonly profile: string;
  readonly kind: 'role' | 'user';
  readonly name: string;
}

/** The policies of a role or user, read from the API of IAM. */
export interface LiveIdentityPolicies {
  /** Policy name → document. */
  readonly inline: Readonly<Record<string, unknown>>;
  /** ARNs. */
  readonly managed: readonly string[];
}

export const NO_IDENTITY_POLICIES: LiveIdentityPolicies = { inline: {}, managed: [] };

const EC2_TRUST_POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: ['sts:AssumeRole'] }],
});

/** The kind in the names of IAM actions and parameters. */
const IAM_KIND = { role: 'Role', user: 'User' } as const;

/** Creates a role or user, because a topology refers to it and does not create it. */
export async function createIdentity(moto: Moto, { profile, kind, name }: Identity): Promise<void> {
  const trust = kind === 'role' ? { AssumeRolePolicyDocument: EC2_TRUST_POLICY } : {};
  await callIam(moto, profile, `Create${IAM_KIND[kind]}`, { [`${IAM_KIND[kind]}Name`]: name, ...trust });
}

export async function readIdentityPolicies(
  moto: Moto,
  { profile, kind, name }: Identity,
): Promise<LiveIdentityPolicies> {
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
      // The document is URL-encoded: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html
      return [PolicyName, JSON.parse(decodeURIComponent(document)) as unknown] as const;
    }),
  );
  const managed = await read(`ListAttached${type}Policies`, 'PolicyArn');
  return { inline: Object.fromEntries(documents), managed };
}

/** Returns the repository policy of each repository of a registry, by name; undefined if it has none. */
export async function readRepositoryPolicies(
  moto: Moto,
  profile: string,
  region: string,
): Promise<Readonly<Record<string, string | undefined>>> {
  const session = { profile, region };
  const { repositories } = repositoriesSchema.parse(await readEcr(moto, session, 'DescribeRepositories'));
  const policies = await Promise.all(
    repositories.map(async ({ repositoryName }) => {
      const response = await callEcr(moto, session, 'GetRepositoryPolicy', { repositoryName });
      return [repositoryName, parsePolicyText(response)] as const;
    }),
  );
  return Object.fromEntries(policies);
}

function parsePolicyText({ error, body }: EcrResponse): string | undefined {
  if (error === 'RepositoryPolicyNotFoundException') return undefined;
  return policySchema.parse(body).policyText;
}
