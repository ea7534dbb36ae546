import { PAGES } from '../model/diagnosis';
import { always, defineFixedEntry, shellCode, type FamilyEntries, type FixedEntryRow } from '../model/entry';
import { mentionsEcr } from '../parse/registry-reference';

/** Responses of ECR, and of services in its place, with a fixed explanation. */

const NOT_AWS_ROW: FixedEntryRow = {
  kind: 'not-aws',
  pattern:
    /action has not been implemented|not (?:yet )?implemented in (?:LocalStack|moto)|localhost\.localstack|(?<![0-9a-f-])000000000000(?![0-9])/i,
  summary: 'The response is from an AWS emulator (LocalStack or moto), not from AWS.',
  cause:
    'The endpoint of the provider or the CLI is an emulator. The emulator does not support this action, or supports it only in another edition.',
  steps: [
    {
      text: 'To use AWS, find the endpoint in the environment variables and in the provider, and remove it. To use the emulator, remove this resource from the configuration.',
      code: shellCode('env | grep -i -e AWS_ENDPOINT -e LOCALSTACK'),
    },
  ],
  certaintyReason: 'AWS does not return this message',
  page: PAGES.endpoints,
};

const SERVER_ERROR_ROW: FixedEntryRow = {
  kind: 'server-error',
  pattern:
    /(?<![A-Za-z])ServerException|[:0-9] (?:Internal Server Error|Bad Gateway|Service Unavailable|Gateway Time-?out)|InternalServerError|ServiceUnavailable/,
  summary: 'ECR returned a server error.',
  cause:
    'The error is usually temporary. A proxy or mirror between the client and ECR can return the same error. No policy is involved.',
  steps: [
    {
      text: 'Retry with increasing delays. If the error persists, check the status of ECR in the Region on https://health.aws.amazon.com, and whether a proxy sent the response.',
    },
  ],
  page: PAGES.errors,
};

