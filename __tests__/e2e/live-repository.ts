import { z } from 'zod';
import { callEcr, readEcr } from './aws-call';
import type { Moto } from './moto';

const described = z.object({
  repositories: z.array(
    z.object({
      repositoryArn: z.string(),
      imageTagMutability: z.string(),
      imageScanningConfiguration: z.object({ scanOnPush: z.boolean() }),
      encryptionConfiguration: z.object({ encryptionType: z.string(), kmsKey: z.string().optional() }),
    }),
  ),
});

const tagged = z.object({ tags: z.array(z.object({ Key: z.string(), Value: z.string() })) });

const lifecycleGot = z.object({ lifecyclePolicyText: z.string() });

/** What AWS's own calls say of a repository. */
export interface LiveRepository {
  readonly mutability: string;
  readonly scanOnPush: boolean;
  readonly encryption: { readonly encryptionType: string; readonly kmsKey?: string | undefined };
  readonly tags: Readonly<Record<string, string>>;
  /** Undefined where there is none. */
  readonly lifecycle: unknown;
  readonly hasPolicy: boolean;
}

/** Reads a repository by the API of ECR. */
export async function liveRepository(
  moto: Moto,
  profile: string,
  region: string,
  name: string,
): Promise<LiveRepository> {
  const caller = { profile, region };
  const ofName = { repositoryName: name };
  const all = await readEcr(moto, caller, 'DescribeRepositories', { repositoryNames: [name] });
  const [repository] = described.parse(all).repositories;
  if (repository === undefined) throw new Error(`no repository ${name}`);
  const { repositoryArn: resourceArn } = repository;
  const { tags } = tagged.parse(await readEcr(moto, caller, 'ListTagsForResource', { resourceArn }));
  const lifecycle = await callEcr(moto, caller, 'GetLifecyclePolicy', ofName);
  const policy = await callEcr(moto, caller, 'GetRepositoryPolicy', ofName);
  return {
    mutability: repository.imageTagMutability,
    scanOnPush: repository.imageScanningConfiguration.scanOnPush,
    encryption: repository.encryptionConfiguration,
    tags: Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])),
    lifecycle:
      lifecycle.error === undefined
        ? (JSON.parse(lifecycleGot.parse(lifecycle.body).lifecyclePolicyText) as unknown)
        : undefined,
    hasPolicy: policy.error === undefined,
  };
}
