import { many, withDefaults, withSettings } from '../../declaration/changed-base';
import { describeDiagnostics, type Case } from '../../declaration/diagnostic-cases';

/** Returns `BASE` with a lifecycle policy of these rules. */
const rules = (...each: readonly string[]) =>
  withSettings(
    `lifecycle: [${each.map((rule) => (rule.startsWith('«{') ? rule : `{ ${rule} }`)).join(', ')}]`,
  );

/** Returns `BASE` with a lifecycle policy in JSON. */
const json = (text: string) => withSettings(`lifecycle: { json: «'${text}'» }`);
const unmarked = (text: string) => json(text).replace('«', '').replace('»', '');
const KEEP = 'tagStatus: any, countMoreThan: 100, action: expire';
const UNTAGGED = 'tagStatus: untagged, daysSincePushed: 14, action: expire';
const policy = (...each: readonly string[]) => `{"rules":[${each.join(',')}]}`;
const DAYS = { countType: 'sinceImagePushed', countUnit: 'days' };
const GOOD = unmarked(policy(ruleOf({})));

describeDiagnostics('lifecycle', {
  'lifecycle/json': [
    { bad: json('{"rules": ['), message: 'It is not valid JSON', good: GOOD },
    { bad: json('[]'), message: 'It must be an object, but is a list' },
    { bad: json('{}'), message: "'rules' must be a list of 1 to 50 rules" },
    { bad: json('{"rules":[]}'), message: "'rules' must be a list of 1 to 50 rules" },
    {
      bad: json(
        policy(
          ...many(51, (index) =>
            ruleOf({ tagStatus: 'tagged', tagPrefixList: [`v${index}`] }, { rulePriority: index + 1 }),
          ),
        ),
      ),
      message: 'but has 51',
      good: unmarked(
        policy(
          ...many(50, (index) =>
            ruleOf({ tagStatus: 'tagged', tagPrefixList: [`v${index}`] }, { rulePriority: index + 1 }),
          ),
        ),
      ),
    },
    { bad: json('{"rules":[1]}'), message: "'rules[0]' must be an object, but is 1" },
    {
      bad: json(policy(ruleOf({}, { rulePriority: 0 }))),
      message: "'rules[0].rulePriority' must be a whole number of at least 1, but is 0",
    },
    { bad: json(policy(ruleOf({}, { rulePriority: '1' }))), message: "but is '1'" },
    { bad: json(policy(ruleOf({}, { description: 5 }))), message: "'rules[0].description' must be a string" },
    {
      bad: json(policy(ruleOf({}, { selection: undefined }))),
      message: "'rules[0].selection' must be an object, but is missing",
    },
    {
      bad: json(policy(ruleOf({ tagStatus: 'none' }))),
      message: "must be 'any', 'tagged' or 'untagged', but is 'none'",
    },
    {
      bad: json(policy(ruleOf({ countType: 'sinceImagePushed' }))),
      message: "'rules[0].selection.countUnit' must be 'days', but is missing",
      good: unmarked(policy(ruleOf(DAYS))),
    },
    {
      bad: json(policy(ruleOf({ countUnit: 'days' }))),
      message: "'rules[0].selection.countUnit' is allowed only with a countType of days. Remove it.",
    },
    { bad: json(policy(ruleOf({ countNumber: 1.5 }))), message: 'a whole number' },
    {
      bad: json(policy(ruleOf({ tagPatternList: 'v*' }))),
      message: "'rules[0].selection.tagPatternList' must be a list of strings",
    },
    { bad: json(policy(ruleOf({ storageClass: 'glacier' }))), message: "must be 'archive' or 'standard'" },
    {
      bad: json(policy(ruleOf({}, { action: { type: 'delete' } }))),
      message: "must be 'expire' or 'transition', but is 'delete'",
    },
    {
      bad: json(policy(ruleOf(DAYS, { action: { type: 'transition' } }))),
      message: "'rules[0].action.targetStorageClass' must be 'archive', but is missing",
      good: unmarked(policy(ruleOf(DAYS, { action: { type: 'transition', targetStorageClass: 'archive' } }))),
    },
    {
      bad: json(policy(ruleOf({}, { action: { type: 'expire', targetStorageClass: 'archive' } }))),
      message: "is allowed only with type 'transition'. Remove it.",
    },
    ...[
      [{ tagPrefixList: ['v', 'a*'] }, "'a*' is not valid in rules[0].selection.tagPrefixList[1]"],
      [
        { tagPrefixList: ['a b'] },
        "'a b' is not valid in rules[0].selection.tagPrefixList[0]: it must be a prefix of tags",
      ],
      [{ tagPrefixList: [''] }, "'' is not valid in rules[0].selection.tagPrefixList[0]"],
      [{ tagPrefixList: ['x'.repeat(301)] }, 'at most 300 characters'],
      [
        { tagPatternList: ['a/b!'] },
        "'a/b!' is not valid in rules[0].selection.tagPatternList[0]: it must be a tag pattern",
      ],
    ].map(([list, message]): Case => ({
      bad: json(policy(ruleOf({ tagStatus: 'tagged', ...(list as object) }))),
      message: message as string,
      good: unmarked(policy(ruleOf({ tagStatus: 'tagged', tagPrefixList: ['x'.repeat(300)] }))),
    })),
    {
      bad: json(policy(ruleOf({}, { description: 'x'.repeat(257) }))),
      message: 'be one line of at most 256 characters',
      good: unmarked(policy(ruleOf({}, { description: '{x}'.padEnd(256) }))),
    },
    ...[
      [policy(`{"rulePriority":7,${ruleOf({}).slice(1)}`), "'rulePriority' appears twice"],
      [`{"rules":[],${policy(ruleOf({})).slice(1)}`, "'rules' appears twice"],
    ].map(([text = '', message = '']): Case => ({ bad: json(text), message, good: GOOD })),
  ],
  'lifecycle/unknown-property': [
    {
      bad: json(policy(ruleOf({ tagPrefixes: ['v'] }))),
      message: "'rules[0].selection.tagPrefixes' is not a known property",
      good: GOOD,
    },
    {
      bad: json(`{"Version":"1",${policy(ruleOf({})).slice(1)}`),
      message: "'Version' is not a known property",
    },
  ],
  'lifecycle/tags': [
    {
      bad: rules('tagStatus: «tagged», countMoreThan: 5, action: expire'),
      message: 'Add tagPatterns: ["*"]',
      good: rules('tagStatus: tagged, tagPatterns: ["*"], countMoreThan: 5, action: expire'),
    },
    {
      bad: rules(
        'tagStatus: tagged, tagPrefixes: [v], «tagPatterns»: ["v*"], countMoreThan: 5, action: expire',
      ),
      message: 'both tagPrefixes and tagPatterns',
      good: rules('tagStatus: tagged, tagPrefixes: [v], countMoreThan: 5, action: expire'),
    },
    {
      bad: rules('tagStatus: untagged, «tagPrefixes»: [v], countMoreThan: 5, action: expire'),
      message: 'remove tagPrefixes',
      good: rules(UNTAGGED),
    },
    {
      bad: json(policy(ruleOf({ tagStatus: 'tagged' }))),
      message: "rules[0]: tagStatus is 'tagged', but the rule has neither tagPrefixList nor tagPatternList",
      good: unmarked(policy(ruleOf({ tagStatus: 'tagged', tagPatternList: ['*'] }))),
    },
    { bad: json(policy(ruleOf({ tagPrefixList: ['v'] }))), message: 'remove tagPrefixList' },
    {
      bad: json(policy(ruleOf({ tagStatus: 'tagged', tagPrefixList: ['v'], tagPatternList: ['v*'] }))),
      message: 'both tagPrefixList',
    },
  ],
  'lifecycle/wildcards': [
    {
      bad: rules('tagStatus: tagged, «tagPatterns»: ["a*b*c*d*e*"], countMoreThan: 5, action: expire'),
      message: "contains 5 wildcards ('*'). ECR allows at most 4",
      good: rules('tagStatus: tagged, tagPatterns: ["a*b*c*d*"], countMoreThan: 5, action: expire'),
    },
    {
      bad: json(policy(ruleOf({ tagStatus: 'tagged', tagPatternList: ['a*b*c*d*e*'] }))),
      message: "'a*b*c*d*e*'",
    },
  ],
  'lifecycle/count': [
    {
      bad: rules('«{ tagStatus: any, action: expire }»'),
      message: 'Add one of countMoreThan, daysSincePushed, daysSincePulled, daysSinceArchived',
      good: rules(KEEP),
    },
    {
      bad: rules('tagStatus: any, countMoreThan: 5, «daysSincePushed»: 5, action: expire'),
      message: 'Write a rule for each count',
    },
  ],
  'lifecycle/storage-class': [
    {
      bad: rules('tagStatus: any, storageClass: «archive», countMoreThan: 5, action: expire'),
      message: 'Use daysSinceArchived',
      good: rules('tagStatus: any, storageClass: standard, countMoreThan: 5, action: expire'),
    },
    {
      bad: rules('tagStatus: any, storageClass: «standard», daysSinceArchived: 365, action: expire'),
      message: "Set storageClass to 'archive'",
      good: rules('tagStatus: any, daysSinceArchived: 365, action: expire'),
    },
    {
      bad: json(policy(ruleOf({ ...DAYS, countType: 'sinceImageTransitioned', countNumber: 365 }))),
      message: "sinceImageTransitioned applies to archived images, but storageClass is not 'archive'",
    },
    {
      bad: json(policy(ruleOf({ ...DAYS, storageClass: 'archive' }))),
      message: 'sinceImagePushed does not apply to archived images',
    },
  ],
  'lifecycle/action': [
    {
      bad: rules('tagStatus: any, daysSincePulled: 90, action: «expire»'),
      message: "Use the action 'archive', and add a rule with daysSinceArchived",
      good: rules('tagStatus: any, daysSincePulled: 90, action: archive'),
    },
    {
      bad: rules('tagStatus: any, daysSinceArchived: 90, action: «archive»'),
      message: 'daysSinceArchived selects archived images, and the action archives images',
      good: rules('tagStatus: any, daysSinceArchived: 90, action: expire'),
    },
    {
      bad: json(policy(ruleOf({ ...DAYS, countType: 'sinceImagePulled' }))),
      message: "Use the action 'transition'",
    },
  ],
  'lifecycle/archived-days': [
    {
      bad: rules('tagStatus: any, «daysSinceArchived»: 30, action: expire'),
      message: 'daysSinceArchived is 30, but ECR keeps archived images for at least 90 days',
      good: rules('tagStatus: any, daysSinceArchived: 90, action: expire'),
    },
  ],
  'lifecycle/priority': [
    {
      bad: json(policy(ruleOf({ tagStatus: 'untagged' }), ruleOf({}))),
      message: 'rules[1]: rulePriority 1 is used by another rule',
      good: unmarked(policy(ruleOf({ tagStatus: 'untagged' }), ruleOf({}, { rulePriority: 7 }))),
    },
  ],
  'lifecycle/any-last': [
    {
      bad: rules(KEEP.replace('any', '«any»'), UNTAGGED),
      message: 'Rule for tagStatus=ANY must have the lowest priority per storage class',
      good: rules(UNTAGGED, KEEP),
    },
    {
      bad: rules('tagStatus: «any», daysSincePulled: 90, action: archive', KEEP),
      message: 'Move the rule to the end',
      // The last rule for archived images.
      good: rules(
        'tagStatus: any, daysSincePulled: 90, action: archive',
        'tagStatus: any, daysSinceArchived: 365, action: expire',
      ),
    },
    {
      bad: json(policy(ruleOf({}), ruleOf({ tagStatus: 'untagged' }, { rulePriority: 2 }))),
      message: 'rules[0]: ',
    },
  ],
  'lifecycle/duplicate-untagged': [
    {
      bad: rules(UNTAGGED, UNTAGGED.replace('untagged', '«untagged»')),
      message: 'Only one rule can select Untagged images per storage class',
      good: rules(UNTAGGED, 'tagStatus: untagged, daysSinceArchived: 365, action: expire'),
    },
  ],
  'lifecycle/duplicate-tags': [
    {
      bad: rules(
        'tagStatus: tagged, tagPrefixes: [a, b], countMoreThan: 5, action: expire',
        'tagStatus: tagged, «tagPrefixes»: [b, a], daysSincePushed: 5, action: expire',
      ),
      message: 'Combine the two',
      good: rules(
        'tagStatus: tagged, tagPrefixes: [a, b], countMoreThan: 5, action: expire',
        'tagStatus: tagged, tagPrefixes: [a], daysSincePushed: 5, action: expire',
        'tagStatus: tagged, tagPatterns: [a, b], daysSincePushed: 5, action: expire',
      ),
    },
  ],
  'lifecycle/too-long': [
    {
      bad: withDefaults(
        `«lifecycle»: [{ tagStatus: tagged, tagPrefixes: [${many(3000, (index) => `version-${index}`).join(', ')}], countMoreThan: 5, action: expire }]`,
      ),
      message: 'ECR allows 30720',
      good: withDefaults(
        `lifecycle: [{ tagStatus: tagged, tagPrefixes: [${many(1000, (index) => `version-${index}`).join(', ')}], countMoreThan: 5, action: expire }]`,
      ),
    },
  ],
});

/** Returns a rule in JSON, without undefined properties. */
function ruleOf(selection: object, rest: object = {}): string {
  return JSON.stringify({
    rulePriority: 1,
    selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 1, ...selection },
    action: { type: 'expire' },
    ...rest,
  });
}
