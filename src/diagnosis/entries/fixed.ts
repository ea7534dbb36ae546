import type { Conclusion } from '../case';
import type { Code, Step } from '../diagnosis';
import { containing, entry, type Entry } from '../entry';
import { isAboutEcr } from '../image';
import { PAGES } from '../pages';

/**
 * Families whose explanation is the same for every message. To add one, add a row; an explanation that depends on the
 * message or the topology is an entry in a file of its own.
 */
interface Row extends Pick<Conclusion, 'summary' | 'cause'> {
  readonly kind: string;
  readonly pattern: RegExp;
  /** By default the text has to be about ECR. */
  readonly applies?: (text: string) => boolean;
  readonly steps: readonly Step[];
  /** Why the cause is certain; undefined if it is only likely. */
  readonly certain?: string;
  readonly page: string;
}

const always = (): boolean => true;
const sh = (text: string): Code => ({ language: 'sh', text: `${text}\n` });

const NOT_AWS_ROW: Row = {
  kind: 'not-aws',
  pattern:
    /action has not been implemented|not (?:yet )?implemented in (?:LocalStack|moto)|localhost\.localstack|(?<![0-9])000000000000(?![0-9])/i,
  summary: 'An emulator of AWS answered (LocalStack or moto), and not AWS.',
  cause:
    'The endpoint of the provider or the CLI leads to an emulator, which does not have this action, or only in an edition of its own.',
  steps: [
    {
      text: 'If AWS was meant, look for the endpoint in the variables and in the provider; otherwise leave this resource out there.',
      code: sh('env | grep -i -e AWS_ENDPOINT -e LOCALSTACK'),
    },
  ],
  certain: 'AWS has no such message',
  page: PAGES.endpoints,
};

