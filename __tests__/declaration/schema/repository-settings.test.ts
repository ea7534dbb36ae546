import { many, withSettings } from '../changed-base';
import { BASE } from '../declarations';
import { casesOf, describeDiagnostics } from '../diagnostic-cases';
import { describeWrongValues } from '../wrong-values';

const filters = (text: string) =>
  withSettings(`imageTagMutability: IMMUTABLE_WITH_EXCLUSION, imageTagMutabilityExclusionFilters: ${text}`);

const FILTERS = 'imageTagMutabilityExclusionFilters';
const lifecycle = (rule: string) => withSettings(`lifecycle: [${rule}]`);
const encryption = (text: string) => withSettings(`encryption: ${text}`);

describeWrongValues('repository-settings');

describeDiagnostics('repository-settings', {
  'shape/wrong-value': [
    { bad: `${BASE}tags: { a: «"{b}"» }\n`, message: 'letters, digits, spaces' },
    ...casesOf([
      [
        filters('[a, b, c, d, e, f]').replace(FILTERS, `«${FILTERS}»`),
        'at most 5',
        filters('[a, b, c, d, e]'),
      ],
      [filters('[«"a/b"»]'), 'be a tag pattern', filters('[a.b]')],
      [filters(`[«${'x'.repeat(129)}»]`), '128 characters', filters(`[${'x'.repeat(128)}]`)],
      [
        withSettings(`«lifecycle»: [${lifecycleRules(51)}]`),
        'at most 50 items',
        withSettings(`lifecycle: [${lifecycleRules(50)}]`),
      ],
      [
        lifecycle('{ tagStatus: any, daysSincePushed: «0», action: expire }'),
        'expected a number of at least 1, found 0',
      ],
      [lifecycle('{ tagStatus: any, daysSincePulled: «0», action: archive }'), 'at least 1'],
      [
        lifecycle('{ tagStatus: tagged, tagPatterns: [«"a/b!"»], countMoreThan: 1, action: expire }'),
        'be a tag pattern',
      ],
      [lifecycle('{ tagStatus: tagged, «tagPatterns»: [], countMoreThan: 1, action: expire }'), 'at least 1'],
      [lifecycle('{ tagStatus: tagged, «tagPrefixes»: [], countMoreThan: 1, action: expire }'), 'at least 1'],
      [
        lifecycle('{ tagStatus: any, storageClass: «glacier», countMoreThan: 1, action: expire }'),
        "expected 'standard' or 'archive'",
      ],
      [
        lifecycle(`{ tagStatus: any, description: «${'x'.repeat(257)}», countMoreThan: 1, action: expire }`),
        'at most 256 characters',
        lifecycle(
          `{ tagStatus: any, description: "${'{x}'.padEnd(256)}", countMoreThan: 1, action: expire }`,
        ),
      ],
      [
        withSettings(`tags: { a: «${'x'.repeat(257)}» }`),
        'at most 256 characters',
        withSettings(`tags: { a: ${'x'.repeat(256)} }`),
      ],
      [encryption('{ type: «5» }'), 'found the number 5'],
    ]),
  ],
  'shape/missing-key': casesOf([
    [lifecycle('«{ countMoreThan: 1, action: expire }»'), "required key 'tagStatus' is missing"],
    [lifecycle('«{ tagStatus: any, countMoreThan: 1 }»'), "required key 'action' is missing"],
    [withSettings('«encryption»: {}'), "repositories.my-repo.encryption: required key 'type' is missing"],
  ]),
  'shape/unknown-key': casesOf([
    [
      lifecycle('{ tagStatus: any, countMoreThan: 1, action: expire, «priority»: 1 }'),
      "unknown key 'priority'",
    ],
    [withSettings('lifecycle: { «jsom»: "{}" }'), "Did you mean 'json'?"],
  ]),
  'shape/wrong-type': casesOf([
    [filters('«latest»'), 'expected a list', filters('[latest]')],
    [
      withSettings(`lifecycle: «'{"rules":[]}'»`),
      `lifecycle: expected a list or a mapping (key: value), found the string '{"rules":[]}'. Put the JSON under 'json'`,
    ],
    [withSettings('lifecycle: «none»'), "expected a list or a mapping (key: value), found the string 'none'"],
    [
      withSettings('«lifecycle»: { tagStatus: untagged, daysSincePushed: 14, action: expire }'),
      "expected a list or a mapping with 'json', found a mapping with other keys. Put the mapping in a list: [{ … }].",
      withSettings('lifecycle: [{ tagStatus: untagged, daysSincePushed: 14, action: expire }]'),
    ],
    [withSettings('lifecycle: { json: «5» }'), 'lifecycle.json: expected a string'],
    [
      lifecycle('{ tagStatus: any, daysSincePushed: «"14"», action: expire }'),
      "expected a number, found the string '14'",
    ],
    [lifecycle('{ tagStatus: any, daysSincePushed: «1.5», action: expire }'), 'a whole number'],
    [
      encryption('«KMS»'),
      "expected a mapping (key: value), found the string 'KMS'",
      encryption('{ type: KMS }'),
    ],
    [encryption('{ type: KMS, «kmsKey»: [] }'), 'expected a string or a mapping (key: value), found a list'],
    [withSettings('«tags»: [a]'), 'tags: expected a mapping'],
    [`${BASE}«tags»: [a]\n`, 'tags: expected a mapping'],
  ]),
});

function lifecycleRules(number: number): string {
  const each = (index: number) =>
    `{ tagStatus: tagged, tagPrefixes: [v${index}], countMoreThan: 1, action: expire }`;
  return many(number, each).join(', ');
}
