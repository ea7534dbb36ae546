import {
  allow,
  deny,
  EVERYTHING,
  grant,
  ORGANIZATIONS,
  OTHER,
  OWNER,
  role,
  root,
  user,
  type Case,
  type StatementJson,
} from './case';

const EVALUATION = `${ORGANIZATIONS}/orgs_manage_policies_scps_evaluation.html`;
const EFFECTS = `${ORGANIZATIONS}/orgs_manage_policies_scps.html#scp-effects-on-permissions`;
const RCPS = `${ORGANIZATIONS}/orgs_manage_policies_rcps.html`;
const RCP_EVALUATION = `${ORGANIZATIONS}/orgs_manage_policies_rcps_evaluation.html`;

const ECR_ONLY = [allow('ecr:*')];
const EC2_ONLY = [allow('ec2:*')];
const NO_ECR = [...EVERYTHING, deny('ecr:*')];
const NO_S3 = [...EVERYTHING, deny('s3:*')];
const SERVICE_ROLE = `arn:aws:iam::${OTHER}:role/aws-service-role/replication.ecr.amazonaws.com/AWSServiceRoleForECRReplication`;

const scps = (
  name: string,
  source: string,
  levels: Case['scps'] & object,
  verdict: Case['verdict'],
  rest: Partial<Case> = {},
): Case => ({
  name,
  source,
  identity: EVERYTHING,
  scps: levels,
  verdict,
  ...rest,
});

export const SCPS: readonly Case[] = [
  scps(
    'every level allows it',
    `${EVALUATION}#how_scps_allow, figure 1`,
    [EVERYTHING, EVERYTHING, EVERYTHING],
    'allowed',
  ),
  scps(
    'a level in the middle does not allow it',
    `${EVALUATION}#how_scps_allow, figure 2`,
    [EVERYTHING, EC2_ONLY, EVERYTHING],
    'denied',
    { reason: 'limited' },
  ),
  scps(
    'a level denies it',
    `${EVALUATION}#how_scps_deny, figure 3`,
    [EVERYTHING, NO_ECR, EVERYTHING],
    'denied',
    { reason: 'explicitDeny' },
  ),
  scps(
    'the unit denies the action, the account another service',
    `${EVALUATION}#scp_scenario_1`,
    [EVERYTHING, NO_ECR, NO_S3],
    'denied',
    { reason: 'explicitDeny' },
  ),
  scps(
    'only the service that the unit allows',
    `${EVALUATION}#scp_scenario_2`,
    [EVERYTHING, ECR_ONLY, EVERYTHING],
    'allowed',
  ),
  scps(
    'the root contains only a deny of another service',
    `${EVALUATION}#scp_scenario_3`,
    [[deny('s3:*')], EVERYTHING],
    'denied',
    { reason: 'limited' },
  ),
  scps('a deny of another service', `${EVALUATION}#scp_scenario_4`, [EVERYTHING, NO_S3], 'allowed'),
  scps('the root denies what the unit allows', `${EVALUATION}#scp_scenario_6`, [NO_ECR, ECR_ONLY], 'denied', {
    reason: 'explicitDeny',
  }),
  scps(
    'the root denies it, and the unit does not allow it either',
    `${EVALUATION}#scp_scenario_6, account D`,
    [NO_ECR, EC2_ONLY],
    'denied',
    { reason: 'explicitDeny' },
  ),
  scps(
    'a list of services at the root',
    `${EVALUATION}#scp_scenario_7`,
    [[allow(['iam:*', 'ec2:*']), allow(['s3:*', 'ecr:*'])], EVERYTHING],
    'allowed',
  ),
  scps(
    'a list of other services at the root',
    `${EVALUATION}#scp_scenario_7`,
    [EC2_ONLY, EVERYTHING],
    'denied',
    { reason: 'limited' },
  ),
  scps(
    'no levels, as in the management account',
    `${EFFECTS}, "no effect on users or roles in the management account"`,
    [],
    'allowed',
  ),
  scps(
    'service control policies alone allow nothing',
    `${EFFECTS}, "an SCP never grants permissions"`,
    [EVERYTHING],
    'denied',
    { identity: [], reason: 'nobodyAllows' },
  ),
  scps(
    'service control policies limit the root user of the account',
    `${EFFECTS}, "including the root user"`,
    [NO_ECR],
    'denied',
    { caller: root(OWNER), identity: [], reason: 'explicitDeny' },
  ),
  scps(
    'service control policies limit what a repository policy grants',
    `${EFFECTS}, "the logical intersection"`,
    [EC2_ONLY],
    'denied',
    {
      caller: user(OWNER),
      identity: [],
      repositoryPolicy: [grant(user(OWNER))],
      reason: 'limited',
    },
  ),
  scps(
    'service control policies do not limit service-linked roles',
    `${EFFECTS}, "do not affect any service-linked role"`,
    [NO_ECR],
    'allowed',
    {
      caller: SERVICE_ROLE,
      repositoryPolicy: [grant(root(OTHER))],
    },
  ),
  scps(
    'service control policies do not limit AWS services',
    `${EFFECTS}, "affect only IAM users and roles"`,
    [NO_ECR],
    'allowed',
    {
      caller: 'lambda.amazonaws.com',
      repositoryPolicy: [
        { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'ecr:*' },
      ],
    },
  ),
  scps(
    'service control policies of the account of the caller limit it',
    `${EFFECTS}, "users that are managed by account A"`,
    [NO_ECR],
    'denied',
    {
      caller: role(OTHER),
      repositoryPolicy: [grant(role(OTHER))],
      reason: 'explicitDeny',
    },
  ),
  scps(
    'an allow with Resource applies only to that resource',
    `${EFFECTS}, "the maximum available permissions"`,
    [[allow('ecr:*', `arn:aws:ecr:*:*:repository/x`)]],
    'denied',
    { reason: 'limited' },
  ),
  scps(
    'service control policies, boundary and identity policy all have to allow it',
    `${EFFECTS}, "the boundary, the SCP, and the identity-based policy must all"`,
    [EVERYTHING],
    'denied',
    {
      boundary: EC2_ONLY,
      reason: 'limited',
    },
  ),
];

