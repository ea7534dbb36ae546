import { PAGES } from '../model/diagnosis';
import { always, defineFixedEntry, shellCode, type FamilyEntries, type FixedEntryRow } from '../model/entry';
import { mentionsEcr } from '../parse/registry-reference';

/** Responses of ECR, and of services in its place, with a fixed explanation. */

const NOT_AWS_ROW: FixedEntryRow = {
  kind: 'not-aws',
  pattern:
    /action has not been implemented|not (?:yet )?implemented in (?:LocalStack|moto)|localhost\.localstack|(?<![0-9a-f-])000000000000(?![0-9])/i,
  summary: 'An emulator of AWS answered (LocalStack or moto), and not AWS.',
  cause:
    'The endpoint of the provider or the CLI leads to an emulator, which does not have this action, or only in an edition of its own.',
  steps: [
    {
      text: 'If AWS was meant, look for the endpoint in the variables and in the provider; otherwise leave this resource out there.',
      code: shellCode('env | grep -i -e AWS_ENDPOINT -e LOCALSTACK'),
    },
  ],
  certaintyReason: 'AWS has no such message',
  page: PAGES.endpoints,
};

const SERVER_ERROR_ROW: FixedEntryRow = {
  kind: 'server-error',
  pattern:
    /(?<![A-Za-z])ServerException|[:0-9] (?:Internal Server Error|Bad Gateway|Service Unavailable|Gateway Time-?out)|InternalServerError|ServiceUnavailable/,
  summary: 'ECR could not answer: an error on the side of the server.',
  cause:
    'Usually it passes. A proxy or a mirror between the client and ECR prints the same. No policy is involved.',
  steps: [
    {
      text: 'Try again with increasing pauses; if it lasts, see the state of ECR in the Region on https://health.aws.amazon.com, and whether a proxy answers.',
    },
  ],
  page: PAGES.errors,
};

