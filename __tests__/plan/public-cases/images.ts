import {
  ERROR_OR_WARNING,
  HARMLESS,
  NO_ERROR,
  NO_WARNING,
  NOTHING_CHANGES,
  type PublicCase,
} from './expectation';

/** Lifecycle policies, tags, and repositories that are destroyed, moved or drifted. */
export const IMAGES: readonly PublicCase[] = [
  {
    folder: 'lifecycle-first-policy-any-30-days',
    must: [{ severity: ERROR_OR_WARNING, text: /\bapp\b[^]*30 days/ }],
    mustNot: [HARMLESS],
  },
  {
    folder: 'lifecycle-prefix-becomes-any',
    must: [{ severity: ERROR_OR_WARNING, text: /\b20\b/ }],
    mustNot: [HARMLESS],
  },
  {
    folder: 'lifecycle-protection-of-deployed-removed',
    must: [{ severity: ERROR_OR_WARNING, text: /deployed-to/ }],
    mustNot: [HARMLESS],
  },
  {
    folder: 'lifecycle-only-reworded',
    must: [],
    mustNot: [NO_WARNING, { rule: 'lifecycle-expires-images' }],
  },
  {
    folder: 'lifecycle-limit-raised',
    must: [{ text: /100/ }],
    mustNot: [NO_WARNING, { rule: 'lifecycle-expires-images' }],
  },
  {
    folder: 'lifecycle-fewer-prefixes-required',
    must: [{ severity: ERROR_OR_WARNING, text: /demo/ }],
    mustNot: [HARMLESS],
  },
  {
    folder: 'lifecycle-null-members',
    must: [
      { severity: 'error', text: /aws_ecr_lifecycle_policy\.count[^]*countUnit/ },
      { severity: 'error', text: /aws_ecr_lifecycle_policy\.archive[^]*targetStorageClass/ },
    ],
    mustNot: [],
  },
  {
    folder: 'lifecycle-several-for-one-repository',
    must: [{ severity: ERROR_OR_WARNING, text: /\bapp\b/ }],
    mustNot: [],
  },
  {
    folder: 'lifecycle-policy-removed',
    must: [{ text: /lifecycle policy/i }],
    mustNot: [NO_WARNING, { rule: 'lifecycle-expires-images' }, NOTHING_CHANGES],
  },
  {
    folder: 'lifecycle-one-of-many-far-shorter',
    must: [
      { severity: ERROR_OR_WARNING, text: /shop\/service-37[^]*\b3 days/ },
      { severity: ERROR_OR_WARNING, text: /60 days/ },
      { text: /shop\/service-37/ },
    ],
    mustNot: [HARMLESS],
    mostLines: 60,
  },
  {
    folder: 'tags-of-twelve-become-mutable',
    must: [{ severity: 'warning', text: /team\/app-00[^]*mutable/i }],
    mustNot: [NO_ERROR, HARMLESS],
    mostLines: 40,
  },
  {
    folder: 'tags-become-immutable',
    must: [{ text: /IMMUTABLE/i }],
    mustNot: [NO_WARNING, NOTHING_CHANGES],
  },
  {
    folder: 'exclusion-opens-latest',
    must: [{ severity: ['warning', 'note'], text: /latest\*/ }],
    mustNot: [NO_ERROR],
  },
  {
    folder: 'name-with-two-hyphens',
    must: [{ text: /payments--api/ }],
    mustNot: [NO_ERROR],
  },
  {
    folder: 'name-of-a-github-organisation',
    must: [
      { severity: 'error', text: /Acme\/web/ },
      { severity: 'error', text: /acme\/Web_/ },
    ],
    mustNot: [{ severity: 'error', text: /"third"/ }],
  },
  {
    folder: 'identity-policy-on-a-repository',
    must: [{ severity: 'error', text: /Principal/ }],
    mustNot: [],
  },
  {
    folder: 'policy-with-misspelt-action',
    must: [{ severity: 'error', text: /ecr:BatchCheckLayerAvailabilty/ }],
    mustNot: [],
  },
  {
    folder: 'drift-repository-with-its-policies-gone',
    must: [{ severity: ERROR_OR_WARNING, text: /shop\/pay[^]*outside of Terraform/i }],
    mustNot: [{ severity: ERROR_OR_WARNING, text: /shop\/(cart|web)/ }, { rule: 'lifecycle-expires-images' }],
  },
  {
    folder: 'drift-policy-widened-by-hand',
    must: [{ severity: 'warning', text: /444444444444/ }, { text: /444444444444 loses pull/ }],
    mustNot: [HARMLESS],
  },
  {
    folder: 'drift-lambda-statement',
    must: [{ severity: 'warning', text: /lambda/i }, { text: /lambda.*loses? pull/i }],
    mustNot: [HARMLESS, { text: /333333333333.*(gains|loses)/ }],
  },
  {
    folder: 'drift-tags-made-mutable-by-hand',
    must: [{ text: /immutable/i }],
    mustNot: [
      NOTHING_CHANGES,
      { rule: 'tags-become-mutable' },
      { rule: 'mutable-tags', severity: ERROR_OR_WARNING },
    ],
  },
  {
    folder: 'count-element-inserted',
    must: [
      { severity: 'error', text: /\bweb\b/ },
      { severity: 'error', text: /\bworker\b/ },
      { text: /for_each/ },
      { text: /count/ },
    ],
    mustNot: [{ text: /web'? (is )?renamed|cannot rename/i }],
  },
  {
    folder: 'module-renamed',
    must: [
      { severity: 'error', text: /laa\/webapp/ },
      { text: /moved/ },
      { text: /module\.ecr_repo_webapp/ },
    ],
    mustNot: [],
  },
  {
    folder: 'team-renamed',
    must: [
      { severity: 'error', text: /money\/api/ },
      { severity: 'error', text: /force_delete/ },
      { text: /copy/ },
    ],
    mustNot: [{ severity: 'error', text: /moved \{/ }],
  },
  {
    folder: 'map-emptied-with-force-delete',
    must: [{ severity: 'error', text: /mirror\/image-00[^]*force_delete/ }, { text: /\b15\b/ }],
    mustNot: [],
    mostLines: 60,
  },
  {
    folder: 'kms-alias-for-key',
    must: [
      { severity: 'error', text: /billing/ },
      { severity: 'error', text: /ledger/ },
      { text: /kms_key|encryption/ },
    ],
    mustNot: [{ severity: 'error', text: /moved \{/ }],
  },
  {
    folder: 'import-makes-tags-mutable',
    must: [{ severity: 'warning', text: /\bapp\b[^]*mutable/i }],
    mustNot: [NO_ERROR, { text: /\+ repository app\b.*created/ }],
  },
];
