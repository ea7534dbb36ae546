import { ERROR_OR_WARNING, HARMLESS, NO_ERROR, NO_WARNING, NOT_PUBLIC, type PublicCase } from './expectation';

/** Repository policies that add or remove access. */
export const ACCESS: readonly PublicCase[] = [
  {
    folder: 'codebuild-service-granted',
    must: [{ text: /codebuild.*gains pull/i }],
    mustNot: [NO_ERROR, { rule: 'public-access' }, HARMLESS],
  },
  {
    folder: 'ecs-tasks-service-granted',
    must: [{ text: /ecs-tasks.*gains pull/i }],
    mustNot: [NO_ERROR, HARMLESS],
  },
  {
    folder: 'lambda-and-organisation-granted',
    must: [
      { severity: 'warning', text: /o-a1b2c3d4e5/ },
      { text: /o-a1b2c3d4e5.*gains? pull/i },
      { text: /lambda.*gains? pull/i },
    ],
    mustNot: [NO_ERROR],
  },
  {
    folder: 'organisation-gains-more-than-pull',
    must: [
      { severity: 'warning', text: /o-a1b2c3d4e5/ },
      { text: /o-a1b2c3d4e5.*gains? pull/i },
      { text: /DescribeImageScanFindings/ },
    ],
    mustNot: [
      NO_ERROR,
      { severity: ERROR_OR_WARNING, text: /GetAuthorizationToken.*(refuse|does nothing|no effect)/i },
    ],
  },
  {
    folder: 'organisation-pattern-of-every-organisation',
    must: [{ severity: 'error', text: /app/ }],
    mustNot: [],
  },
  {
    folder: 'role-name-pattern-of-every-account',
    must: [{ severity: 'error', text: /app/ }],
    mustNot: [],
  },
  {
    folder: 'granted-through-vpc-endpoint',
    must: [{ severity: 'warning', text: /pull/ }, { text: /vpce-0a1b2c3d4e5f60718|aws:SourceVpce/ }],
    mustNot: [NOT_PUBLIC, HARMLESS],
  },
  {
    folder: 'deny-outside-vpc-endpoint',
    must: [
      { severity: ERROR_OR_WARNING, text: /app/ },
      { severity: ERROR_OR_WARNING, text: /account 111111111111/ },
      { text: /333333333333.*loses/ },
    ],
    mustNot: [HARMLESS, { text: /no access changes/i }],
  },
  {
    folder: 'allow-everyone-but-one',
    must: [{ severity: 'error', text: /app/ }],
    mustNot: [{ text: /account 222222222222.*gains/ }],
  },
  {
    folder: 'deny-everyone-but-deploy-role',
    must: [{ severity: ERROR_OR_WARNING, text: /333333333333.*push/ }],
    mustNot: [{ text: /333333333333 loses (push and pull|pull)/ }, HARMLESS],
  },
  {
    folder: 'lambda-may-set-the-policy',
    must: [{ text: /lambda.*gains? pull/i }, { text: /ecr:SetRepositoryPolicy/ }],
    mustNot: [NO_ERROR],
  },
  {
    folder: 'foreign-role-may-set-the-policy',
    must: [
      { severity: ERROR_OR_WARNING, text: /ecr:SetRepositoryPolicy/ },
      { text: /pipeline.*222222222222|222222222222.*pipeline/ },
    ],
    mustNot: [HARMLESS],
  },
  {
    folder: 'readonly-becomes-full-access',
    must: [
      { severity: ERROR_OR_WARNING, text: /deployer/ },
      { text: /deployer.*gains.*push/ },
      { text: /(BatchDeleteImage|DeleteRepository|every(thing| action)|all actions|ecr:\*)/ },
    ],
    mustNot: [HARMLESS],
  },
  {
    folder: 'scan-findings-for-security-account',
    must: [{ text: /444444444444/ }, { text: /ecr:DescribeImageScanFindings/ }],
    mustNot: [NO_ERROR, { text: /444444444444 gains pull/ }, HARMLESS],
  },
  {
    folder: 'role-of-same-apply-by-reference',
    must: [{ text: /readers/ }, { text: /ecr:DescribeImages/ }],
    mustNot: [NO_WARNING],
  },
  {
    folder: 'role-session-with-wrong-service',
    must: [{ severity: 'error', text: /assumed-role/ }],
    mustNot: [],
  },
  {
    folder: 'principal-with-star-for-root',
    must: [{ severity: 'error', text: /arn:aws:iam::222222222222:\*/ }],
    mustNot: [],
  },
  {
    folder: 'account-id-for-root-arn',
    must: [],
    mustNot: [NO_WARNING, { text: /222222222222.*(gains|loses|can now|can no longer)/ }],
  },
  {
    folder: 'organisation-replaced-by-account-list',
    must: [{ severity: 'warning', text: /o-a1b2c3d4e5/ }, { text: /o-a1b2c3d4e5.*loses? pull/i }],
    mustNot: [NO_ERROR],
  },
  {
    folder: 'account-dropped-from-many-repositories',
    must: [{ severity: 'warning', text: /444444444444/ }, { text: /444444444444 loses pull on.*24/ }],
    mustNot: [{ text: /(222222222222|333333333333).*(gains|loses)/ }],
    mostLines: 60,
  },
  {
    folder: 'ip-range-granted',
    must: [{ severity: ERROR_OR_WARNING, text: /app/ }, { text: /gains.*push/ }],
    mustNot: [HARMLESS],
  },
  {
    folder: 'one-action-taken-from-pull',
    must: [{ text: /333333333333.*BatchCheckLayerAvailability|BatchCheckLayerAvailability.*333333333333/ }],
    mustNot: [NO_ERROR, { text: /333333333333 loses pull\b/ }],
  },
  {
    folder: 'policy-only-rearranged',
    must: [],
    mustNot: [NO_WARNING, { text: /(222222222222|333333333333).*(gains|loses)/ }],
  },
  {
    folder: 'full-access-narrowed',
    must: [
      { severity: 'warning', text: /deployer/ },
      { text: /ecr:BatchDeleteImage|ecr:DeleteRepository|ecr:SetRepositoryPolicy/ },
    ],
    mustNot: [NO_ERROR, { rule: 'access-widened' }, { text: /deployer.*loses (pull|push)\b/ }, HARMLESS],
  },
  {
    folder: 'condition-added-to-grant',
    must: [{ severity: 'warning', text: /333333333333/ }, { text: /aws:PrincipalTag\/team/ }],
    mustNot: [NO_ERROR, HARMLESS],
  },
  {
    folder: 'organisation-unit-granted',
    must: [{ severity: 'warning', text: /ou-ab12-11111111|aws:PrincipalOrgPaths/ }, { text: /gains? pull/ }],
    mustNot: [NOT_PUBLIC],
  },
  {
    folder: 'resource-star-of-the-aws-example',
    must: [{ text: /333333333333 gains pull on app/ }],
    mustNot: [NO_ERROR],
  },
  {
    folder: 'foreign-push-with-unknown-role',
    must: [{ severity: ERROR_OR_WARNING, text: /222222222222/ }, { text: /222222222222.*gains push/ }],
    mustNot: [],
  },
  {
    folder: 'policies-by-id-in-module',
    must: [
      { text: /333333333333 (gains|gain) pull/ },
      { text: /svc\/a/ },
      { text: /svc\/b/ },
      { text: /svc\/c/ },
    ],
    mustNot: [NO_WARNING, { text: /name that is known only after apply/ }],
  },
  {
    folder: 'eighty-tagged-one-opened',
    must: [{ severity: 'error', text: /platform\/app-53/ }, { text: /platform\/app-53/ }],
    mustNot: [],
    mostLines: 60,
  },
  {
    folder: 'destroyed-role-still-named',
    must: [{ severity: ERROR_OR_WARNING, text: /role(\/| )'?builder/ }],
    mustNot: [],
  },
  {
    folder: 'role-for-github-actions',
    must: [{ text: /github-actions-ecr.*(gains|can).*push/ }],
    mustNot: [{ rule: 'public-access' }, HARMLESS],
  },
];
