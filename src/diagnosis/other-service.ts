/** What is not about ECR, so that nothing is diagnosed that another registry or service printed. */

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

/** Registries of other services, for messages that any registry may cause. */
export function isOfOtherRegistry(text: string): boolean {
  return REGISTRIES.some(([, host]) => host.test(text));
}

/** The other registry that the line with the error names, next to lines about ECR. */
export function refusingRegistryIn(text: string): string | undefined {
  const asked = REFUSED_REQUEST.exec(text)?.[0];
  const lines = text
    .split(/\r?\n/)
    .filter((line) => /error|unauthorized|denied|fatal|failed|forbidden/i.test(line));
  const other = [asked ?? '', ...lines].find((line) => isOfOtherRegistry(line) && !/\.dkr[.-]ecr/.test(line));
  if (other === undefined) return undefined;
  if (/auth\.docker\.io\S{0,200}library%2F/i.test(other)) return DOCKER_HUB_BY_DEFAULT;
  return REGISTRIES.find(([, host]) => host.test(other))?.[0];
}

/** A request to a registry, and what it answered. */
const REFUSED_REQUEST =
  /https?:\/\/[a-z0-9.-]{1,100}\/v2\/\S{0,300} .{0,120}?(?:40[13]|denied|unauthorized|authentication required)/i;

const DOCKER_HUB_BY_DEFAULT = 'Docker Hub, where an image name without a host belongs';

/** Docker's answer for an image whose name has no host. */
const HUB_BY_DEFAULT =
  /(?:pull|push) access denied for [a-z0-9_/-]{1,200}[,:]|requested access to the resource is denied/;

/** Which service a text that is not recognised is about, if it names one and not ECR. */
export function otherServiceIn(text: string): string | undefined {
  const refusing = refusingRegistryIn(text);
  if (refusing !== undefined) return refusing;
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
