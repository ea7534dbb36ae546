import { findNewlyRemoved, type NewlyRemoved } from '../../aws/lifecycle/newly-removed';
import type { LifecycleRule } from '../../aws/lifecycle/policy';
import { lifecyclePolicyText, lifecycleRuleText } from '../../aws/lifecycle/text';
import type { RepositoryName } from '../../aws/names';
import { groupBy, sortedUnique } from '../../base/collections';
import { formatList } from '../../base/text';
import { isKnown } from '../../model/unknown';
import { isChangedInAws, type PlannedOf } from '../../plan/model/planned-resource';
import { repositoryMark } from '../finding-text';
import { lifecycleRules } from '../predicates/lifecycle-policy';
import { addressOf } from '../predicates/plan-resources';
import { defineRule, type OptionValues, type Problem } from '../rule';

const OPTIONS = {
  fewImages: {
    kind: 'number',
    default: 5,
    min: 0,
    doc: 'A rule that newly expires tagged images and keeps no more than this number of them is an error, not a warning.',
  },
  fewDays: {
    kind: 'number',
    default: 30,
    min: 0,
    doc: 'A rule that newly expires tagged images and keeps them for no more than this number of days is an error, not a warning.',
  },
} as const;

type Options = OptionValues<typeof OPTIONS>;

export const lifecycleExpiresImages = defineRule({
  id: 'lifecycle-expires-images',
  severity: 'warning',
  doc: 'Lifecycle policy expires images of an existing repository that were kept until now.',
  why:
    'ECR deletes the images within 24 hours for good, and does not check which of them are deployed. It is an error if few ' +
    'tagged images are kept: the newest ones need not be those in production, and a rule by age leaves nothing of a ' +
    'repository to which nothing is pushed for some time. Policies are compared as sets of images: a policy that keeps ' +
    'more, or is only written differently, is no finding. ' +
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html',
  options: OPTIONS,
  check: ({ resources, resourceOf }, options) => {
    const context = { options, rulesOf: (text: string) => lifecycleRules(resources, text) };
    return resources.flatMap((resource) => {
      if (resource.kind !== 'lifecycle-policy' || !isChangedInAws(resource) || resource.after === undefined) {
        return [];
      }
      const { registry, repository } = resource.after;
      // `undecidable` reports a repository that is known only after apply.
      if (!isKnown(repository)) return [];
      const action = resourceOf('after', 'repository', registry, repository)?.action;
      // A new repository contains no images.
      if (action === 'create' || action === 'replace') return [];
      const previous = resourceOf('before', 'lifecycle-policy', registry, repository);
      return problemOf(resource, repository, previous?.before, context);
    });
  },
});

interface Context {
  readonly options: Options;
  readonly rulesOf: (text: string) => readonly LifecycleRule[] | undefined;
}

type LifecycleResource = PlannedOf<'lifecycle-policy'>;
type PreviousPolicy = NonNullable<LifecycleResource['before']>;

function problemOf(
  resource: LifecycleResource,
  repository: RepositoryName,
  previousPolicy: PreviousPolicy | undefined,
  { options, rulesOf }: Context,
): readonly Problem[] {
  const { after } = resource;
  if (after === undefined) return [];
  const found = comparePolicies(previousPolicy, after, rulesOf);
  if (found === undefined) return [];
  const { registry } = after;
  const name = repositoryMark(registry, repository);
  return [
    {
      at: addressOf(resource),
      subject: { registry, repository },
      message: `${found.describe(name)} Before: ${previousText(previousPolicy)}. After: ${policyText(after)}.${found.affected}`,
      help:
        'Preview which images it removes before you apply: aws ecr start-lifecycle-policy-preview --repository-name <name>, ' +
        'then get-lifecycle-policy-preview. Keep deployed images by a rule for their tags with a lower rulePriority.',
      severity: found.removed.some((each) => keepsFew(each, options)) ? 'error' : undefined,
    },
  ];
}

interface Comparison {
  readonly removed: readonly NewlyRemoved[];
  readonly describe: (name: string) => string;
  readonly affected: string;
}

function comparePolicies(
  previousPolicy: PreviousPolicy | undefined,
  after: PreviousPolicy,
  rulesOf: Context['rulesOf'],
): Comparison | undefined {
  if (after.text === undefined) {
    return {
      removed: [],
      describe: (name) =>
        `The lifecycle policy of the existing repository ${name} is not known in the plan, so it may expire images that are kept now.`,
      affected: '',
    };
  }
  const rules = rulesOf(after.text);
  // `lifecycle-policy-refused` reports it.
  if (rules === undefined) return undefined;
  const previousRules = previousPolicy?.text === undefined ? [] : (rulesOf(previousPolicy.text) ?? []);
  const removed = findNewlyRemoved(previousRules, rules);
  if (removed.length === 0) return undefined;
  const isExpired = removed.some((each) => each.rule.action === 'expire');
  return {
    removed,
    describe: (name) =>
      isExpired
        ? `The lifecycle policy of repository ${name} newly expires images: ECR deletes them within 24 hours, deployed ones too.`
        : `The lifecycle policy of repository ${name} newly archives images: within 24 hours they can no longer be pulled until they are restored.`,
    affected: affectedText(removed, rules.length),
  };
}

function keepsFew({ rule: { count, action }, isTagged }: NewlyRemoved, options: Options): boolean {
  if (!isTagged || action !== 'expire') return false;
  switch (count.type) {
    case 'imageCountMoreThan':
      return count.number <= options.fewImages;
    case 'sinceImagePushed':
      return count.number <= options.fewDays;
    case 'sinceImagePulled':
    case 'sinceImageTransitioned':
      return false;
  }
}

function previousText(previousPolicy: PreviousPolicy | undefined): string {
  return previousPolicy === undefined ? 'no lifecycle policy in these plans' : policyText(previousPolicy);
}

function policyText({ text }: PreviousPolicy): string {
  if (text === undefined) return 'not known in the plan';
  return lifecyclePolicyText(text) ?? 'a policy that this version cannot read';
}

const MOST_RULES = 3;

/** Lists the images that each rule newly removes. With one rule, the message already contains the rule. */
function affectedText(removed: readonly NewlyRemoved[], count: number): string {
  const byRule = [...groupBy(removed, ({ rule: each }) => each).entries()];
  return ` Affected: ${formatList(
    byRule.map(([each, same]) => `${imagesText(same)} images${count === 1 ? '' : ` (${ruleText(each)})`}`),
    MOST_RULES,
  )}.`;
}

function imagesText(removed: readonly NewlyRemoved[]): string {
  return sortedUnique(removed.map(({ isTagged }) => (isTagged ? 'tagged' : 'untagged'))).join(' and ');
}

function ruleText(each: LifecycleRule): string {
  return `rulePriority ${each.priority}: ${lifecycleRuleText(each) ?? each.action}`;
}
