import { ECR_ACTIONS } from '../../aws/policy/ecr-actions';

/** An image reference, as Docker and similar clients print it. */
export interface NamedImage {
  readonly accountId: string | undefined;
  readonly region: string | undefined;
  readonly repository: string | undefined;
  readonly tag: string | undefined;
}

/**
 * The host of a private registry and the path after it. Logs mask the account (`***`). Hosts of FIPS and dual-stack
 * endpoints match too. https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html
 */
const HOST =
  /([0-9]{12}|[A-Za-z0-9_*{}-]{1,40})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]{2,25}|\*{1,12})\.(?:amazonaws\.com(?:\.cn)?|amazonaws\.eu|on\.aws)(?::443)?(\/[A-Za-z0-9._/:@+-]{1,500})?/g;

/** Returns the Region in the first registry host of the text, whether that Region exists or not. */
export function hostRegionIn(text: string): string | undefined {
  const [match] = text.matchAll(HOST);
  return match?.[2];
}

export function imagesIn(text: string): readonly NamedImage[] {
  return [...text.matchAll(HOST)].map(([, account = '', region = '', path = '']) => ({
    accountId: /^[0-9]{12}$/.test(account) ? account : undefined,
    region: isRegion(region) ? region : undefined,
    ...readImagePath(path),
  }));
}

/** Returns the Region in the host of the ECR API, whether that Region exists or not. */
export function apiRegionIn(text: string): string | undefined {
  return /(?<![A-Za-z0-9.-])(?:api\.ecr|ecr)(?:-fips)?\.([a-z0-9-]{2,25}|\*{1,12})\.(?:amazonaws|api\.aws)/.exec(
    text,
  )?.[1];
}

/** Reads paths of the registry API (`/v2/team/app/manifests/1.0`) and of image references (`/team/app:1.0`). */
function readImagePath(path: string): Pick<NamedImage, 'repository' | 'tag'> {
  const parts = path.split('/').slice(1);
  const kind = parts.findIndex((part) => ['manifests', 'blobs', 'tags', 'referrers'].includes(part));
  if (parts[0] === 'v2' && kind > 1) {
    const tag = parts[kind] === 'manifests' ? parts[kind + 1]?.replace(/:$/, '') : undefined;
    return { repository: validRepositoryName(parts.slice(1, kind).join('/')), tag: validTag(tag) };
  }
  if (parts[0] === 'v2') return { repository: undefined, tag: undefined };
  const [withTag = ''] = parts.join('/').split('@');
  const [name = '', tag] = withTag.split(':');
  return { repository: validRepositoryName(name), tag: validTag(tag) };
}

function validRepositoryName(text: string): string | undefined {
  const name = text.replace(/[./_-]{1,9}$/, '');
  return /^[a-z0-9][a-z0-9._/-]{1,255}$/.test(name) ? name : undefined;
}

function validTag(text: string | undefined): string | undefined {
  return text !== undefined && /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/.test(text) ? text : undefined;
}

/** Returns whether the text has the form of a Region. Messages contain Regions that are newer than this version. */
export function isRegion(text: string): boolean {
  return /^[a-z]{2,4}(?:-[a-z]{2,10}){1,3}-[0-9]{1,2}$/.test(text);
}

/**
 * Returns whether the text names an ECR private registry or operation. For messages that other registries and services
 * print too.
 */
export function mentionsEcr(text: string): boolean {
  return (
    imagesIn(text).length > 0 ||
    /(?<![A-Za-z])ecr(?![A-Za-z]|-public)|GetAuthorizationToken|CannotPullECRContainer/i.test(text) ||
    namesEcrOperation(text)
  );
}

/** Operations that other AWS services have too. */
const SHARED_OPERATIONS = new Set([
  'CreateRepository',
  'DeleteRepository',
  'ListTagsForResource',
  'TagResource',
  'UntagResource',
]);

