import { ECR_ACTIONS } from '../registry';

/** What Docker and its relatives write of an image: a host, a repository, a tag. */
export interface NamedImage {
  readonly accountId: string | undefined;
  readonly region: string | undefined;
  readonly repository: string | undefined;
  readonly tag: string | undefined;
}

/**
 * The hosts of private registries that a text names, each with what follows it. Logs mask the account (`***`), and
 * an endpoint may be of FIPS or of both IP versions.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html
 */
const HOST =
  /([0-9]{12}|[A-Za-z0-9_*{}-]{1,40})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]{2,25}|\*{1,12})\.(?:amazonaws\.com(?:\.cn)?|amazonaws\.eu|on\.aws)(?::443)?(\/[A-Za-z0-9._/:@+-]{1,500})?/g;

/** What stands for the Region in the first host of a registry, whether there is such a Region or not. */
export function hostRegionIn(text: string): string | undefined {
  const [match] = text.matchAll(HOST);
  return match?.[2];
}

export function imagesIn(text: string): readonly NamedImage[] {
  return [...text.matchAll(HOST)].map(([, account = '', region = '', path = '']) => ({
    accountId: /^[0-9]{12}$/.test(account) ? account : undefined,
    region: isRegion(region) ? region : undefined,
    ...pathParts(path),
  }));
}

/** What stands for the Region in the host of ECR's API, whether there is such a Region or not. */
export function apiRegionIn(text: string): string | undefined {
  return /(?<![A-Za-z0-9.-])(?:api\.ecr|ecr)(?:-fips)?\.([a-z0-9-]{2,25}|\*{1,12})\.(?:amazonaws|api\.aws)/.exec(
    text,
  )?.[1];
}

/** Of the registry API: `/v2/team/app/manifests/1.0`. Of a person: `/team/app:1.0`. */
function pathParts(path: string): Pick<NamedImage, 'repository' | 'tag'> {
  const parts = path.split('/').slice(1);
  const kind = parts.findIndex((part) => ['manifests', 'blobs', 'tags', 'referrers'].includes(part));
  if (parts[0] === 'v2' && kind > 1) {
    const tag = parts[kind] === 'manifests' ? parts[kind + 1]?.replace(/:$/, '') : undefined;
    return { repository: nameOf(parts.slice(1, kind).join('/')), tag: tagOf(tag) };
  }
  if (parts[0] === 'v2') return { repository: undefined, tag: undefined };
  const [withTag = ''] = parts.join('/').split('@');
  const [name = '', tag] = withTag.split(':');
  return { repository: nameOf(name), tag: tagOf(tag) };
}

function nameOf(text: string): string | undefined {
  const name = text.replace(/[./_-]{1,9}$/, '');
  return /^[a-z0-9][a-z0-9._/-]{1,255}$/.test(name) ? name : undefined;
}

function tagOf(text: string | undefined): string | undefined {
  return text !== undefined && /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/.test(text) ? text : undefined;
}

/** Whether a text looks like a Region. Newer ones than are known here appear in messages too. */
export function isRegion(text: string): boolean {
  return /^[a-z]{2,4}(?:-[a-z]{2,10}){1,3}-[0-9]{1,2}$/.test(text);
}

/** Whether a text is about ECR's private registries, for messages that any registry or service may print. */
export function isAboutEcr(text: string): boolean {
  return (
    imagesIn(text).length > 0 ||
    /(?<![A-Za-z])ecr(?![A-Za-z]|-public)|GetAuthorizationToken|CannotPullECRContainer/i.test(text) ||
    isCallOfEcr(text)
  );
}

/** Operations of the same name that other services have. */
const SHARED = new Set([
  'CreateRepository',
  'DeleteRepository',
  'ListTagsForResource',
  'TagResource',
  'UntagResource',
]);

/** As the AWS CLI and its SDKs name the operation. */
function isCallOfEcr(text: string): boolean {
  const operation = /calling the ([A-Z][A-Za-z]{2,60}) operation/.exec(text)?.[1] ?? '';
  return !SHARED.has(operation) && Object.hasOwn(ECR_ACTIONS, `ecr:${operation}`);
}
