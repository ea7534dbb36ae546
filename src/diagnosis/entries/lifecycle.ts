import { repositoryText } from '../case';
import { DEPLOY } from '../commands';
import { containing, entry } from '../entry';
import { PAGES } from '../pages';

export const LIFECYCLE_POLICY_REFUSED = entry({
  kind: 'lifecycle-policy-refused',
  match: containing(/Lifecycle policy validation failure|'?LifecyclePolicyText'? failed to satisfy/i),
  explain: (found) => ({
    summary: `ECR refused the lifecycle policy of ${repositoryText(found)}.`,
    cause:
      'It does not fit the schema of ECR. Usual faults: a tagged rule without tagPatternList or tagPrefixList, or with both; an untagged or any rule with one of them; a rule for any that does not have the highest rulePriority; two rules with the same priority; countUnit with imageCountMoreThan, or no countUnit with sinceImagePushed; a number in quotes; null in place of a list or value, which has to be left out; a member that ECR does not know. No permission is involved.',
    policies: [],
    steps: [
      {
        text: 'Write the rules in topology.yaml, and let validate check them with their line and column; or compare your JSON with this.',
        code: {
          language: 'json',
          text: `${JSON.stringify(EXAMPLE, undefined, 2)}\n`,
        },
      },
    ],
    certainty: { level: 'certain', because: 'ECR checked the text of the policy' },
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

export const LIFECYCLE_POLICY_NOT_FOUND = entry({
  kind: 'lifecycle-policy-not-found',
  match: containing(/LifecyclePolicyNotFoundException|Lifecycle policy does not exist for the repository/i),
  explain: (found) => ({
    summary: `${repositoryText(found)} has no lifecycle policy.`,
    cause: 'None was set, or it was deleted: all images are kept. Or another account or Region was meant.',
    policies: [],
    steps: [
      found.place.repository === undefined
        ? { text: 'Check the name of the repository, the account and the Region of the request.' }
        : DEPLOY,
    ],
    certainty: { level: 'certain', because: 'ECR looked for it and did not find it' },
    page: PAGES.lifecyclePolicy,
  }),
});
