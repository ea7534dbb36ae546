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
    doc: 'A rule that newly expires tagged images is an error, not a warning, if it keeps at most this number of images.',
  },
  fewDays: {
    kind: 'number',
    default: 30,
    min: 0,
    doc: 'A rule that newly expires tagged images is an error, not a warning, if it keeps them for at most this number of days.',
  },
} as const;

type Options = OptionValues<typeof OPTIONS>;

export const lifecycleExpiresImages = defineRule({
  id: 'lifecycle-expires-images',
  severity: 'warning',
  doc: 'Lifecycle policy newly expires images of an existing repository.',
  why:
    'ECR permanently deletes the images within 24 hours, and does not check whether they are deployed. The finding is an ' +
    'error if the policy keeps few tagged images: the newest images are not always the ones in production, and a rule by age ' +
    'deletes every image of a repository that gets no pushes for some time. The review compares which images the policies ' +
    'keep. It does not report a policy that keeps more images, or that is only written differently. ' +
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
        'Before you apply, preview which images it removes: aws ecr start-lifecycle-policy-preview --repository-name <name>, ' +
        'then get-lifecycle-policy-preview. To keep deployed images, add a rule for their tags with a lower rulePriority.',
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
        `Changes the lifecycle policy of the repository ${name}. The plan does not show the new policy, which may expire existing images.`,
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
        ? `Newly expires images of the repository ${name}. ECR deletes them within 24 hours, even if they are deployed.`
        : `Newly archives images of the repository ${name}. Within 24 hours, they cannot be pulled until you restore them.`,
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
  if (text === undefined) return 'not shown in the plan';
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
