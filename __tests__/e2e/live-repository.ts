import { z } from 'zod';
import { finish, run } from './command';
import { programOf } from './machine';
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

/** Reads a repository with the AWS CLI. */
export async function liveRepository(
  moto: Moto,
  profile: string,
  region: string,
  name: string,
): Promise<LiveRepository> {
  const command = (...args: readonly string[]) => ({
    file: programOf('aws'),
    args: ['--profile', profile, '--region', region, '--output', 'json', 'ecr', ...args],
    folder: '.',
    environment: moto.environment,
  });
  const of = ['--repository-name', name];
  const all = await run(command('describe-repositories', '--repository-names', name));
  const [repository] = described.parse(JSON.parse(all)).repositories;
  if (repository === undefined) throw new Error(`no repository ${name}`);
  const { repositoryArn } = repository;
  const tags = await run(command('list-tags-for-resource', '--resource-arn', repositoryArn));
  const lifecycle = await finish(command('get-lifecycle-policy', ...of));
  const policy = await finish(command('get-repository-policy', ...of));
  return {
    mutability: repository.imageTagMutability,
    scanOnPush: repository.imageScanningConfiguration.scanOnPush,
    encryption: repository.encryptionConfiguration,
    tags: Object.fromEntries(tagged.parse(JSON.parse(tags)).tags.map(({ Key, Value }) => [Key, Value])),
    lifecycle:
      lifecycle.code === 0
        ? (JSON.parse(lifecycleGot.parse(JSON.parse(lifecycle.stdout)).lifecyclePolicyText) as unknown)
        : undefined,
    hasPolicy: policy.code === 0,
  };
}