/** The AWS CLI and SDKs print `calling the OPERATION operation`. */
function namesEcrOperation(text: string): boolean {
  const operation = /calling the ([A-Z][A-Za-z]{2,60}) operation/.exec(text)?.[1] ?? '';
  return !SHARED_OPERATIONS.has(operation) && Object.hasOwn(ECR_ACTIONS, `ecr:${operation}`);
}

/** Other registries and services, whose messages must not be diagnosed as those of ECR. */

const REGISTRIES: readonly (readonly [name: string, host: RegExp])[] = [
  [
    'Docker Hub',
    /(?<![A-Za-z0-9.-])(?:(?:registry-1|index|auth)\.)?docker\.io|(?:hub|registry-1|production\.cloudflare)\.docker\.com/i,
  ],
  ['GitHub Container Registry', /ghcr\.io/i],
  ['Google Artifact Registry', /(?:^|[^a-z])gcr\.io|pkg\.dev/i],
  ['Azure Container Registry', /azurecr\.io/i],
  ['Quay', /quay\.io/i],
  ['GitLab Container Registry', /registry\.gitlab\.|gitlab\.[a-z0-9.-]{2,60}:[0-9]{2,5}\//i],
  ['ECR Public', /public\.ecr\.aws/i],
];

/** Returns whether the text names a registry other than an ECR private registry. */
export function mentionsOtherRegistry(text: string): boolean {
  return REGISTRIES.some(([, host]) => host.test(text));
}

/** Returns the other registry that the failed line names, next to lines about ECR, or undefined if there is none. */
export function refusingRegistryIn(text: string): string | undefined {
  const refusedRequest = REFUSED_REQUEST.exec(text)?.[0];
  const lines = text
    .split(/\r?\n/)
    .filter((line) => /error|unauthorized|denied|fatal|failed|forbidden/i.test(line));
  const other = [refusedRequest ?? '', ...lines].find(
    (line) => mentionsOtherRegistry(line) && !/\.dkr[.-]ecr/.test(line),
  );
  if (other === undefined) return undefined;
  if (/auth\.docker\.io\S{0,200}library%2F/i.test(other)) return DOCKER_HUB_BY_DEFAULT;
  return REGISTRIES.find(([, host]) => host.test(other))?.[0];
}

/** A request to a registry and its refusal. */
const REFUSED_REQUEST =
  /https?:\/\/[a-z0-9.-]{1,100}\/v2\/\S{0,300} .{0,120}?(?:40[13]|denied|unauthorized|authentication required)/i;

const DOCKER_HUB_BY_DEFAULT = 'Docker Hub (the default registry for image names without a host)';

/** Docker prints this for an image name without a host. */
const HUB_BY_DEFAULT =
  /(?:pull|push) access denied for [a-z0-9_/-]{1,200}[,:]|requested access to the resource is denied/;

/** Returns the service that an unmatched text names, or undefined if it names none or ECR. */
export function otherServiceIn(text: string): string | undefined {
  const refusingRegistry = refusingRegistryIn(text);
  if (refusingRegistry !== undefined) return refusingRegistry;
  const secrets = /unable to retrieve secrets from (ssm|asm)/.exec(text)?.[1];
  if (secrets !== undefined) return secrets === 'ssm' ? 'Systems Manager' : 'Secrets Manager';
  if (/(?<![A-Za-z])ecr(?![A-Za-z])/i.test(text)) return undefined;
  const registry = REGISTRIES.find(([, host]) => host.test(text))?.[0];
  if (registry !== undefined) return registry;
  if (HUB_BY_DEFAULT.test(text)) return DOCKER_HUB_BY_DEFAULT;
  if (text.includes('Docker daemon')) return 'Docker on this machine';
  const action = /not authorized to perform: ?([a-z0-9-]{2,30}):[A-Z]/.exec(text)?.[1];
  if (action !== undefined) return `the AWS service '${action}'`;
  const service = /(?:operation error |\(Service: (?:Amazon)?)([A-Z][A-Za-z0-9 ]{1,30})[:;,]/.exec(text)?.[1];
  return service === undefined ? undefined : `the AWS service '${service}'`;
}
