import { mentionsEcr } from '../parse/registry-reference';
import { defineEntry } from '../model/entry';
import { PAGES } from '../model/diagnosis.pages';

export interface LayersUnreachable {
  readonly reason: 'denied' | 'no answer';
}

/**
 * Clients download layers from an S3 bucket of ECR.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html#ecr-setting-up-s3-gateway
 */
export const LAYERS_UNREACHABLE = defineEntry<LayersUnreachable>({
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
  explain: ({ message, location }) => {
    const region = location.region ?? 'REGION';
    const bucket = `arn:aws:s3:::prod-${region}-starport-layer-bucket/*`;
    const isDenied = message.reason === 'denied';
    return {
      summary: isDenied
        ? 'S3, where ECR keeps the layers, denied the download of a layer.'
        : 'S3, where ECR keeps the layers, did not answer; ECR itself did.',
      cause: isDenied
        ? `ECR allowed the pull and gave out the address of a layer in its own bucket. The policy of the gateway endpoint of S3 has to allow s3:GetObject on ${bucket}; a service control policy that limits S3 to your own buckets denies it too. If the message shows no address, ecr:GetDownloadUrlForLayer can be missing as well.`
        : `ECR allowed the pull and gave out the address of a layer in S3. From a private subnet S3 is reached through a NAT gateway or through its gateway endpoint (com.amazonaws.${region}.s3), which has to be in the route table of this subnet; security group and network ACL have to allow port 443 to the prefix list of S3. The endpoints of ECR alone are not enough.`,
      policies: [],
      steps: [
        {
          text: isDenied
            ? `Show the policy of the endpoint, and allow s3:GetObject on ${bucket} in it.`
            : 'Look for the gateway endpoint of S3, and in which route tables it is.',
          code: {
            language: 'sh',
            text: `aws ec2 describe-vpc-endpoints --region ${region} --filters Name=service-name,Values=com.amazonaws.${region}.s3 \\\n  --query 'VpcEndpoints[].[VpcId,RouteTableIds,PolicyDocument]'\n`,
          },
        },
      ],
      certainty:
        location.accountId === undefined && isDenied
          ? { level: 'likely', because: 'the message shows that a layer was denied, and not by which host' }
          : { level: 'certain', because: 'the message names the bucket' },
      page: PAGES.vpcEndpoints,
    };
  },
});
