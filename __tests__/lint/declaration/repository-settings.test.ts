import { many, withDefaults, withSettings } from '../../declaration/changed-base';
import { BASE } from '../../declaration/declarations';
import { describeDiagnostics } from '../../declaration/diagnostic-cases';

const MODE = 'imageTagMutability';
const FILTERS = 'imageTagMutabilityExclusionFilters';

const tags = (number: number, name: string) =>
  `{ ${many(number, (index) => `${name}${index}: x`).join(', ')} }`;

describeDiagnostics('repository-settings', {
  'mutability/filters-missing': [
    {
      bad: withSettings(`${MODE}: «IMMUTABLE_WITH_EXCLUSION»`),
      message: "or write 'IMMUTABLE'",
      good: withSettings(`${MODE}: IMMUTABLE_WITH_EXCLUSION, ${FILTERS}: [latest]`),
    },
    {
      bad: withDefaults(`${MODE}: «MUTABLE_WITH_EXCLUSION»`),
      message: `Add ${FILTERS}: [`,
      good: withDefaults(`${MODE}: MUTABLE_WITH_EXCLUSION, ${FILTERS}: ["v*"]`),
    },
  ],
  'mutability/filters-without-exclusion': [
    {
      bad: withSettings(`${MODE}: IMMUTABLE, «${FILTERS}»: [latest]`),
      message: `Write ${MODE}: IMMUTABLE_WITH_EXCLUSION`,
      // Exclusion filters of the defaults do not apply to another mode.
      good: `${withSettings(`${MODE}: MUTABLE`)}defaults: { repository: { ${MODE}: IMMUTABLE_WITH_EXCLUSION, ${FILTERS}: [latest] } }\n`,
    },
    {
      bad: withSettings(`«${FILTERS}»: [latest]`),
      message: `has no effect without ${MODE}`,
      good: `${withSettings(`${FILTERS}: [latest]`)}defaults: { repository: { ${MODE}: IMMUTABLE_WITH_EXCLUSION, ${FILTERS}: [dev] } }\n`,
    },
  ],
  'mutability/wildcards': [
    {
      bad: withSettings(`${MODE}: IMMUTABLE_WITH_EXCLUSION, ${FILTERS}: [«"*a*b*"»]`),
      message: 'ECR allows at most 2',
      good: withSettings(`${MODE}: IMMUTABLE_WITH_EXCLUSION, ${FILTERS}: ["*a*"]`),
    },
  ],
  'mutability/duplicate-filter': [
    {
      bad: withSettings(`${MODE}: IMMUTABLE_WITH_EXCLUSION, ${FILTERS}: [latest, «latest»]`),
      message: "Duplicate filter 'latest'",
      good: withSettings(`${MODE}: IMMUTABLE_WITH_EXCLUSION, ${FILTERS}: [latest, late]`),
    },
  ],
  'tag/key': [
    {
      bad: `${BASE}tags: { «"aws:x"»: y }\n`,
      message: "the prefix 'aws:' is reserved for AWS",
      good: `${BASE}tags: { "team:x": y }\n`,
    },
    {
      bad: withSettings('tags: { «"a&b"»: y }'),
      message: 'at most 128 characters',
      good: withSettings('tags: { a+b: y }'),
    },
    {
      bad: withDefaults('tags: { «"AWS:x"»: y }'),
      message: "the prefix 'aws:' is reserved for AWS",
      good: withDefaults('tags: { x: y }'),
    },
  ],
  'tag/too-many': [
    {
      bad: withSettings(`«tags»: ${tags(51, 'a')}`),
      message: 'The repository has 51 tags. AWS allows 50',
      good: withSettings(`tags: ${tags(50, 'a')}`),
    },
    {
      bad: `${withDefaults(`«tags»: ${tags(49, 'a')}`)}tags: ${tags(2, 'b')}\n`,
      message: "51 tags, including 2 under 'tags' at the top of the file",
      good: `${withDefaults(`tags: ${tags(50, 'a')}`)}tags: ${tags(2, 'a')}\n`,
    },
    // The default tags apply to repositories without tags too.
    {
      bad: `${BASE}«tags»: ${tags(51, 'a')}\n`,
      message: "'tags' contains 51 tags. AWS allows 50 for a repository",
      good: `${BASE}tags: ${tags(50, 'a')}\n`,
    },
  ],
});
