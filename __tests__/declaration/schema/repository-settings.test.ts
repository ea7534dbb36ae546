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
      [filters('[«"a/b"»]'), "be a tag with '*'", filters('[a.b]')],
      [filters(`[«${'x'.repeat(129)}»]`), '128 characters', filters(`[${'x'.repeat(128)}]`)],
      [
        withSettings(`«lifecycle»: [${lifecycleRules(51)}]`),
        'at most 50 items',
        withSettings(`lifecycle: [${lifecycleRules(50)}]`),
      ],
      [
        lifecycle('{ tagStatus: any, daysSincePushed: «0», action: expire }'),
        'at least 1, but is the number 0',
      ],
      [lifecycle('{ tagStatus: any, daysSincePulled: «0», action: archive }'), 'at least 1'],
      [
        lifecycle('{ tagStatus: tagged, tagPatterns: [«"a/b!"»], countMoreThan: 1, action: expire }'),
        'a tag with',
      ],
      [lifecycle('{ tagStatus: tagged, «tagPatterns»: [], countMoreThan: 1, action: expire }'), 'at least 1'],
      [lifecycle('{ tagStatus: tagged, «tagPrefixes»: [], countMoreThan: 1, action: expire }'), 'at least 1'],
      [
        lifecycle('{ tagStatus: any, storageClass: «glacier», countMoreThan: 1, action: expire }'),
        "one of 'standard', 'archive'",
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
        '256 at most',
        withSettings(`tags: { a: ${'x'.repeat(256)} }`),
      ],
      [encryption('{ type: «5» }'), 'but is the number 5'],
    ]),
  ],
  'shape/missing-key': casesOf([
    [lifecycle('«{ countMoreThan: 1, action: expire }»'), "'tagStatus' is missing"],
    [lifecycle('«{ tagStatus: any, countMoreThan: 1 }»'), "'action' is missing"],
    [withSettings('«encryption»: {}'), "'type' is missing in repositories.my-repo.encryption"],
  ]),
  'shape/unknown-key': casesOf([
    [
      lifecycle('{ tagStatus: any, countMoreThan: 1, action: expire, «priority»: 1 }'),
      "'priority' is not a key",
    ],
    [withSettings('lifecycle: { «jsom»: "{}" }'), "Did you mean 'json'?"],
  ]),
  'shape/wrong-type': casesOf([
    [filters('«latest»'), 'must be a list', filters('[latest]')],
    [withSettings('lifecycle: «none»'), "must be a list or a mapping (key: value), but is 'none'"],
    [
      withSettings('«lifecycle»: { tagStatus: untagged, daysSincePushed: 14, action: expire }'),
      "must be a list or a mapping with 'json', but is a mapping. One alone goes in a list too: [{ … }].",
      withSettings('lifecycle: [{ tagStatus: untagged, daysSincePushed: 14, action: expire }]'),
    ],
    [withSettings('lifecycle: { json: «5» }'), 'lifecycle.json must be text'],
    [lifecycle('{ tagStatus: any, daysSincePushed: «"14"», action: expire }'), "a number, but is '14'"],
    [lifecycle('{ tagStatus: any, daysSincePushed: «1.5», action: expire }'), 'a whole number'],
    [encryption('«KMS»'), "must be a mapping (key: value), but is 'KMS'", encryption('{ type: KMS }')],
    [encryption('{ type: KMS, «kmsKey»: [] }'), 'must be text or a mapping (key: value), but is a list'],
    [withSettings('«tags»: [a]'), 'tags must be a mapping'],
    [`${BASE}«tags»: [a]\n`, 'tags must be a mapping'],
  ]),
});

function lifecycleRules(number: number): string {
  const each = (index: number) =>
    `{ tagStatus: tagged, tagPrefixes: [v${index}], countMoreThan: 1, action: expire }`;
  return many(number, each).join(', ');
}
