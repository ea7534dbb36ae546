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

const DOCKER_HUB_BY_DEFAULT = 'Docker Hub, where an image name without a host belongs';

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
