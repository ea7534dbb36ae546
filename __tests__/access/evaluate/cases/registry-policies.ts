import {
  allow,
  ECR,
  EVERYTHING,
  grant,
  OTHER,
  OWNER,
  denyTo,
  role,
  root,
  type Case,
  type StatementJson,
} from './case';

const PERMISSIONS = `${ECR}/registry-permissions.html`;
const EXAMPLES = `${ECR}/registry-permissions-examples.html`;
const REPLICATION = `${ECR}/registry-permissions-create-replication.html`;
const ROLE = `${ECR}/slr-replication.html`;
/** The contents of the page in 2025, when both scopes existed. */
const SCOPES = `${PERMISSIONS}, policy scopes V1 and V2`;

const REPLICATOR = `arn:aws:iam::${OTHER}:role/aws-service-role/replication.ecr.amazonaws.com/AWSServiceRoleForECRReplication`;
const replicate = (
  pattern: string,
  Action: readonly string[] = ['ecr:CreateRepository', 'ecr:ReplicateImage'],
): StatementJson => ({
  ...grant(root(OTHER), Action),
  Resource: [`arn:aws:ecr:eu-west-1:${OWNER}:repository/${pattern}`],
});
const ROLE_POLICY = [allow(['ecr:CreateRepository', 'ecr:ReplicateImage'])];

const replicated = (
  name: string,
  source: string,
  registryPolicy: Case['registryPolicy'] & object,
  verdict: Case['verdict'],
  rest: Partial<Case> = {},
): Case => ({
  name,
  source,
  caller: REPLICATOR,
  action: 'ecr:ReplicateImage',
  identity: ROLE_POLICY,
  registryPolicy,
  verdict,
  ...rest,
});

export const REGISTRY_POLICIES: readonly Case[] = [
  replicated(
    'every repository of a source account',
    `${EXAMPLES}#registry-permissions-examples-all`,
    [replicate('*')],
    'allowed',
    { reason: 'bothAllow' },
  ),
  replicated(
    'a source account can create repositories',
    `${EXAMPLES}#registry-permissions-examples-all`,
    [replicate('*')],
    'allowed',
    { action: 'ecr:CreateRepository' },
  ),
  replicated(
    'a source account cannot create repositories with ecr:ReplicateImage only',
    `${EXAMPLES}, "if the ecr:CreateRepository action is removed"`,
    [replicate('*', ['ecr:ReplicateImage'])],
    'denied',
    {
      action: 'ecr:CreateRepository',
      reason: 'resourceDoesNotAllow',
    },
  ),
  replicated(
    'repositories with a prefix',
    `${EXAMPLES}#registry-permissions-examples-specific`,
    [replicate('prod-*')],
    'allowed',
    { repository: 'prod-app' },
  ),
  replicated(
    'repositories without the prefix',
    `${EXAMPLES}#registry-permissions-examples-specific`,
    [replicate('prod-*')],
    'denied',
    { reason: 'resourceDoesNotAllow' },
  ),
  replicated(
    'a source account that no statement names',
    `${EXAMPLES}#registry-permissions-examples-multiple`,
    [grant('333333333333'), grant('444455556666')],
    'denied',
  ),
  replicated('a destination without a registry policy', REPLICATION, [], 'denied', {
    reason: 'resourceDoesNotAllow',
  }),
  replicated(
    'replication within the account needs no registry policy',
    `${REPLICATION}, cross-Region`,
    [],
    'allowed',
    {
      caller: REPLICATOR.replace(OTHER, OWNER),
      reason: 'identityAllows',
    },
  ),
  replicated('the service-linked role cannot call other actions', ROLE, [grant(root(OTHER))], 'denied', {
    action: 'ecr:BatchGetImage',
    reason: 'identityDoesNotAllow',
  }),
  {
    name: 'a registry policy can grant a pull',
    source: `${PERMISSIONS}, "allows all ECR actions in the policy"`,
    caller: role(OTHER),
    identity: EVERYTHING,
    registryPolicy: [{ ...grant(root(OTHER)), Resource: '*' }],
    verdict: 'allowed',
    reason: 'bothAllow',
  },
  {
    name: 'a registry policy denies what a repository policy grants',
    source: `${PERMISSIONS}, "enforces the registry policy in all ECR requests"`,
    caller: role(OTHER),
    identity: EVERYTHING,
    repositoryPolicy: [grant(role(OTHER))],
    registryPolicy: [denyTo(role(OTHER))],
    verdict: 'denied',
    reason: 'explicitDeny',
  },
  {
    name: 'a repository policy denies what a registry policy grants',
    source: `${PERMISSIONS}, "enforces the registry policy in all ECR requests"`,
    caller: role(OTHER),
    identity: EVERYTHING,
    repositoryPolicy: [denyTo('*')],
    registryPolicy: [grant(role(OTHER))],
    verdict: 'denied',
    reason: 'explicitDeny',
  },
  {
    name: 'with scope V1 a registry policy grants no pull',
    source: SCOPES,
    caller: role(OTHER),
    identity: EVERYTHING,
    registryPolicy: [grant(role(OTHER))],
    scope: 'V1',
    verdict: 'denied',
    reason: 'resourceDoesNotAllow',
  },
  {
    name: 'with scope V1 a registry policy denies no pull',
    source: SCOPES,
    identity: EVERYTHING,
    registryPolicy: [denyTo('*')],
    scope: 'V1',
    verdict: 'allowed',
    reason: 'identityAllows',
  },
  replicated('with scope V1 a registry policy grants replication', SCOPES, [replicate('*')], 'allowed', {
    scope: 'V1',
  }),
  {
    name: 'a registry policy of another account does not apply to a login',
    source:
      'https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetAuthorizationToken.html, "any registry that your IAM principal has access to"',
    caller: role(OTHER),
    action: 'ecr:GetAuthorizationToken',
    repository: '*',
    identity: [allow('ecr:GetAuthorizationToken')],
    registryPolicy: [denyTo('*')],
    verdict: 'allowed',
    reason: 'identityAllows',
  },
  {
    name: 'a repository that does not exist yet has no policy',
    source: `${ECR}/set-repository-policy.html, a policy is set on a repository`,
    action: 'ecr:CreateRepository',
    repositoryPolicy: [grant(role(OWNER))],
    verdict: 'denied',
    reason: 'nobodyAllows',
  },
];
