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

const ROWS: readonly Row[] = [
  {
    kind: 'region-missing',
    pattern:
      /You must specify a region|Invalid Configuration: Missing Region|no region (?:was )?(?:specified|provided|found)|could not find region/i,
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
    pattern:
      /UnsupportedUpstreamRegistryException|The specified upstream registry isn't supported|SecretNotFoundException|PullThroughCacheRuleAlreadyExistsException|Invalid parameter at '(?:ecrRepositoryPrefix|credentialArn|upstreamRegistryUrl)'/i,
    summary: 'ECR refused a pull through cache rule.',
    cause:
      'ECR supports a fixed list of upstream registries, each by its own host (registry-1.docker.io for Docker Hub). The secret of a rule has to be named ecr-pullthroughcache/…, in the same account and Region, and to hold username and accessToken; Docker Hub, GitHub, GitLab and Azure need one. A prefix has one rule in a registry.',
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
  {
    kind: 'server-error',
    pattern:
      /(?<![A-Za-z])ServerException|50[0234] (?:Internal Server Error|Bad Gateway|Service Unavailable|Gateway Time-?out)|InternalServerError|ServiceUnavailable/,
    summary: 'ECR could not answer: an error on the side of the server.',
    cause:
      'Usually it passes. A proxy or a mirror between the client and ECR prints the same. No policy is involved.',
    steps: [
      {
        text: 'Try again with increasing pauses; if it lasts, see the state of ECR in the Region on https://health.aws.amazon.com, and whether a proxy answers.',
      },
    ],
    page: PAGES.errors,
  },
];

export const FIXED_ENTRIES: readonly Entry[] = ROWS.map(
  ({ kind, pattern, applies = isAboutEcr, summary, cause, steps, certain, page }) =>
    entry({
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
    }),
);
