import { explainUnreachable, type Unreachable } from './network.network';
import { defineEntry } from '../model/entry';
import { apiRegionIn, hostRegionIn, mentionsEcr } from '../parse/registry-reference';

/** No response, because the network failed. */
export const UNREACHABLE = defineEntry<Unreachable>({
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
  explain: explainUnreachable,
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
