import type { Json } from '../../../src/plan/model/document';
import type { ResourceParts } from '../../plan/plans';
import { documentPolicy } from '../../plan/replicating';
import { PULL } from './policy-resources';
import type { RuleCase } from './rule-cases';

const ADDRESS = 'aws_ecr_repository_policy.develop';
const ANY_ACCOUNT = { type: 'AWS', identifiers: ['*'] };

/** A document with one statement that is read during apply. */
const document = (
  statement: object,
  unknown: Readonly<Record<string, Json>> = {},
  others: object = {},
): Pick<RuleCase, 'resources'> => ({
  resources: documentPolicy(
    'develop',
    { statement: [{ sid: 'All', actions: PULL, principals: [ANY_ACCOUNT], ...statement }], ...others },
    { statement: [unknown] },
  ),
});
const condition = (test: string, variable: string, ...values: readonly (string | null)[]) => ({
  condition: [{ test, variable, values }],
});
const UNKNOWN_VALUE = { condition: [{ values: [true] }] };

/** Documents that are merged into the document of the policy. */
const merging = (argument: string, references: readonly string[], base: object): readonly ResourceParts[] => {
  const [policy, merged] = documentPolicy('develop', { [argument]: [null] }, { [argument]: [true] });
  const [, source] = documentPolicy('base', base, {});
  if (policy === undefined || merged === undefined || source === undefined) {
    throw new Error('there is no document');
  }
  return [policy, { ...merged, expressions: { [argument]: { references } } }, source];
};
const BASE = ['data.aws_iam_policy_document.base.json', 'data.aws_iam_policy_document.base'];

const documentOf = (actions: readonly string[], principal: object) => ({
  statement: [{ sid: 'All', actions, principals: [principal] }],
});
const behindLocal = (values: object): readonly ResourceParts[] =>
  documentPolicy('develop', values).map((parts) =>
    parts.type === 'aws_ecr_repository_policy'
      ? { ...parts, expressions: { policy: { references: ['local.policy'] } } }
      : { ...parts, change: { ...parts.change, address: 'data.aws_iam_policy_document.develop' } },
  );

