import { distance } from 'fastest-levenshtein';
import { REGIONS } from '../../registry';
import { registryText, type Case, type Conclusion } from '../case';
import { PAGES } from '../pages';

export interface Unreachable {
  /** The Region in the host that did not answer, as it is written: there may be no such Region. */
  readonly hostRegion: string | undefined;
}

/** No answer at all: the network, or a host that is not there. */
export function unreachable(found: Case<Unreachable>): Conclusion {
  const { hostRegion } = found.message;
  return hostRegion !== undefined && !REGIONS.includes(hostRegion)
    ? unknownRegion(found, hostRegion)
    : noAnswer(found);
}

function noAnswer({ message, place }: Case<Unreachable>): Conclusion {
  const region = place.region === undefined ? '' : ` --region ${place.region}`;
  const zone = place.region ?? 'REGION';
  return {
    summary: `${registryText(place)} did not answer: it is the network, and no policy.`,
    cause: `From a private subnet ECR is reached through a NAT gateway, or through the VPC endpoints com.amazonaws.${zone}.ecr.api and com.amazonaws.${zone}.ecr.dkr with private DNS, and the gateway endpoint of S3, where the layers are. Their security groups have to let in port 443.${message.facts.client === 'ECS' ? ' A Fargate task in a public subnet needs a public IP address.' : ''}`,
    policies: [],
    steps: [
      {
        text: 'List the endpoints of the VPC.',
        code: {
          language: 'sh',
          text: `aws ec2 describe-vpc-endpoints${region} --query 'VpcEndpoints[].[ServiceName,State,PrivateDnsEnabled]'\n`,
        },
      },
    ],
    certainty: { level: 'certain', because: 'there was no answer that a policy could have changed' },
    page: PAGES.vpcEndpoints,
  };
}

function unknownRegion({ declared }: Case, written: string): Conclusion {
  const own = new Set((declared?.topology.registries ?? []).map(({ region }) => region as string));
  const near = nearestRegions(written);
  const ours = near.filter((region) => own.has(region));
  const meant = ours.length > 0 ? ours : near;
  const [first = 'REGION'] = meant;
  return {
    summary: `'${written}' is not an AWS Region that this version knows, so that there is no such host.`,
    cause: `${meant.length === 0 ? '' : `Was ${meant.join(' or ')} meant? `}The Region comes from --region, AWS_REGION, AWS_DEFAULT_REGION or the profile, in this order. An availability zone (us-west-2a) is no Region.`,
    policies: [],
    steps: [
      {
        text: 'See where the Region comes from, and name it.',
        code: {
          language: 'sh',
          text: `aws configure list\naws ecr get-login-password --region ${first} > /dev/null\n`,
        },
      },
    ],
    certainty: {
      level: 'likely',
      because: 'the host is in no Region that has ECR; a new Region may be missing here',
    },
    page: PAGES.endpoints,
  };
}

/** Farther away, it is a guess. Characters. */
const FARTHEST = 3;

/** All that are equally near, in the order of the table. */
function nearestRegions(written: string): readonly string[] {
  const distances = REGIONS.map((region) => ({ region, away: distance(written, region) }));
  const least = Math.min(...distances.map(({ away }) => away));
  return distances.filter(({ away }) => away === least && away <= FARTHEST).map(({ region }) => region);
}
