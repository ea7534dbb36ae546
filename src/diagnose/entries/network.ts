import { REGIONS } from '../../aws/partitions';
import { nearestNames } from '../../base/text';
import { dnsSuffixFor, registryHostFor } from '../explanations/steps';
import { partitionIdFor, registryWithAccountText, type Case, type Explanation } from '../model/case';
import { PAGES, type Step } from '../model/diagnosis';
import { defineEntry, type FamilyEntries } from '../model/entry';
import type { MessageLocation } from '../model/location';
import { apiRegionIn, hostRegionIn, mentionsEcr } from '../parse/registry-reference';

/** No response, because the network failed. */
const UNREACHABLE = defineEntry<Unreachable>({
  kind: 'unreachable',
  match: (text, facts) => {
    const pattern =
      /i\/o timeout|Client\.Timeout exceeded|context deadline exceeded|no such host|connection refused|connection reset by peer|TLS handshake timeout|network is unreachable|no route to host|server misbehaving|Temporary failure in name resolution|request canceled while waiting|Could not connect to the endpoint URL|(?:Connect|Read) timeout on endpoint URL|timed? out (?:for|while)|proxyconnect tcp|\/v2\/["']?: (?:unexpected )?EOF|There is a connection issue between the task and|Connection was closed before we received a valid response|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN/i;
    if (!pattern.test(text) || !mentionsEcr(text)) return undefined;
    return {
      reason: reasonIn(text),
      wrongHost: wrongHostIn(text),
      hostRegion: apiRegionIn(text) ?? hostRegionIn(text),
      facts,
    };
  },
  /** Explains a request without a response: the network failed, or the host does not exist. */
  explain: (failure) => {
    const { hostRegion } = failure.message;
    if (failure.message.wrongHost !== undefined) return explainWrongHost(failure, failure.message.wrongHost);
    return hostRegion !== undefined && !REGIONS.includes(hostRegion)
      ? explainUnknownRegion(failure, hostRegion)
      : explainNoAnswer(failure);
  },
});

/** Returns the host in a DNS lookup that is not a host of ECR: a misspelled name, or a URL instead of a host. */
function wrongHostIn(text: string): string | undefined {
  const host = /lookup (https?|\S{1,100}\.dkr[.-]ecr\.\S{1,60}?)(?: on|:|$)/.exec(text)?.[1];
  if (host === undefined) return undefined;
  return /\.cn-[a-z]+-[0-9]\.amazonaws\.com\.cn$|\.(?!cn-)[a-z0-9-]+\.(?:amazonaws\.(?:com|eu)|on\.aws)$/.test(
    host,
  )
    ? undefined
    : host;
}

function reasonIn(text: string): Unreachable['reason'] {
  if (
    /no such host|ENOTFOUND|EAI_AGAIN|server misbehaving|Temporary failure in name resolution/i.test(text)
  ) {
    return 'dns';
  }
  return /TLS handshake timeout/i.test(text) ? 'tls' : 'other';
}

interface Unreachable {
  readonly reason: 'dns' | 'tls' | 'other';
  /** Host in the DNS lookup, if it is not a host of ECR. */
  readonly wrongHost: string | undefined;
  /** Region in the host that did not answer, as written. It may not exist. */
  readonly hostRegion: string | undefined;
}

function explainNoAnswer({ message, location }: Case<Unreachable>): Explanation {
  const region = location.region === undefined ? '' : ` --region ${location.region}`;
  const services = endpointServices(location.region ?? 'REGION');
  const { reason, facts } = message;
  return {
    summary: `${registryWithAccountText(location)} did not respond. The cause is the network, not a policy.`,
    cause: [
      REASON_TEXTS[reason],
      `A private subnet needs a NAT gateway, or the VPC endpoints ${services}.ecr.api and ${services}.ecr.dkr with private DNS and the gateway endpoint of S3, which stores the layers. The security group of the endpoints must allow port 443 from the subnet. The security group of the ${facts.client === 'ECS' ? 'task' : 'machine'} must allow port 443 to the endpoints.`,
      facts.client === 'ECS' ? 'A Fargate task in a public subnet needs a public IP address.' : '',
    ]
      .filter((each) => each !== '')
      .join(' '),
    policies: [],
    steps: [
      ...(reason === 'dns' ? [lookUpStep(location)] : []),
      {
        text: 'If the machine is in a VPC, list the endpoints of the VPC.',
        code: {
          language: 'sh',
          text: `aws ec2 describe-vpc-endpoints${region} --query 'VpcEndpoints[].[ServiceName,State,PrivateDnsEnabled]'\n`,
        },
      },
    ],
    certainty: { level: 'certain', because: 'there was no response that a policy could have caused' },
    page: PAGES.vpcEndpoints,
  };
}

/**
 * Returns what the service names of interface endpoints start with: the suffix of host names in reverse, and the Region.
 * Gateway endpoints (S3) start with `com.amazonaws` in every partition.
 */
function endpointServices(region: string): string {
  return `${dnsSuffixFor(region).split('.').reverse().join('.')}.${region}`;
}

const REASON_TEXTS: Readonly<Record<Unreachable['reason'], string>> = {
  dns: 'The host name was not resolved. The DNS of the machine (or of the virtual machine that Docker runs in) does not respond, a VPN is not connected, or the account or Region in the host name is misspelled. In a VPC, DNS support and DNS hostnames must be enabled.',
  tls: 'The connection was opened, but the TLS handshake got no response. Possible causes: a proxy or firewall that inspects TLS, a network ACL that drops the responses, an MTU that is too large (VPN, overlay network), or an overloaded machine.',
  other: '',
};

function lookUpStep(location: MessageLocation): Step {
  return {
    text: 'Look up the host on the machine that runs Docker.',
    code: { language: 'sh', text: `nslookup ${registryHostFor(location)}\n` },
  };
}

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html */
function explainWrongHost({ location }: Case, host: string): Explanation {
  const { accountId = 'ACCOUNT', region = 'REGION' } = location;
  const suffix =
    region.startsWith('cn-') || host.includes('.cn-') ? 'amazonaws.com.cn' : dnsSuffixFor(region);
  return {
    summary: `'${host}' is not an ECR host: the registry name is misspelled.`,
    cause: `The host of a registry is ACCOUNT.dkr.ecr.REGION.amazonaws.com (in China: amazonaws.com.cn), without https:// before it. DNS, the network and permissions are not the cause.`,
    policies: [],
    steps: [
      {
        text: 'Correct the host in the image name and in the login.',
        code: {
          language: 'sh',
          text: `aws ecr get-login-password --region ${region} |\n  docker login --username AWS --password-stdin ${accountId}.dkr.ecr.${region}.${suffix}\n`,
        },
      },
    ],
    certainty: { level: 'certain', because: 'ECR has no such host' },
    page: PAGES.endpoints,
  };
}

function explainUnknownRegion({ declared }: Case, written: string): Explanation {
  const own = new Set((declared?.topology.registries ?? []).map(({ region }) => region as string));
  const near = nearestNames(written, REGIONS, MAX_DISTANCE);
  const declaredRegions = near.filter((region) => own.has(region));
  const suggestions = declaredRegions.length > 0 ? declaredRegions : near;
  const [first = 'REGION'] = suggestions;
  return {
    summary: `'${written}' is not a known AWS Region, so the host does not exist.`,
    cause: `${suggestions.length === 0 ? '' : `Did you mean ${suggestions.join(' or ')}? `}The Region comes from --region, AWS_REGION, AWS_DEFAULT_REGION or the profile, in this order. An Availability Zone (us-west-2a) is not a Region.`,
    policies: [],
    steps: [
      {
        text: 'Show where the Region comes from, and correct it.',
        code: {
          language: 'sh',
          text: `aws configure list\naws ecr get-login-password --region ${first} > /dev/null\n`,
        },
      },
    ],
    certainty: {
      level: 'likely',
      because: 'no known Region with ECR has this host, but this version may lack a new Region',
    },
    page: PAGES.endpoints,
  };
}

/** Maximum edit distance of a suggestion, in characters. */
const MAX_DISTANCE = 3;

interface LayersUnreachable {
  readonly reason: 'denied' | 'no answer';
}

/**
 * Clients download layers from an S3 bucket of ECR.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html#ecr-setting-up-s3-gateway
 */
const LAYERS_UNREACHABLE = defineEntry<LayersUnreachable>({
  kind: 'layers-unreachable',
  match: (text, facts) => {
    // ECS truncates the address.
    if (
      /CannotPull\w{0,20}: failed to copy: httpReadSeeker: failed open: unexpected status code 403/.test(text)
    ) {
      return { reason: 'denied', facts };
    }
    if (!text.includes('-starport-layer-bucket')) return undefined;
    if (/40[13] |Forbidden|AccessDenied/.test(text)) return { reason: 'denied', facts };
    return mentionsEcr(text) || /timeout|EOF|reset|refused|no such host|deadline/i.test(text)
      ? { reason: 'no answer', facts }
      : undefined;
  },
  explain: (failure) => {
    const { message, location } = failure;
    const region = location.region ?? 'REGION';
    const bucket = `arn:${partitionIdFor(failure)}:s3:::prod-${region}-starport-layer-bucket/*`;
    const isDenied = message.reason === 'denied';
    return {
      summary: isDenied
        ? 'S3, which stores the layers of ECR, denied the download of a layer.'
        : 'S3, which stores the layers of ECR, did not respond, although ECR did.',
      cause: isDenied
        ? `ECR allowed the pull and returned the URL of a layer in the S3 bucket of ECR. The policy of the gateway endpoint of S3 must allow s3:GetObject on ${bucket}. A service control policy that limits S3 to your own buckets also denies it. If the message shows no URL, ecr:GetDownloadUrlForLayer may be missing instead.`
        : `ECR allowed the pull and returned the URL of a layer in S3. To reach S3, a private subnet needs a NAT gateway or the gateway endpoint of S3 (com.amazonaws.${region}.s3) in its route table. The security group and the network ACL must allow port 443 to the prefix list of S3. The ECR endpoints alone are not enough.`,
      policies: [],
      steps: [
        {
          text: isDenied
            ? `Show the policy of the endpoint, and allow s3:GetObject on ${bucket} in it.`
            : 'Find the gateway endpoint of S3 and the route tables that contain it.',
          code: {
            language: 'sh',
            text: `aws ec2 describe-vpc-endpoints --region ${region} --filters Name=service-name,Values=com.amazonaws.${region}.s3 \\\n  --query 'VpcEndpoints[].[VpcId,RouteTableIds,PolicyDocument]'\n`,
          },
        },
      ],
      certainty:
        location.accountId === undefined && isDenied
          ? { level: 'likely', because: 'the message shows that a layer was denied, but not by which host' }
          : { level: 'certain', because: 'the message names the bucket' },
      page: PAGES.vpcEndpoints,
    };
  },
});

export const ENTRIES: FamilyEntries = {
  program: [LAYERS_UNREACHABLE],
  connection: [UNREACHABLE],
};