/** Policies from a document that is read during apply, because some of its values are unknown. */
export const DOCUMENT_CASES: readonly RuleCase[] = [
  {
    name: 'reports a statement of a partly known document',
    ...document({}),
    finds: [[ADDRESS, "statement 'All' allows all principals without a condition"]],
  },
  {
    name: 'reports any AWS account next to an unknown principal',
    ...document(
      { principals: [{ type: 'AWS', identifiers: ['*', null] }] },
      { principals: [{ identifiers: [false, true] }] },
    ),
    finds: [[ADDRESS]],
  },
  {
    name: 'reports the type *',
    ...document({ principals: [{ type: '*', identifiers: ['*'] }] }),
    finds: [[ADDRESS]],
  },
  {
    name: 'reports NotPrincipal with an unknown principal',
    ...document(
      { principals: [], not_principals: [{ type: 'AWS', identifiers: [null] }] },
      { not_principals: [{ identifiers: [true] }] },
    ),
    finds: [[ADDRESS, 'all principals except those in NotPrincipal']],
  },
  {
    name: 'reports unknown actions',
    ...document({ actions: null }, { actions: true }),
    finds: [[ADDRESS, 'call actions that are known only after apply']],
  },
  {
    name: 'reports an unknown value of a key that the caller controls',
    ...document(condition('StringEquals', 'aws:PrincipalTag/team', null), UNKNOWN_VALUE),
    finds: [[ADDRESS]],
  },
  {
    name: 'reports a Deny outside of an unknown organization',
    ...document(condition('StringNotEquals', 'aws:PrincipalOrgID', null), UNKNOWN_VALUE),
    finds: [
      [
        ADDRESS,
        'aws:PrincipalOrgID StringNotEquals known after apply excludes only the values that it lists',
      ],
    ],
  },
  {
    name: 'reports any AWS account next to an unknown one',
    ...document(condition('StringLike', 'aws:PrincipalAccount', '*', null), {
      condition: [{ values: [false, true] }],
    }),
    finds: [[ADDRESS]],
  },
  {
    name: 'does not report an unknown principal',
    ...document(
      { principals: [{ type: 'AWS', identifiers: [null] }] },
      { principals: [{ identifiers: [true] }] },
    ),
    finds: [],
  },
  {
    name: 'does not report unknown principals',
    ...document({ principals: [] }, { principals: true }),
    finds: [],
  },
  {
    name: 'does not report an unknown organization',
    ...document(condition('StringEquals', 'aws:PrincipalOrgID', null), UNKNOWN_VALUE),
    finds: [],
  },
  { name: 'does not report unknown conditions', ...document({}, { condition: true }), finds: [] },
  { name: 'does not report an unknown effect', ...document({ effect: null }, { effect: true }), finds: [] },
  { name: 'does not report a Deny', ...document({ effect: 'Deny' }), finds: [] },
  {
    name: 'does not report a statement that another document may replace',
    ...document({}, {}, { override_policy_documents: ['{}'] }),
    finds: [],
  },
  {
    name: 'reports a statement of a merged text',
    ...document(
      { principals: [] },
      { principals: true },
      {
        source_policy_documents: [
          JSON.stringify({
            Version: '2012-10-17',
            Statement: [{ Sid: 'Text', Effect: 'Allow', Principal: '*', Action: PULL }],
          }),
        ],
      },
    ),
    finds: [[ADDRESS, "statement 'Text'"]],
  },
  ...['source_policy_documents', 'override_policy_documents'].map((argument) => ({
    name: `reports a document merged by ${argument}`,
    resources: merging(argument, BASE, {
      statement: [{ sid: 'Base', actions: PULL, principals: [ANY_ACCOUNT] }],
    }),
    finds: [[ADDRESS, "statement 'Base'"] as const],
  })),
  {
    name: 'does not report documents that are merged into each other',
    resources: merging('source_policy_documents', ['data.aws_iam_policy_document.develop.json'], {}),
    finds: [],
  },
  {
    name: 'reports a document behind a local value',
    resources: behindLocal(documentOf(PULL, ANY_ACCOUNT)),
    finds: [[ADDRESS, "statement 'All'"]],
  },
  {
    name: 'does not report a document of another service behind a local value',
    resources: behindLocal(documentOf(['s3:GetObject'], ANY_ACCOUNT)),
    finds: [],
  },
  {
    name: 'does not report a document that another resource refers to, behind a local value',
    resources: [
      ...behindLocal(documentOf(PULL, ANY_ACCOUNT)),
      {
        type: 'aws_iam_role_policy',
        provider: 'develop',
        after: { role: 'ci' },
        unknown: { policy: true },
        expressions: { policy: { references: ['data.aws_iam_policy_document.develop.json'] } },
      },
    ],
    finds: [],
  },
  {
    name: 'does not report two documents behind a local value',
    resources: [
      ...behindLocal(documentOf(PULL, ANY_ACCOUNT)),
      ...documentPolicy('other', documentOf(PULL, ANY_ACCOUNT)).slice(1),
    ],
    finds: [],
  },
  {
    name: 'reports statements next to a dynamic block that makes them unknown',
    resources: documentPolicy('develop', {}, { statement: true }).map((parts) =>
      parts.type === 'aws_iam_policy_document'
        ? {
            ...parts,
            expressions: {
              statement: [
                {
                  sid: { constant_value: 'Written' },
                  actions: {},
                  principals: [{ type: { constant_value: '*' }, identifiers: { constant_value: ['*'] } }],
                },
                {
                  sid: { constant_value: 'Restricted' },
                  actions: {},
                  principals: [{ type: { constant_value: '*' }, identifiers: { constant_value: ['*'] } }],
                  condition: [
                    {
                      test: { constant_value: 'StringEquals' },
                      variable: { constant_value: 'aws:PrincipalOrgID' },
                      values: { references: ['var.organization'] },
                    },
                  ],
                },
              ],
            },
          }
        : parts,
    ),
    finds: [[ADDRESS, "statement 'Written' allows all principals"]],
    lacks: ['Restricted'],
  },
];
