import { access } from '../changed-base';
import { describeDiagnostics } from '../diagnostic-cases';

/** Returns `BASE` with one entry that allows the principals to pull. */
const pull = (principals: string) => access(`allow: pull, repositories: my-repo, principals: ${principals}`);
const ROLE = 'arn:aws:iam::111111111111:role/ci';

describeDiagnostics('principals', {
  'access/unknown-account': [
    { bad: pull('«develp»'), message: "Did you mean 'develop'?", good: pull('develop') },
    {
      bad: pull('[develop, «other»]'),
      message: 'To name an account that is not declared, use its 12-digit ID',
    },
    { bad: pull('«"11111111111"»'), message: 'it has 11 digits, not 12' },
    {
      bad: pull('{ lambda: «develp» }'),
      message: "Did you mean 'develop'?",
      good: pull('{ lambda: develop }'),
    },
    {
      bad: pull('{ service: codebuild.amazonaws.com, account: «"1111-1111-1111"» }'),
      message: 'it contains hyphens',
      good: pull('{ service: codebuild.amazonaws.com, account: "222222222222" }'),
    },
  ],
  'access/principal': [
    {
      bad: access(
        'allow: pull, repositories: my-repo, principals: «arn:aws:iam::111111111111:role/AWSReservedSSO_Dev_0123456789abcdef»',
      ),
      message: 'role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_Dev_????????????????',
    },
    {
      bad: pull('«"arn:aws:sts::111111111111:assumed-role/ci/session"»'),
      message: 'Use the role: arn:aws:iam::111111111111:role/ci',
      good: pull(ROLE),
    },
    {
      bad: pull('«arn:aws:iam::111111111111:group/devs»'),
      message: 'is a group. IAM does not accept groups as principals',
    },
    {
      bad: pull('«arn:aws:iam::111111111111:instance-profile/team/ci»'),
      message: 'Use its role: arn:aws:iam::111111111111:role/ci',
    },
    {
      bad: pull('«arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com»'),
      message: 'Use the role that trusts the provider',
    },
    {
      bad: pull('«arn:aws:iam::111111111111:saml-provider/idp»'),
      message: 'Use the role that trusts the provider',
    },
    {
      bad: pull('«arn:aws:sts::111111111111:federated-user/bob»'),
      message: 'Use its account, 111111111111',
    },
    {
      bad: pull('«"arn:aws:iam::111111111111:role/ci-*"»'),
      message: 'Use { arn: …, viaAccountRoot: true }',
      good: pull('{ arn: "arn:aws:iam::111111111111:role/ci-*", viaAccountRoot: true }'),
    },
    { bad: pull('«"arn:aws:iam::111111111111:*"»'), message: 'Invalid repository policy provided' },
    {
      bad: pull('«arn:aws:ecr:us-west-1:111111111111:repository/my-repo»'),
      message: 'not the ARN of a role, a user or an account root',
    },
    { bad: pull('«arn:aws:iam::11111111111:role/ci»'), message: 'arn:aws:iam::<12 digits>:role/<name>' },
    {
      bad: pull('«arn:amazon:iam::111111111111:role/ci»'),
      message: "partition 'amazon', which does not exist",
    },
    {
      bad: pull('{ arn: «"arn:aws:iam::*:role/ci"», viaAccountRoot: true }'),
      message: 'does not match roles or users of a single account',
    },
    {
      bad: pull('{ arn: «develop», viaAccountRoot: true }'),
      message: 'With viaAccountRoot, use the ARN of a role or user',
    },
    {
      bad: pull(`{ arn: «arn:aws:iam::111111111111:role/${'x'.repeat(65)}», viaAccountRoot: true }`),
      message: 'not the ARN of a role',
      good: pull(`{ arn: arn:aws:iam::111111111111:role/${'x'.repeat(64)}, viaAccountRoot: true }`),
    },
    { bad: pull('[«{}»]'), message: 'The principal has none of the keys arn, organization' },
    {
      bad: pull('[«{ account: develop }»]'),
      message: 'To name an account, use its name or ID without a mapping: develop',
      good: pull('[develop]'),
    },
    {
      bad: pull(`[«{ arn: "${ROLE}", lambda: develop }»]`),
      message: "The principal has 'arn' and 'lambda'",
      good: pull(`[{ arn: "${ROLE}" }, { lambda: develop }]`),
    },
    {
      bad: pull('[«{ service: codebuild.amazonaws.com }»]'),
      message: 'could act for any AWS account (confused deputy)',
      good: pull('{ service: codebuild.amazonaws.com, account: develop }'),
    },
    {
      bad: pull('{ organization: o-a1b2c3d4e5, «viaAccountRoot»: true }'),
      message: "'viaAccountRoot' has no effect with 'organization'",
      good: pull('{ organization: o-a1b2c3d4e5, viaAccountRoot: false }'),
    },
    {
      bad: pull('{ lambda: develop, «account»: management }'),
      message: "'account' has no effect with 'lambda'",
    },
  ],
});
