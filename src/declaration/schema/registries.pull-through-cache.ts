import { CACHE_PREFIX } from '../../aws/namespaces';
import { CACHE_SECRET_ARN } from '../../aws/upstream';
import { patternString, roleArn, section, validatedString } from './field-types';

const secretArn = patternString(
  CACHE_SECRET_ARN.pattern,
  CACHE_SECRET_ARN.requirement,
  'The secret in AWS Secrets Manager with which ECR logs in to the upstream: of this account and Region.',
);

export const pullThroughCacheSchema = section(
  {
    prefix: validatedString(
      CACHE_PREFIX,
      'cache/prefix',
      'The namespace that is filled from upstream, or ROOT for every name that no other rule takes.',
    ),
    upstream: patternString(
      /^[a-z0-9][a-z0-9._-]{0,252}$/,
      'be the host name of a registry, or the name of one under `registries`',
      'Where images come from: a host such as public.ecr.aws, or the name of a registry under `registries`.',
    ),
    upstreamPrefix: validatedString(
      CACHE_PREFIX,
      'cache/prefix',
      'The namespace of the upstream that stands for the prefix. Default: ROOT, whatever is behind the prefix.',
    ).optional(),
    credentialArn: secretArn.optional(),
    customRoleArn: validatedString(
      roleArn,
      'shape/wrong-value',
      'The role of this account with which ECR pulls from ECR: needed where the upstream is in another account.',
    ).optional(),
  },
  'A pull-through cache rule: what is pulled below a prefix comes from elsewhere, and is kept.',
);
