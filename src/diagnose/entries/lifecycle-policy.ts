import { DEPLOY_STEP } from '../explanations/steps';
import { repositoryText } from '../model/case';
import { PAGES } from '../model/diagnosis';
import { defineEntry, matchPattern, type FamilyEntries } from '../model/entry';

const LIFECYCLE_POLICY_REFUSED = defineEntry({
  kind: 'lifecycle-policy-refused',
  match: matchPattern(/Lifecycle policy validation failure|'?LifecyclePolicyText'? failed to satisfy/i),
  explain: (failure) => ({
    summary: `ECR rejected the lifecycle policy of ${repositoryText(failure)}.`,
    cause:
      'The policy does not match the schema of ECR. Common mistakes: a tagged rule without tagPatternList or tagPrefixList, or with both; an untagged or any rule with one of them; an any rule that does not have the highest rulePriority; two rules with the same priority; countUnit with imageCountMoreThan; sinceImagePushed without countUnit; a number in quotes; null instead of a list or value, which must be omitted; a field that ECR does not know. No permission is involved.',
    policies: [],
    steps: [
      {
        text: 'Declare the rules in topology.yaml, where ecr-topology validate reports mistakes with line and column. Or compare your JSON with this example.',
        code: {
          language: 'json',
          text: `${JSON.stringify(EXAMPLE, undefined, 2)}\n`,
        },
      },
    ],
    certainty: { level: 'certain', because: 'ECR validated the text of the policy' },
    page: PAGES.lifecyclePolicy,
  }),
});

const EXAMPLE = {
  rules: [
    {
      rulePriority: 1,
      selection: {
        tagStatus: 'untagged',
        countType: 'sinceImagePushed',
        countUnit: 'days',
        countNumber: 14,
      },
      action: { type: 'expire' },
    },
    {
      rulePriority: 2,
      selection: {
        tagStatus: 'tagged',
        tagPatternList: ['v*'],
        countType: 'imageCountMoreThan',
        countNumber: 50,
      },
      action: { type: 'expire' },
    },
  ],
};

const LIFECYCLE_POLICY_NOT_FOUND = defineEntry({
  kind: 'lifecycle-policy-not-found',
  match: matchPattern(/LifecyclePolicyNotFoundException|Lifecycle policy does not exist for the repository/i),
  explain: (failure) => ({
    summary: `${repositoryText(failure)} has no lifecycle policy.`,
    cause:
      'No lifecycle policy was set, or it was deleted, so ECR keeps all images. Or the request was sent to the wrong account or Region.',
    policies: [],
    steps: [
      failure.location.repository === undefined
        ? { text: 'Check the name of the repository, the account and the Region of the request.' }
        : DEPLOY_STEP,
    ],
    certainty: { level: 'certain', because: 'ECR looked for the policy and did not find it' },
    page: PAGES.lifecyclePolicy,
  }),
});

export const ENTRIES: FamilyEntries = {
  refused: [LIFECYCLE_POLICY_REFUSED],
  notFound: [LIFECYCLE_POLICY_NOT_FOUND],
};
