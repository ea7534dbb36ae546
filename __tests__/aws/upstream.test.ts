import { parseUpstream, UPSTREAM_HOSTS, upstreamHost } from '../../src/aws/upstream';

test.each([
  ['public.ecr.aws', false],
  ['registry.k8s.io', false],
  ['quay.io', false],
  ['registry-1.docker.io', true],
  ['ghcr.io', true],
  ['registry.gitlab.com', true],
  ['cgr.dev', true],
  ['acme.azurecr.io', true],
])('ECR pulls from %s, requires a secret: %s', (host, needsSecret) => {
  expect(parseUpstream(host)).toEqual({ kind: 'public', host, needsSecret });
});

test.each([
  ['111111111111.dkr.ecr.us-west-1.amazonaws.com', '111111111111', 'us-west-1'],
  ['111111111111.dkr.ecr.cn-north-1.amazonaws.com.cn', '111111111111', 'cn-north-1'],
])('parses %s as an ECR registry', (host, accountId, region) => {
  const upstream = parseUpstream(host)!;
  expect(upstream).toEqual({ kind: 'ecr', id: { accountId, region } });
  expect(upstreamHost(upstream)).toBe(host);
});

test.each([
  'docker.io',
  'gcr.io',
  'harbor.example.com',
  'azurecr.io',
  'a.b.azurecr.io',
  '111111111111.dkr.ecr.us-west-9.amazonaws.com',
  '11111111111.dkr.ecr.us-west-1.amazonaws.com',
  '111111111111.dkr.ecr.cn-north-1.amazonaws.com',
  '111111111111.dkr.ecr.us-west-1.amazonaws.com.cn',
])('rejects the upstream %s', (host) => {
  expect(parseUpstream(host)).toBeUndefined();
});

test('UPSTREAM_HOSTS contains every host that is not ECR', () => {
  expect(UPSTREAM_HOSTS).toEqual(expect.arrayContaining(['public.ecr.aws', 'quay.io', '<name>.azurecr.io']));
});
