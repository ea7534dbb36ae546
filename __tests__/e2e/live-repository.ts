import { z } from 'zod';
import { callEcr, readEcr } from './aws-call';
import type { Moto } from './moto';

const repositoriesSchema = z.object({
  repositories: z.array(
    z.object({
      repositoryArn: z.string(),
      imageTagMutability: z.string(),
      imageScanningConfiguration: z.object({ scanOnPush: z.boolean() }),
      encryptionConfiguration: z.object({ encryptionType: z.string(), kmsKey: z.string().optional() }),
    }),
  ),
});

const tagsSchema = z.object({ tags: z.array(z.object({ Key: z.string(), Value: z.string() })) });

const lifecycleSchema = z.object({ lifecyclePolicyText: z.string() });

/** A repository, read from the API of ECR. */
export interface LiveRepository {
  readonly mutability: string;
  readonly scanOnPush: boolean;
  readonly encryption: { readonly encryptionType: string; readonly kmsKey?: string | undefined };
  readonly tags: Readonly<Record<string, string>>;
  /** Undefined if there is none. */
  readonly lifecycle: unknown;
  readonly hasPolicy: boolean;
}

export async function readRepository(
  moto: Moto,
  profile: string,
  region: string,
  name: string,
): Promise<LiveRepository> {
  const session = { profile, region };
  const input = { repositoryName: name };
  const all = await readEcr(moto, session, 'DescribeRepositories', { repositoryNames: [name] });
  const [repository] = repositoriesSchema.parse(all).repositories;
  if (repository === undefined) throw new Error(`no repository ${name}`);
  const { repositoryArn: resourceArn } = repository;
  const { tags } = tagsSchema.parse(await readEcr(moto, session, 'ListTagsForResource', { resourceArn }));
  const lifecycle = await callEcr(moto, session, 'GetLifecyclePolicy', input);
  const policy = await callEcr(moto, session, 'GetRepositoryPolicy', input);
  return {
    mutability: repository.imageTagMutability,
    scanOnPush: repository.imageScanningConfiguration.scanOnPush,
    encryption: repository.encryptionConfiguration,
    tags: Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])),
    lifecycle:
      lifecycle.error === undefined
        ? (JSON.parse(lifecycleSchema.parse(lifecycle.body).lifecyclePolicyText) as unknown)
        : undefined,
    hasPolicy: policy.error === undefined,
  };
}