const ROWS: readonly FixedEntryRow[] = [
  {
    kind: 'codebuild-credentials-type',
    pattern: /cross-account ECR image with imagePullCredentialsType CODEBUILD/i,
    applies: always,
    summary: 'CodeBuild pulls from another account only as the service role of the project.',
    cause:
      'With imagePullCredentialsType CODEBUILD, CodeBuild pulls with its own credentials, which it allows for images of the same account only.',
    steps: [
      {
        text: 'Set image_pull_credentials_type = "SERVICE_ROLE", let the service role pull, and allow the role in the repository policy of the other account.',
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
    summary: 'App Runner deploys automatically only from private registries.',
    cause: 'Automatic deployments are enabled by default, and need a private repository with an access role.',
    steps: [
      {
        text: 'Disable them, or copy the image to a private repository.',
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
    summary: 'The image was scanned in the last 24 hours, and cannot be scanned again yet.',
    cause:
      'Basic scanning scans an image once in 24 hours, and a scan on push counts. The quota cannot be raised. Enhanced scanning scans again by itself.',
    steps: [
      {
        text: 'Read the result that is there, or wait.',
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
    summary: 'The image is in the repository already, with this tag: there is nothing to push.',
    cause:
      'put-image was called for a digest that has the tag already. What was wanted is there. Immutable tags are another matter (ImageTagAlreadyExistsException), and no permission is missing.',
    steps: [
      {
        text: 'Treat it as success, or look before you call.',
        code: shellCode('aws ecr describe-images --repository-name REPOSITORY --image-ids imageTag=TAG'),
      },
    ],
    certaintyReason: 'ECR says so',
    page: PAGES.errors,
  },
  {
    kind: 'lambda-key-denied',
    pattern:
      /can't decrypt the container image because KMS access is denied|Lambda was unable to decrypt .{0,40}image/i,
    applies: always,
    summary: 'Lambda may not use the key with which the image is encrypted.',
    cause:
      'The key of the function or of the repository is disabled or deleted, its policy does not allow the account of the function, or the grant that Lambda had belonged to a principal that is gone. No permission of ECR is missing.',
    steps: [
      {
        text: 'Look at the state and the policy of the key; then update the function with a principal of its own account that has kms:Decrypt and kms:CreateGrant.',
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
    summary: 'SageMaker pulls only from the registry of its own Region.',
    cause:
      'The address of the image names another Region than the one of the model or job. AWS publishes its images in every Region, each at its own address; your own have to be replicated or copied. No permission is missing.',
    steps: [
      {
        text: 'Name the image of the Region of the job (image_uris.retrieve with the Region), or replicate the repository there.',
      },
    ],
    certaintyReason: 'SageMaker names both Regions',
    page: PAGES.replication,
  },
  {
    kind: 'request-malformed',
    pattern:
      /(?:HEAD|GET) (?:request to )?\S{1,300}\/manifests\/[A-Za-z0-9._:@-]{1,200}: (?:unexpected status code )?400/i,
    summary: 'ECR did not understand a request for an image (400), and the client does not print why.',
    cause:
      'Usually the credentials are malformed: a token that was cut, has a line break, is encoded twice or is of another Region, or keys of AWS in the place of user AWS and its token. Or the tag is not valid. A missing image or permission gets another answer (404, 403).',
    steps: [
      {
        text: 'Create the pull secret, or log in, again with a fresh token, and try the same image with docker or crane, which print the reason.',
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
    summary: 'A backfill of replication to this destination is running already.',
    cause:
      'ECR copies the existing images of a registry to one destination at a time in each Region, and to at most ten. No permission is involved.',
    steps: [{ text: 'Wait until it is finished, and start the next one then.' }],
    certaintyReason: 'ECR says so',
    page: PAGES.replication,
  },
  {
    kind: 'cache-rule-update-refused',
    pattern: /Please set either credential arn or role arn/i,
    applies: always,
    summary: 'ECR cannot take the role or the secret away from a pull through cache rule.',
    cause:
      'The request that changes a rule has to name a role or a secret. So a rule without either cannot be changed, and one that had a role or a secret keeps it until it is deleted.',
    steps: [
      {
        text: 'Keep the role or secret that the rule has; or replace the rule, which leaves the cached repositories in place (update the provider first, if nothing of the rule was to change).',
        code: shellCode('terraform apply -replace=aws_ecr_pull_through_cache_rule.NAME'),
      },
    ],
    certaintyReason: 'ECR says so',
    page: PAGES.pullThroughCache,
  },
  {
    kind: 'upstream-unreachable',
    pattern:
      /(?:Get|Head|GET|HEAD) "?https:\/\/(?:production\.cloudflare\.docker\.com|[a-z0-9.-]{1,80}\.r2\.cloudflarestorage\.com|pkg-containers\.githubusercontent\.com|cdn[0-9]{0,2}\.quay\.io|[a-z0-9.-]{1,60}\.blob\.core\.windows\.net)/,
    summary: 'The client was sent on to the upstream registry for a layer, and could not get it there.',
    cause:
      'On the first pull through a cache, ECR may send the client to the layers of the upstream registry. A client without access to the internet cannot reach them; the endpoints of ECR and S3 do not help. Later pulls get everything from ECR. No policy is involved.',
    steps: [
      {
        text: 'Pull the image once from a machine with access to the internet, wait until ECR has it, and pull again; or give the subnet a NAT gateway or a proxy.',
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
    summary: 'The client asked for more entries at once than ECR returns.',
    cause:
      'A request lists at most 1,000 tags or images (n in the registry API, maxResults in the API of AWS). It is no quota of images, and no permission is involved.',
    steps: [{ text: 'Ask for at most 1,000, and follow the next page (the Link header, nextToken).' }],
    certaintyReason: 'ECR names the parameter',
    page: PAGES.errors,
  },
  {
    kind: 'feature-disabled',
    applies: always,
    pattern:
      /RegistryScanningConfiguration operation.{0,40}: This feature is disabled|ValidationException.{0,80}This feature is disabled/i,
    summary: 'This registry does not have the feature: ECR has it disabled for this Region or account.',
    cause:
      'Enhanced scanning and the scanning configuration of a registry are not available in every Region and partition. It is not a denial, and no policy helps.',
    steps: [
      {
        text: 'Check the Region of the request, and use scan on push of the repository there; ask AWS Support if the feature should be available.',
      },
    ],
    page: PAGES.scanning,
  },
  {
    kind: 'cache-rule-refused',
    applies: (text) => mentionsEcr(text) || /pull through cache/i.test(text),
    pattern:
      /AWS::ECR::PullThroughCacheRule[\s\S]{0,300}"null"|UnsupportedUpstreamRegistryException|The specified upstream registry isn't supported|SecretNotFoundException|PullThroughCacheRuleAlreadyExistsException|Invalid parameter at '(?:ecrRepositoryPrefix|credentialArn|upstreamRegistryUrl)'/i,
    summary: 'ECR refused a pull through cache rule.',
    cause:
      'ECR supports a fixed list of upstream registries, each by its own host: ECR, ECR Public, Docker Hub (registry-1.docker.io), Quay, GitHub, GitLab, Azure, Kubernetes and Chainguard. Others (Harbor, Artifactory, Nexus) cannot be an upstream: copy their images with skopeo or crane. The secret of a rule has to be named ecr-pullthroughcache/…, in the same account and Region, and to hold a value with username and accessToken (one that was just created may not be found for some seconds: apply again); Docker Hub, GitHub, GitLab and Azure need one. A prefix has one rule in a registry, and 2 to 30 lowercase letters and digits, with single . _ - / only between them. CloudFormation prints "null" if UpstreamRegistryUrl is missing; CloudTrail has the answer of ECR (CreatePullThroughCacheRule).',
    steps: [
      {
        text: 'See which rules exist, and correct host, secret or prefix; validate checks them in topology.yaml.',
        code: shellCode('aws ecr describe-pull-through-cache-rules'),
      },
    ],
    page: PAGES.pullThroughCache,
  },
  {
    kind: 'upload-interrupted',
    pattern:
      /UploadNotFoundException|InvalidLayer(?:Part)?Exception|LayerPartTooSmallException|EmptyUploadException|LayersNotFoundException|blob upload (?:unknown|invalid)|ImageDigestDoesNotMatchException/i,
    summary: 'The upload of a layer did not arrive as a whole.',
    cause:
      'A proxy or the network cut it off, the upload took too long, or two pushes of the same layer disturbed each other. The push was allowed; no permission is involved.',
    steps: [
      {
        text: 'Push again. If it fails each time, go around the proxy, or upload fewer layers at once.',
        code: shellCode('docker push IMAGE'),
      },
    ],
    page: PAGES.errors,
  },
  {
    kind: 'scan-not-found',
    pattern: /ScanNotFoundException|Image scan does not exist|UnsupportedImageTypeException/i,
    summary: 'ECR has no scan of this image.',
    cause:
      'The image was pushed before scanning was enabled for its repository, is not scanned by the filters of the registry, is still being scanned, or has an operating system or format that is not supported (an index is not scanned, its images are).',
    steps: [
      {
        text: 'See how the registry scans, and start a scan (basic scanning) or push again (enhanced scanning).',
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
    summary: 'The image is in the archive storage class, and cannot be pulled or scanned there.',
    cause:
      'A lifecycle policy or a user archived it. It has to be restored before it can be pulled, which takes some time. No permission is missing.',
    steps: [
      {
        text: 'Restore the image.',
        code: shellCode(
          'aws ecr update-image-storage-class --repository-name REPOSITORY \\\n  --image-id imageTag=TAG --target-storage-class STANDARD',
        ),
      },
    ],
    certaintyReason: 'ECR says so',
    page: PAGES.archive,
  },
  {
    kind: 'blocked-by-organization',
    pattern: /BlockedByOrganizationPolicyException/,
    applies: always,
    summary: 'A policy of the organization blocks the request.',
    cause:
      'The organization forbids it for this account. It is changed in the management account of the organization; no policy of ECR helps.',
    steps: [
      {
        text: 'Ask the administrators of the organization which policy applies to the account.',
        code: shellCode(
          'aws organizations list-policies-for-target --target-id ACCOUNT --filter SERVICE_CONTROL_POLICY',
        ),
      },
    ],
    certaintyReason: 'ECR says so',
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
