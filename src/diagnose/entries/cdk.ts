import { SHOW_CALLER_STEP } from '../explanations/steps';
import {
  callerAccountOf,
  callerText,
  isCrossAccount,
  partitionIdFor,
  policyOfCase,
  policyToChange,
  registryWithAccountText,
} from '../model/case';
import { PAGES } from '../model/diagnosis';
import { defineEntry, type FamilyEntries } from '../model/entry';
import { operationRequiring } from '../model/evaluation';
import type { Facts, MissingPolicy } from '../parse/facts';
import { readDenial } from './access-denied';

/**
 * `cdk bootstrap` creates this repository and writes its policy.
 * https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html
 */
const BOOTSTRAP_REPOSITORY = /^cdk-([a-z0-9]{1,10})-container-assets-([0-9]{12})-([a-z0-9-]{5,25})$/;

const CDK_REPOSITORY_DENIED = defineEntry<MissingPolicy>({
  kind: 'cdk-repository-denied',
  match: (text, facts) => {
    const denial = readDenial(text, facts);
    if (denial === undefined || denial.isExplicitDeny) return undefined;
    // cdk bootstrap itself needs the other actions.
    if (operationRequiring(denial.facts.action) === undefined) return undefined;
    return BOOTSTRAP_REPOSITORY.test(denial.facts.repository ?? '')
      ? { missing: denial.policyType, facts: denial.facts }
      : undefined;
  },
  explain: (denied) => {
    const { caller, declared, message, location } = denied;
    const { action = 'the action', repository = '' } = message.facts;
    const [, qualifier = 'hnb659fds', accountId = '', region = ''] =
      BOOTSTRAP_REPOSITORY.exec(repository) ?? [];
    const isPush = operationRequiring(action) === 'push';
    const callerName = callerText(caller, message.facts);
    const role = `cdk-${qualifier}-image-publishing-role-${accountId}-${region}`;
    const own = callerAccountOf(caller);
    return {
      summary: `${callerName} is not authorized to perform ${action} on the CDK bootstrap repository in ${registryWithAccountText(location)}.`,
      cause: isPush
        ? `CDK pushes images as ${role}, which cdk bootstrap creates. CDK could not assume the role and used your own credentials instead${isCrossAccount(denied) === true ? ', which belong to another account' : ''}. The repository and its policy belong to the stack CDKToolkit. Do not change them by hand.`
        : 'The repository and its policy belong to the stack CDKToolkit, and the next cdk bootstrap overwrites changes. The repository is intended for images of stacks in the same account and Region.',
      policies: isPush
        ? [
            policyToChange(
              'trust policy',
              accountId,
              declared,
              `role ${role}`,
              `it must trust ${own === undefined ? 'the account of the caller' : `account ${own}`}`,
            ),
            policyOfCase(
              denied,
              'identity-based policy',
              `check that it allows sts:AssumeRole on role ${role}`,
            ),
          ]
        : [],
      steps: isPush
        ? [
            {
              text: `Use credentials of account ${accountId}, or bootstrap it again so that it trusts the account of the caller. Repeat the options of the previous bootstrap.`,
              code: {
                language: 'sh',
                text: `npx cdk bootstrap aws://${accountId}/${region} --trust ${own ?? 'CALLER_ACCOUNT'} \\\n  --cloudformation-execution-policies POLICY_ARN\n`,
              },
            },
            {
              text: 'Check that the caller can assume the role.',
              code: {
                language: 'sh',
                text: `aws sts assume-role --role-arn arn:${partitionIdFor(denied, region)}:iam::${accountId}:role/${role} \\\n  --role-session-name test --query AssumedRoleUser\n`,
              },
            },
            SHOW_CALLER_STEP,
          ]
        : [
            {
              text: 'Bootstrap the account that pulls, and deploy the image there. Or push the image to your own repository, and grant access to that repository.',
              code: { language: 'sh', text: `npx cdk bootstrap aws://${own ?? 'ACCOUNT'}/${region}\n` },
            },
          ],
      certainty: {
        level: 'likely',
        because: 'the repository has the name of a CDK bootstrap repository',
      },
      page: PAGES.cdkBootstrap,
    };
  },
});

const CDK_NOT_BOOTSTRAPPED = defineEntry({
  kind: 'cdk-not-bootstrapped',
  match: (text, facts) => {
    const [, named] = /No ECR repository named '?(cdk-[^\s']{1,100})/i.exec(text) ?? [];
    const isMissing = /Is this account bootstrapped|does not exist in the registry|name unknown/i.test(text);
    const repository = named ?? facts.repository;
    const isBootstrap = named !== undefined || (isMissing && BOOTSTRAP_REPOSITORY.test(repository ?? ''));
    if (!isBootstrap) return undefined;
    return { facts: { ...facts, ...accountAndRegionOf(repository), repository } };
  },
  explain: ({ message }) => {
    const { accountId = 'ACCOUNT', region = 'REGION' } = message.facts;
    return {
      summary: `Account ${accountId} has no CDK bootstrap repository in ${region}.`,
      cause: `CDK pushes images to a repository that cdk bootstrap creates, once for each account and Region. The account is not bootstrapped in this Region, it was bootstrapped with another qualifier, or the repository was deleted.${message.facts.repository?.includes('$') === true ? ' The name contains $. If the log does not mask values with $, a variable was not replaced.' : ''} Do not create the repository by hand, because it would lack the repository policy and the lifecycle policy of CDK.`,
      policies: [],
      steps: [
        {
          text: 'Bootstrap the account and Region. If only the repository was deleted, delete the stack CDKToolkit first.',
          code: { language: 'sh', text: `npx cdk bootstrap aws://${accountId}/${region}\n` },
        },
      ],
      certainty: { level: 'certain', because: 'CDK looked for the repository and did not find it' },
      page: PAGES.cdkBootstrap,
    };
  },
});

function accountAndRegionOf(repository: string | undefined): Partial<Facts> {
  const [, , accountId, region] = BOOTSTRAP_REPOSITORY.exec(repository ?? '') ?? [];
  return { accountId, region };
}

export const ENTRIES: FamilyEntries = {
  denied: [CDK_REPOSITORY_DENIED],
  notFound: [CDK_NOT_BOOTSTRAPPED],
};