const ONLY_OURS: StatementJson = {
  Effect: 'Deny',
  Principal: '*',
  Action: 'ecr:*',
  Resource: '*',
  Condition: {
    StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-ours' },
    BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
  },
};

const rcps = (
  name: string,
  source: string,
  levels: Case['rcps'] & object,
  verdict: Case['verdict'],
  rest: Partial<Case> = {},
): Case => ({
  name,
  source,
  caller: role(OTHER),
  identity: EVERYTHING,
  repositoryPolicy: [grant(root(OTHER))],
  rcps: levels,
  verdict,
  ...rest,
});
const RCP_DENY: readonly StatementJson[] = [{ ...deny(), Principal: '*' }];

export const RCPS_CASES: readonly Case[] = [
  rcps('a policy at any level denies it', `${RCP_EVALUATION}, figure 1`, [[], RCP_DENY], 'denied', {
    reason: 'explicitDeny',
  }),
  rcps(
    'a policy for another service does not limit it',
    `${RCP_EVALUATION}, "you cannot detach this policy"`,
    [[{ ...deny('s3:*'), Principal: '*' }]],
    'allowed',
  ),
  rcps(
    'a policy with conditions, and a caller outside the organization',
    `${RCPS}#rcp-effects-on-permissions, "external"`,
    [[ONLY_OURS]],
    'denied',
    { reason: 'explicitDeny' },
  ),
  rcps(
    'a policy with conditions, and a caller in the organization',
    `${RCPS}#rcp-effects-on-permissions`,
    [[ONLY_OURS]],
    'allowed',
    { context: { 'aws:PrincipalOrgID': 'o-ours' } },
  ),
  rcps(
    'resource control policies limit identities of the account itself',
    `${RCPS}#rcp-effects-on-permissions, "regardless of whether the principals belong to the same"`,
    [RCP_DENY],
    'denied',
    { caller: role(OWNER) },
  ),
  rcps(
    'resource control policies limit root users',
    `${RCPS}#rcp-effects-on-permissions, "this includes root users"`,
    [RCP_DENY],
    'denied',
    { caller: root(OWNER) },
  ),
  rcps(
    'resource control policies do not limit service-linked roles',
    `${RCPS}#actions-not-restricted-by-rcps`,
    [RCP_DENY],
    'allowed',
    { caller: SERVICE_ROLE },
  ),
  rcps(
    'resource control policies alone allow nothing',
    `${RCPS}#rcp-effects-on-permissions, "an RCP never grants permissions"`,
    [[{ ...allow(), Principal: '*' }]],
    'denied',
    {
      repositoryPolicy: [],
      reason: 'resourceDoesNotAllow',
    },
  ),
  rcps(
    'resource control policies do not apply to actions without a resource',
    `${RCPS}#rcp-effects-on-permissions, "if a resource is specified in the Resource type column"`,
    [RCP_DENY],
    'allowed',
    {
      caller: role(OWNER),
      action: 'ecr:GetAuthorizationToken',
      repository: '*',
    },
  ),
];