const ROWS: readonly FixedEntryRow[] = [
  {
    kind: 'codebuild-credentials-type',
    pattern: /cross-account ECR image with imagePullCredentialsType CODEBUILD/i,
    applies: always,
    summary: 'CodeBuild pulls from another account only with the service role of the project.',
    cause:
      'With imagePullCredentialsType CODEBUILD, CodeBuild pulls with its own credentials. It allows them only for images in the same account.',
    steps: [
      {
        text: 'Set image_pull_credentials_type = "SERVICE_ROLE". Allow the service role to pull in its identity policy and in the repository policy in the other account.',
        code: { language: 'hcl', text: 'environment {\n  image_pull_credentials_type = "SERVICE_ROLE"\n}\n' },
      },
    ],
    certaintyReason: 'CodeBuild names the setting',
    page: PAGES.crossAccount,
  },
  {
    kind: 'app-runner-public',
    pattern: /automatic deployments for an image in an ECR Public repository/i,
    applies: always,
    summary: 'App Runner supports automatic deployments only from private registries.',
    cause:
      'Automatic deployments are enabled by default. They require a private repository and an access role.',
    steps: [
      {
        text: 'Disable automatic deployments, or copy the image to a private repository.',
        code: { language: 'hcl', text: 'source_configuration {\n  auto_deployments_enabled = false\n}\n' },
      },
    ],
    certaintyReason: 'App Runner names the setting',
    page: PAGES.publicEndpoints,
  },
  {
    kind: 'scan-quota',
    pattern: /scan quota per image has been exceeded/i,
    applies: always,
    summary: 'The image was scanned in the last 24 hours and cannot be scanned again yet.',
    cause:
      'Basic scanning scans an image at most once in 24 hours. Scans on push count. The quota cannot be increased. Enhanced scanning rescans images automatically.',
    steps: [
      {
        text: 'Read the existing scan result, or wait.',
        code: shellCode(
          'aws ecr describe-image-scan-findings --repository-name REPOSITORY --image-id imageTag=TAG',
        ),
      },
    ],
    certaintyReason: 'ECR names the quota',
    page: PAGES.scanning,
  },
  {
    kind: 'image-already-exists',
    pattern: /ImageAlreadyExistsException/,
    applies: always,
    summary: 'The repository already contains this image with this tag. There is nothing to push.',
    cause:
      'put-image was called for a digest that already has the tag. The repository is already in the requested state. No permission is missing. Immutable tags cause a different error (ImageTagAlreadyExistsException).',
    steps: [
      {
        text: 'Treat the error as success, or check whether the image exists before you call put-image.',
        code: shellCode('aws ecr describe-images --repository-name REPOSITORY --image-ids imageTag=TAG'),
      },
    ],
    certaintyReason: 'ECR reports the cause',
    page: PAGES.errors,
  },
  {
    kind: 'lambda-key-denied',
    pattern:
      /can't decrypt the container image because KMS access is denied|Lambda was unable to decrypt .{0,40}image/i,
    applies: always,
    summary: 'Lambda is not allowed to use the KMS key that encrypts the image.',
    cause:
      'The key of the function or of the repository is disabled or deleted. Or the key policy does not allow the account of the function. Or the principal that the grant of Lambda belonged to was deleted. No ECR permission is missing.',
    steps: [
      {
        text: "Check the state and the policy of the key. Then update the function as a principal of the function's account that has kms:Decrypt and kms:CreateGrant.",
        code: shellCode(
          'aws kms describe-key --key-id KEY --query KeyMetadata.KeyState\naws kms get-key-policy --key-id KEY --output text',
        ),
      },
    ],
    page: PAGES.encryption,
  },
  {
    kind: 'sagemaker-cross-region',
    pattern: /Cross region ECR image pulls are not allowed/i,
    applies: always,
    summary: 'SageMaker pulls only from a registry in its own Region.',
    cause:
      'The image address does not name the Region of the model or job. AWS publishes its images in every Region, each at its own address. Your own images must be replicated or copied. No permission is missing.',
    steps: [
      {
        text: 'Use the image address for the Region of the job (image_uris.retrieve with that Region), or replicate the repository to that Region.',
      },
    ],
    certaintyReason: 'SageMaker names both Regions',
    page: PAGES.replication,
  },
  {
    kind: 'request-malformed',
    pattern:
      /(?:HEAD|GET) (?:request to )?\S{1,300}\/manifests\/[A-Za-z0-9._:@-]{1,200}: (?:unexpected status code )?400/i,
    summary: 'ECR rejected a malformed request for an image (400). The client does not print the reason.',
    cause:
      'Usually the credentials are malformed: the token is truncated, contains a line break, is encoded twice or is for another Region; or AWS access keys are used instead of user AWS and its token. An invalid tag is another cause. A missing image returns 404, and a missing permission returns 403.',
    steps: [
      {
        text: 'Create the pull secret again, or log in again, with a new token. Then pull the same image with docker or crane, which print the reason.',
        code: shellCode(
          'kubectl create secret docker-registry ecr --docker-server=ACCOUNT.dkr.ecr.REGION.amazonaws.com \\\n  --docker-username=AWS --docker-password="$(aws ecr get-login-password --region REGION)"',
        ),
      },
    ],
    page: PAGES.registryAuth,
  },
  {
    kind: 'backfill-running',
    pattern: /ReplicationBackfillInProgressException/,
    applies: always,
    summary: 'A replication backfill to this destination is already running.',
    cause:
      'In each Region, ECR copies the existing images of a registry to one destination at a time, and to at most ten destinations. No permission is involved.',
    steps: [
      {
        text: "Wait until the backfill is finished. Then start the next one. 'ecr-topology backfill' does this automatically.",
      },
    ],
    certaintyReason: 'ECR reports the cause',
    page: PAGES.replication,
  },
  {
    kind: 'cache-rule-update-refused',
    pattern: /Please set either credential arn or role arn/i,
    applies: always,
    summary: 'ECR cannot remove the role or the secret of a pull-through cache rule.',
    cause:
      'A request that updates a rule must name a role or a secret. Therefore, a rule without either cannot be updated, and a rule that has a role or a secret keeps it until the rule is deleted.',
    steps: [
      {
        text: 'Keep the role or secret of the rule, or replace the rule. The cached repositories remain if you replace the rule. If you did not intend to change the rule, update the provider first.',
        code: shellCode('terraform apply -replace=aws_ecr_pull_through_cache_rule.NAME'),
      },
    ],
    certaintyReason: 'ECR reports the cause',
    page: PAGES.pullThroughCache,
  },
  {
    kind: 'upstream-unreachable',
    pattern:
      /(?:Get|Head|GET|HEAD) "?https:\/\/(?:production\.cloudflare\.docker\.com|[a-z0-9.-]{1,80}\.r2\.cloudflarestorage\.com|pkg-containers\.githubusercontent\.com|cdn[0-9]{0,2}\.quay\.io|[a-z0-9.-]{1,60}\.blob\.core\.windows\.net)/,
    summary:
      'ECR redirected the client to the upstream registry for a layer, and the client could not download it there.',
    cause:
      'On the first pull through a cache, ECR can redirect the client to the layers in the upstream registry. A client without internet access cannot reach them, and the VPC endpoints of ECR and S3 do not help. Later pulls get all layers from ECR. No policy is involved.',
    steps: [
      {
        text: 'Pull the image once from a machine with internet access, wait until ECR has it, and pull it again. Or add a NAT gateway or a proxy for the subnet.',
        code: shellCode('docker pull IMAGE'),
      },
    ],
    certaintyReason: 'the host belongs to the upstream registry',
    page: PAGES.pullThroughCache,
  },
  {
    kind: 'page-size-refused',
    pattern: /Invalid parameter at 'maxResults'/i,
    applies: always,
    summary: 'The client requested more entries at once than ECR returns.',
    cause:
      'A request lists at most 1,000 tags or images (n in the registry API, maxResults in the AWS API). This is not a quota for images. No permission is involved.',
    steps: [{ text: 'Request at most 1,000 entries, and follow the next page (Link header, nextToken).' }],
    certaintyReason: 'ECR names the parameter',
    page: PAGES.errors,
  },
  {
    kind: 'feature-disabled',
    applies: always,
    pattern:
      /RegistryScanningConfiguration operation.{0,40}: This feature is disabled|ValidationException.{0,80}This feature is disabled/i,
    summary: 'This registry does not have the feature, because ECR disables it for this Region or account.',
    cause:
      'Enhanced scanning and the registry scanning configuration are not available in every Region and partition. The request was not denied, so changing a policy does not help.',
    steps: [
      {
        text: 'Check the Region of the request. In this Region, enable scan on push for the repository instead. If the feature should be available, contact AWS Support.',
      },
    ],
    page: PAGES.scanning,
  },
  {
    kind: 'cache-rule-refused',
    applies: (text) => mentionsEcr(text) || /pull through cache/i.test(text),
    pattern:
      /AWS::ECR::PullThroughCacheRule[\s\S]{0,300}"null"|UnsupportedUpstreamRegistryException|The specified upstream registry isn't supported|SecretNotFoundException|PullThroughCacheRuleAlreadyExistsException|Invalid parameter at '(?:ecrRepositoryPrefix|credentialArn|upstreamRegistryUrl)'/i,
    summary: 'ECR rejected a pull-through cache rule.',
    cause: `ECR supports a fixed list of upstream registries, each with its own host: ECR, ECR Public, Docker Hub (registry-1.docker.io), Quay, GitHub, GitLab, Azure, Kubernetes and Chainguard. Other registries (Harbor, Artifactory, Nexus) cannot be an upstream registry: copy their images with skopeo or crane. Docker Hub, GitHub, GitLab and Azure require a secret. Its name must start with ecr-pullthroughcache/, it must be in the same account and Region, and its value must contain username and accessToken. ECR may not find a new secret for some seconds: apply again. A prefix can have one rule in a registry. A prefix has 2 to 30 lowercase letters and digits, separated by single '.', '_', '-' or '/'. CloudFormation prints "null" if UpstreamRegistryUrl is missing; CloudTrail contains the response of ECR (CreatePullThroughCacheRule).`,
    steps: [
      {
        text: "List the existing rules. Then correct the host, the secret or the prefix. 'ecr-topology validate' checks them in topology.yaml.",
        code: shellCode('aws ecr describe-pull-through-cache-rules'),
      },
    ],
    page: PAGES.pullThroughCache,
  },
  {
    kind: 'upload-interrupted',
    pattern:
      /UploadNotFoundException|InvalidLayer(?:Part)?Exception|LayerPartTooSmallException|EmptyUploadException|LayersNotFoundException|blob upload (?:unknown|invalid)|ImageDigestDoesNotMatchException/i,
    summary: 'The upload of a layer is incomplete.',
    cause:
      'A proxy or the network interrupted the upload, the upload took too long, or two pushes of the same layer interfered with each other. The push was allowed. No permission is involved.',
    steps: [
      {
        text: 'Push again. If the push fails each time, bypass the proxy, or upload fewer layers at once.',
        code: shellCode('docker push IMAGE'),
      },
    ],
    page: PAGES.errors,
  },
  {
    kind: 'scan-not-found',
    pattern: /ScanNotFoundException|Image scan does not exist|UnsupportedImageTypeException/i,
    summary: 'ECR has no scan result for this image.',
    cause:
      'The image was pushed before scanning was enabled for its repository. Or the scanning filters of the registry exclude the image, the scan is still running, or the operating system or format is not supported. An image index is not scanned; its images are.',
    steps: [
      {
        text: 'Check how the registry scans. Then start a scan (basic scanning) or push the image again (enhanced scanning).',
        code: shellCode(
          'aws ecr get-registry-scanning-configuration\naws ecr start-image-scan --repository-name REPOSITORY --image-id imageTag=TAG',
        ),
      },
    ],
    page: PAGES.scanning,
  },
  {
    kind: 'image-archived',
    pattern: /ImageArchivedException|image is archived|ImageStorageClassUpdateNotSupported/i,
    summary: 'The image is in the archive storage class and cannot be pulled or scanned.',
    cause:
      'A lifecycle policy or a user archived the image. Restore it before you pull it. It becomes available only after some time. No permission is missing.',
    steps: [
      {
        text: 'Restore the image.',
        code: shellCode(
          'aws ecr update-image-storage-class --repository-name REPOSITORY \\\n  --image-id imageTag=TAG --target-storage-class STANDARD',
        ),
      },
    ],
    certaintyReason: 'ECR reports the cause',
    page: PAGES.archive,
  },
  {
    kind: 'blocked-by-organization',
    pattern: /BlockedByOrganizationPolicyException/,
    applies: always,
    summary: 'A policy of the organization blocks the request.',
    cause:
      'The organization denies the request for this account. The policy is managed in the management account of the organization. No ECR policy helps.',
    steps: [
      {
        text: 'Contact the administrators of the organization to find out which policy applies to the account.',
        code: shellCode(
          'aws organizations list-policies-for-target --target-id ACCOUNT --filter SERVICE_CONTROL_POLICY',
        ),
      },
    ],
    certaintyReason: 'ECR reports the cause',
    page: PAGES.accessDenied,
  },
];

/** Precedes the other entries, because emulators print the same messages as AWS. */
const NOT_AWS = defineFixedEntry(NOT_AWS_ROW);

/** Follows the other entries, because clients wrap other messages in a server error. */
const SERVER_ERROR = defineFixedEntry(SERVER_ERROR_ROW);

export const ENTRIES: FamilyEntries = {
  elsewhere: [NOT_AWS],
  exception: ROWS.map(defineFixedEntry),
  connection: [SERVER_ERROR],
};
