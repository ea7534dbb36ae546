import {
  ECR,
  EVERYTHING,
  grant,
  IAM,
  OTHER,
  OWNER,
  role,
  withCondition,
  type Case,
  type StatementJson,
} from './case';

const PRINCIPAL = `${IAM}/reference_policies_elements_principal.html`;
const NOT_PRINCIPAL = `${IAM}/reference_policies_elements_notprincipal.html`;
const LAMBDA =
  'https://docs.aws.amazon.com/lambda/latest/dg/images-create.html#gettingstarted-images-permissions';

export const CODEBUILD: StatementJson = {
  Effect: 'Allow',
  Principal: { Service: 'codebuild.amazonaws.com' },
  Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
  Resource: '*',
  Condition: {
    ArnLike: { 'aws:SourceArn': 'arn:aws:codebuild:us-east-1:123456789012:project/project-name' },
    StringEquals: { 'aws:SourceAccount': '123456789012' },
  },
};
export const PROJECT = {
  'aws:SourceArn': 'arn:aws:codebuild:us-east-1:123456789012:project/project-name',
  'aws:SourceAccount': '123456789012',
};

export const SERVICES: readonly Case[] = [
  {
    name: 'a service that a repository policy names needs no identity policy',
    source: `${ECR}/repository-policy-examples.html#IAM_service_linked`,
    caller: 'codebuild.amazonaws.com',
    context: PROJECT,
    repositoryPolicy: [CODEBUILD],
    verdict: 'allowed',
    reason: 'resourceAllows',
  },
  {
    name: 'another service',
    source: `${PRINCIPAL}#principal-services`,
    caller: 'lambda.amazonaws.com',
    context: PROJECT,
    repositoryPolicy: [CODEBUILD],
    verdict: 'denied',
    reason: 'resourceDoesNotAllow',
  },
  {
    name: 'the service for another project',
    source: `${ECR}/repository-policy-examples.html#IAM_service_linked, "to scope which resources"`,
    caller: 'codebuild.amazonaws.com',
    context: { ...PROJECT, 'aws:SourceArn': 'arn:aws:codebuild:us-east-1:123456789012:project/another' },
    repositoryPolicy: [CODEBUILD],
    verdict: 'denied',
    reason: 'resourceDoesNotAllow',
  },
  {
    name: 'the service for an unknown account',
    source: `${ECR}/repository-policy-examples.html#IAM_service_linked, "to scope which resources"`,
    caller: 'codebuild.amazonaws.com',
    isPartial: true,
    repositoryPolicy: [CODEBUILD],
    verdict: 'unknown',
    reason: 'notKnown',
  },
  {
    name: 'a role never has the SourceArn of a service',
    source: `${IAM}/reference_policies_elements_condition_operators.html#Conditions_ARN, "if an IAM user attempts this directly"`,
    caller: role(OWNER),
    isPartial: true,
    repositoryPolicy: [withCondition(grant('*'), CODEBUILD.Condition)],
    verdict: 'denied',
    reason: 'nobodyAllows',
  },
  {
    name: 'the Lambda functions of another account',
    source: LAMBDA,
    caller: 'lambda.amazonaws.com',
    context: { 'aws:SourceArn': `arn:aws:lambda:eu-west-1:${OTHER}:function:resize` },
    repositoryPolicy: [
      {
        Effect: 'Allow',
        Principal: { Service: 'lambda.amazonaws.com' },
        Action: 'ecr:BatchGetImage',
        Condition: { ArnLike: { 'aws:sourceARN': `arn:aws:lambda:eu-west-1:${OTHER}:function:*` } },
      },
    ],
    verdict: 'allowed',
    reason: 'resourceAllows',
  },
  {
    name: 'a deny that exempts AWS services',
    source: `${IAM}/reference_policies_condition-keys.html#condition-keys-principalisawsservice, example`,
    caller: 'codebuild.amazonaws.com',
    context: PROJECT,
    repositoryPolicy: [
      CODEBUILD,
      {
        Effect: 'Deny',
        Principal: '*',
        Action: 'ecr:*',
        Condition: {
          StringNotEqualsIfExists: { 'aws:SourceVpc': 'vpc-111bbb22' },
          BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
        },
      },
    ],
    verdict: 'allowed',
    reason: 'resourceAllows',
  },
  {
    name: 'the same deny does not exempt a role outside the VPC',
    source: `${IAM}/reference_policies_condition-keys.html#condition-keys-principalisawsservice, example`,
    identity: EVERYTHING,
    repositoryPolicy: [
      {
        Effect: 'Deny',
        Principal: '*',
        Action: 'ecr:*',
        Condition: {
          StringNotEqualsIfExists: { 'aws:SourceVpc': 'vpc-111bbb22' },
          BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
        },
      },
    ],
    verdict: 'denied',
    reason: 'explicitDeny',
  },
  {
    name: 'a deny for all services except one',
    source: `${NOT_PRINCIPAL}#notprincipal-alternative-service-principal`,
    caller: 'lambda.amazonaws.com',
    repositoryPolicy: [
      { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'ecr:*' },
      {
        Effect: 'Deny',
        Principal: '*',
        Action: 'ecr:*',
        Condition: { StringNotEqualsIfExists: { 'aws:PrincipalServiceName': 'codebuild.amazonaws.com' } },
      },
    ],
    verdict: 'denied',
    reason: 'explicitDeny',
  },
];