const SERVER_ERROR_ROW: Row = {
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

const ROWS: readonly Row[] = [
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
        code: sh('aws ecr describe-image-scan-findings --repository-name REPOSITORY --image-id imageTag=TAG'),
      },
    ],
    certain: 'ECR names the quota',
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
        code: sh('aws ecr describe-images --repository-name REPOSITORY --image-ids imageTag=TAG'),
      },
    ],
    certain: 'ECR says so',
    page: PAGES.errors,
  },
  {
    kind: 'docker-config-unwritable',
    pattern:
      /Error saving credentials: (?:open|mkdir|rename) \S{1,200}: (?:permission denied|read-only file system|no space left)/i,
    applies: always,
    summary: 'The login worked, and Docker could not write it to its configuration.',
    cause:
      "The folder .docker of this user belongs to another user, or cannot be written to. Nothing is wrong in AWS; Docker's warnings about the password are not the problem.",
    steps: [
      {
        text: 'Give the folder to the user of the job, or name another one.',
        code: sh('sudo chown -R "$(id -u)" ~/.docker\nexport DOCKER_CONFIG="$(mktemp -d)"'),
      },
    ],
    certain: 'Docker names the file',
    page: PAGES.docker,
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
        code: sh(
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
    certain: 'SageMaker names both Regions',
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
        text: 'Make the pull secret or login anew with a fresh token, and try the same image with docker or crane, which print the reason.',
        code: sh(
          'kubectl create secret docker-registry ecr --docker-server=ACCOUNT.dkr.ecr.REGION.amazonaws.com \\\n  --docker-username=AWS --docker-password="$(aws ecr get-login-password --region REGION)"',
        ),
      },
    ],
    page: PAGES.registryAuth,
  },
  {
    kind: 'harbor-too-old',
    pattern: /schemes \[.{0,200}service:ecr\.amazonaws\.com.{0,80}unsupport/i,
    applies: always,
    summary: 'This version of Harbor cannot log in to ECR.',
    cause:
      'ECR asks for Basic authentication, which old versions of Harbor do not have for endpoints. No policy is involved.',
    steps: [
      {
        text: 'Update Harbor, and add the endpoint with the provider AWS ECR, with an access key in the place of user and password.',
      },
    ],
    certain: 'Harbor names the scheme that it does not support',
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
    certain: 'ECR says so',
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
        code: sh('terraform apply -replace=aws_ecr_pull_through_cache_rule.NAME'),
      },
    ],
    certain: 'ECR says so',
    page: PAGES.pullThroughCache,
  },
  {
    kind: 'identity-changed',
    pattern: /Unexpected Identity Change/i,
    applies: (text) => /aws_ecr_|aws_iam_/.test(text),
    summary: 'Terraform found the resource of its state in another account or Region.',
    cause:
      'The provider now uses another account or Region than the one in the state, and something of the same name exists there, a replica for instance. Either the credentials are of another account than was meant, or the registry moved.',
    steps: [
      {
        text: 'If the credentials are wrong, correct them. If the registry moved, take the resource out of the state and import what exists in the new account.',
        code: sh('terraform state rm ADDRESS'),
      },
    ],
    page: PAGES.import,
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
        code: sh('docker pull IMAGE'),
      },
    ],
    certain: 'the host belongs to the upstream registry',
    page: PAGES.pullThroughCache,
  },
  {
    kind: 'replication-rule-incomplete',
    pattern: /Insufficient (?:destination|rule) blocks/i,
    applies: (text) => /replication/i.test(text),
    summary: 'A replication rule has no destination, and nothing was sent to ECR.',
    cause:
      'The provider checks the configuration: each rule has one or more destinations, and its filters are in the same rule. Filters in a list item of their own are a rule without a destination.',
    steps: [
      {
        text: 'Put the filters into the rule that they belong to.',
        code: {
          language: 'hcl',
          text: 'rule {\n  destination {\n    region      = "us-west-1"\n    registry_id = "111111111111"\n  }\n  repository_filter {\n    filter      = "team/"\n    filter_type = "PREFIX_MATCH"\n  }\n}\n',
        },
      },
    ],
    certain: 'the provider names the block that is missing',
    page: PAGES.replication,
  },
  {
    kind: 'credential-provider-failed',
    pattern:
      /credential provider plugin|ecr-credential-provider|CredentialProviderRequest|credentialprovider\.kubelet/i,
    summary: "The kubelet's credential provider for ECR did not return a token.",
    cause:
      'The plugin runs on the node and asks ECR for a token with the role of the node. It did not get an answer in time, or found no credentials or Region: the node cannot reach api.ecr or the instance metadata (a hop limit of 1, no instance role, a node outside of EC2), or a proxy or AWS_REGION is missing in its environment. It has to be ecr-credential-provider: docker-credential-ecr-login speaks another protocol, and takes a CredentialProviderRequest for a URL. No repository policy is involved.',
    steps: [
      {
        text: 'On the node, check the role, the metadata and the way to ECR; variables of the plugin are in the credential provider configuration of the kubelet.',
        code: sh(
          'aws sts get-caller-identity\naws ecr get-login-password --region REGION > /dev/null && echo reachable',
        ),
      },
    ],
    page: PAGES.docker,
  },
  {
    kind: 'sandbox-image-denied',
    pattern: /failed to get sandbox image|Failed to create (?:pod )?sandbox/i,
    summary: 'containerd may not pull the sandbox image (pause), which it pulls itself.',
    cause:
      "The kubelet's credential provider and imagePullSecrets do not count for the sandbox image: containerd pulls it without credentials, before any container of the pod.",
    steps: [
      {
        text: 'Use a public sandbox image (registry.k8s.io/pause), pull it to the nodes beforehand, or give containerd credentials; on EKS use the node images of AWS, which contain it.',
        code: sh('containerd config dump | grep sandbox'),
      },
    ],
    page: PAGES.docker,
  },
  {
    kind: 'helm-reference-invalid',
    pattern: /scheme prefix missing from remote/i,
    applies: always,
    summary: 'Helm wants the address of the registry as oci://, and sent nothing.',
    cause:
      'helm push takes the registry, and appends the name of the chart: a repository with the name of the chart has to exist in it. The alias of a chart repository (helm repo add) is for other kinds of registries.',
    steps: [
      {
        text: 'Log in, and push to the registry.',
        code: sh(
          'aws ecr get-login-password --region REGION |\n  helm registry login --username AWS --password-stdin ACCOUNT.dkr.ecr.REGION.amazonaws.com\nhelm push CHART-1.0.0.tgz oci://ACCOUNT.dkr.ecr.REGION.amazonaws.com/',
        ),
      },
    ],
    certain: 'Helm checks the address before it connects',
    page: PAGES.helm,
  },
  {
    kind: 'cloudformation-repository-unreadable',
    pattern: /Unable to retrieve (?:Arn|RepositoryUri) attribute for AWS::ECR::Repository/i,
    summary: 'CloudFormation created a repository, and could not read it.',
    cause:
      'The role or user that deploys lacks ecr:DescribeRepositories, or a service control policy denies it; or a repository of this name is left from a stack that was deleted halfway. An earlier event of the stack has the reason.',
    steps: [
      {
        text: 'Read the events of the stack, delete the stack that is left and its repository, and deploy again with a principal that may ecr:DescribeRepositories.',
        code: sh('aws cloudformation describe-stack-events --stack-name STACK --max-items 20'),
      },
    ],
    page: PAGES.errors,
  },
  {
    kind: 'page-size-refused',
    pattern: /Invalid parameter at 'maxResults'/i,
    applies: always,
    summary: 'The client asked for more entries at once than ECR returns.',
    cause:
      'A request lists at most 1,000 tags or images (n in the registry API, maxResults in the API of AWS). It is no quota of images, and no permission is involved.',
    steps: [{ text: 'Ask for at most 1,000, and follow the next page (the Link header, nextToken).' }],
    certain: 'ECR names the parameter',
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
    kind: 'docker-provider-digest',
    pattern: /Got bad response from registry: 400/i,
    applies: always,
    summary: "Terraform's Docker provider could not read the digest of the image; the push may have worked.",
    cause:
      "The registry did not understand the provider's login: ECR Public wants another kind of token than old versions of the provider send, and a private registry answers 400 to a token that is malformed, expired or of another Region. No permission is involved.",
    steps: [
      {
        text: 'Update the provider (kreuzwerker/docker), and give it a fresh token of exactly this registry in registry_auth.',
        code: sh('terraform init -upgrade'),
      },
    ],
    page: PAGES.registryAuth,
  },
  {
    kind: 'pulumi-docker-credentials',
    pattern: /most likely due to incorrect or mismatched registry credentials/i,
    applies: always,
    summary:
      'Pulumi pushed an image without credentials of its registry, or to a repository that does not accept it.',
    cause:
      'The Docker provider of Pulumi takes registry (server, username, password) of the image, and not every login of Docker. ECR closes the connection as well if the repository does not exist, or the caller lacks ecr:InitiateLayerUpload. The message names no registry.',
    steps: [
      {
        text: "Pass registry: { server, username: 'AWS', password } with a token of aws.ecr.getAuthorizationToken, and check that the repository exists before the image is pushed.",
      },
    ],
    page: PAGES.registryAuth,
  },
  {
    kind: 'region-missing',
    pattern:
      /You must specify a region|Invalid Configuration: Missing Region|no region (?:was )?(?:specified|provided)|could not find region/i,
    applies: always,
    summary: 'No Region is set, so that the command does not know which registry is meant.',
    cause:
      'ECR has a registry in each Region. The Region comes from --region, AWS_REGION, AWS_DEFAULT_REGION or the profile.',
    steps: [
      {
        text: 'Name the Region of the registry: it is in the host of the image.',
        code: sh(
          'aws ecr get-login-password --region REGION |\n  docker login --username AWS --password-stdin ACCOUNT.dkr.ecr.REGION.amazonaws.com',
        ),
      },
    ],
    certain: 'the client says so before it sends anything',
    page: PAGES.credentials,
  },
  {
    kind: 'profile-not-found',
    pattern:
      /The config profile \([^)]{1,100}\) could not be found|failed to get shared config profile|profile \S{1,100} (?:not found|does not exist)/i,
    applies: (text) => text.includes('config profile') || isAboutEcr(text),
    summary: 'The profile that is named does not exist on this machine.',
    cause:
      'Its name comes from --profile, AWS_PROFILE, the AWS provider of Terraform or accounts in topology.yaml. A pipeline as a rule has no profiles, and another user (sudo) has other ones.',
    steps: [{ text: 'List the profiles, and name one of them.', code: sh('aws configure list-profiles') }],
    certain: 'the client looked for it and did not find it',
    page: PAGES.credentials,
  },
  {
    kind: 'docker-unavailable',
    pattern:
      /Cannot connect to the Docker daemon|permission denied while trying to connect to the Docker daemon|docker: (?:command )?not found|error during connect:/i,
    summary: 'Docker does not run here, or this user may not use it; ECR was not asked.',
    cause:
      'The daemon is not started, its socket belongs to another user or group, or the job runs in a container without Docker. No permission of AWS is involved.',
    steps: [
      {
        text: 'Start Docker, add the user to its group, or give the job a Docker service (docker:dind, privileged mode in CodeBuild).',
        code: sh('docker info'),
      },
    ],
    certain: 'the client names the daemon',
    page: PAGES.docker,
  },
  {
    kind: 'cache-rule-refused',
    applies: (text) => isAboutEcr(text) || /pull through cache/i.test(text),
    pattern:
      /AWS::ECR::PullThroughCacheRule[\s\S]{0,300}"null"|UnsupportedUpstreamRegistryException|The specified upstream registry isn't supported|SecretNotFoundException|PullThroughCacheRuleAlreadyExistsException|Invalid parameter at '(?:ecrRepositoryPrefix|credentialArn|upstreamRegistryUrl)'/i,
    summary: 'ECR refused a pull through cache rule.',
    cause:
      'ECR supports a fixed list of upstream registries, each by its own host: ECR, ECR Public, Docker Hub (registry-1.docker.io), Quay, GitHub, GitLab, Azure, Kubernetes and Chainguard. Others (Harbor, Artifactory, Nexus) cannot be an upstream: copy their images with skopeo or crane. The secret of a rule has to be named ecr-pullthroughcache/…, in the same account and Region, and to hold a value with username and accessToken (one that was just created may not be found for some seconds: apply again); Docker Hub, GitHub, GitLab and Azure need one. A prefix has one rule in a registry, and 2 to 30 lowercase letters and digits, with single . _ - / only between them. CloudFormation prints "null" if UpstreamRegistryUrl is missing; CloudTrail has the answer of ECR (CreatePullThroughCacheRule).',
    steps: [
      {
        text: 'See which rules exist, and correct host, secret or prefix; validate checks them in topology.yaml.',
        code: sh('aws ecr describe-pull-through-cache-rules'),
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
        code: sh('docker push IMAGE'),
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
        code: sh(
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
        code: sh(
          'aws ecr update-image-storage-class --repository-name REPOSITORY \\\n  --image-id imageTag=TAG --target-storage-class STANDARD',
        ),
      },
    ],
    certain: 'ECR says so',
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
        code: sh(
          'aws organizations list-policies-for-target --target-id ACCOUNT --filter SERVICE_CONTROL_POLICY',
        ),
      },
    ],
    certain: 'ECR says so',
    page: PAGES.accessDenied,
  },
];

function fixedEntry(row: Row): Entry {
  const { kind, pattern, applies = isAboutEcr, summary, cause, steps, certain, page } = row;
  return entry({
    kind,
    match: containing(pattern, applies),
    explain: () => ({
      summary,
      cause,
      policies: [],
      steps,
      certainty:
        certain === undefined
          ? {
              level: 'likely',
              because: 'the message leaves several causes, of which these are the usual ones',
            }
          : { level: 'certain', because: certain },
      page,
    }),
  });
}

/** Before everything that AWS answers in the same words. */
export const NOT_AWS = fixedEntry(NOT_AWS_ROW);

/** After everything that wraps another message in such an error. */
export const SERVER_ERROR = fixedEntry(SERVER_ERROR_ROW);

export const FIXED_ENTRIES: readonly Entry[] = ROWS.map(fixedEntry);
