import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { PlanFaultKind } from '../../../src/plan/model/document';
import { readPlan } from '../../../src/plan/read/read-plan';
import { readFault, PLAN, planOfChange, readContent, temporaryFolder } from './files';

const folder = temporaryFolder();
const TEXT = JSON.stringify(PLAN);
const PRETTY = JSON.stringify(PLAN, undefined, 2);
const withParts = (parts: object) => JSON.stringify({ ...PLAN, ...parts });
const without = (key: string) =>
  JSON.stringify(Object.fromEntries(Object.entries(PLAN).filter(([each]) => each !== key)));
const deferredChanges = (...addresses: readonly string[]) =>
  addresses.map((address) => ({ reason: 'provider_config_unknown', resource_change: { address } }));

const COLOURED = `\u001b[0m\u001b[1mdata.aws_region.here: Reading...\u001b[0m

Terraform used the selected providers to \u001b[1mgenerate\u001b[0m the following execution
plan. Resource actions are indicated with the following symbols:
  \u001b[32m+\u001b[0m create\u001b[0m
`;
const LOG = [
  { '@level': 'info', '@message': 'Terraform 1.11.4', '@module': 'terraform.ui', type: 'version', ui: '1.2' },
  { '@level': 'info', '@message': 'Plan: 1 to add', '@module': 'terraform.ui', type: 'change_summary' },
]
  .map((line) => JSON.stringify(line))
  .join('\n');

const CASES: readonly (readonly [string, string | Buffer, PlanFaultKind, RegExp])[] = [
  [
    'a plan with -refresh-only',
    withParts({ resource_drift: [] }),
    'without-changes',
    /^The plan was made with -refresh-only\. .*Plan without -refresh-only/s,
  ],
  [
    'a plan without its changes',
    withParts({
      planned_values: {
        root_module: {
          child_modules: [
            {
              resources: [
                { address: 'module.a.aws_ecr_repository.b', mode: 'managed', type: 'aws_ecr_repository' },
              ],
            },
          ],
        },
      },
    }),
    'without-changes',
    /although planned_values contains 'module\.a\.aws_ecr_repository\.b'/,
  ],
  ['an empty file', '', 'empty', /^The file is empty\./],
  ['white space', ' \r\n\t', 'empty', /^The file is empty\./],
  ['only a byte order mark', '\uFEFF', 'empty', /^The file is empty\./],
  [
    'a saved plan',
    Buffer.from('PK\u0003\u0004\u0014\0'),
    'binary-plan',
    /terraform show -json plan\.bin > plan\.json/,
  ],
  [
    'a text plan with colours',
    COLOURED,
    'text-plan',
    /terraform plan -out=plan\.bin && terraform show -json/,
  ],
  [
    'a text plan of OpenTofu',
    'OpenTofu will perform the following actions:\n',
    'text-plan',
    /is the text output of terraform plan/,
  ],
  [
    'a text plan without changes',
    '\nNo changes. Your infrastructure matches',
    'text-plan',
    /is the text output of terraform plan/,
  ],
  [
    'the output of a refresh',
    'aws_ecr_repository.app: Refreshing state... [id=app]\n',
    'text-plan',
    /is the text output of terraform plan/,
  ],
  ['UTF-16 of PowerShell', utf16('\uFEFF' + TEXT), 'utf-16', /Out-File -Encoding utf8/],
  ['UTF-16 in big-endian order', utf16('\uFEFF' + TEXT).swap16(), 'utf-16', /Out-File -Encoding utf8/],
  ['UTF-16 without a byte order mark', utf16(TEXT), 'utf-16', /Out-File -Encoding utf8/],
  [
    'UTF-16 in big-endian order without a byte order mark',
    utf16(TEXT).swap16(),
    'utf-16',
    /Out-File -Encoding utf8/,
  ],
  [
    'a text plan in UTF-16',
    utf16('\r\nTerraform used the selected providers'),
    'utf-16',
    /In Windows PowerShell, > writes UTF-16/,
  ],
  ['a truncated plan', TEXT.slice(0, 90), 'truncated', /ends in the middle of the JSON, after 90 bytes\./],
  ['a plan without its last brace', TEXT.slice(0, -1), 'truncated', /ends in the middle/],
  ['one brace', '{', 'truncated', /ends in the middle of the JSON, after 1 bytes/],
  [
    'a plan that ends within a character',
    Buffer.from('{"a":"ü').subarray(0, -1),
    'truncated',
    /ends in the middle/,
  ],
  [
    'a plan that ends within true',
    TEXT.slice(0, TEXT.indexOf('true') + 2),
    'truncated',
    /ends in the middle/,
  ],
  ['a duplicate comma', PRETTY.replace('true,', 'true,,'), 'not-json', /line 11, byte \d+ of the file/],
  ['a semicolon', TEXT.replace(',', ';'), 'not-json', /line 1, byte 24 of the file/],
  ['a comma at the end', `${TEXT.slice(0, -1)},}`, 'not-json', /is not valid JSON/],
  [
    'brackets that do not match',
    withParts({ checks: [1] }).replace('[1]', '[1}'),
    'not-json',
    /is not valid JSON/,
  ],
  ['a comment', `// a plan\n${TEXT}`, 'not-json', /line 1, byte 1 of/],
  ['text after the plan', `${TEXT}\nDone.`, 'not-json', /line 2, byte \d+ of/],
  ['a plan in Latin-1', Buffer.from('{"a":"ü"}', 'latin1'), 'not-json', /is not encoded in UTF-8/],
  [
    'the output of the wrapper of setup-terraform',
    `[command]/opt/terraform-bin show -json plan.bin\n${TEXT}`,
    'not-json',
    /terraform_wrapper: false/,
  ],
  ['a log of terraform plan -json', LOG, 'json-lines', /the log of terraform plan -json/],
  [
    'one line of the log of terraform plan -json',
    LOG.split('\n')[0]!,
    'json-lines',
    /the log of terraform plan -json/,
  ],
  ['two plans', `${TEXT}\n${TEXT}\n`, 'several-documents', /check a\.json b\.json/],
  ['two plans without a line end', TEXT + TEXT, 'several-documents', /several JSON documents/],
  [
    'a state',
    '{"format_version":"1.0","terraform_version":"1.11.4","values":{"root_module":{}}}',
    'state',
    /is a state/,
  ],
  ['an empty state', '{"format_version":"1.0"}', 'state', /Pass the saved plan/],
  [
    'a state file',
    '{"version":4,"terraform_version":"1.11.4","serial":1,"lineage":"a"}',
    'state',
    /is a state/,
  ],
  [
    'a plan in HCP Terraform',
    '{"remote_plan_format":1,"run_id":"run-1","hostname":"a"}',
    'not-a-plan',
    /HCP Terraform/,
  ],
  ['other JSON', '{"name":"ecr-topology","a\\u001b":1}', 'not-a-plan', /It has "name", "a\\u001b"\./],
  ['an empty object', '{}', 'not-a-plan', /It is empty\./],
  ['a list of plans', `[${TEXT}]`, 'not-a-plan', /it is a list, not an object/],
  ['a text', '"plan"', 'not-a-plan', /it is a single value/],
  [
    'the plan of Terraform 0.14',
    withParts({ format_version: '0.1' }),
    'unknown-format',
    /format_version "0\.1"\. Supported: 1\.x\./,
  ],
  [
    'a plan of a later format',
    withParts({ format_version: '2.0' }),
    'unknown-format',
    /format_version "2\.0"\. Supported: 1\.x\./,
  ],
  [
    'a plan of a later format with other sections',
    '{"format_version":"2.0","changes":[]}',
    'unknown-format',
    /"2\.0"/,
  ],
  [
    'a format that is a number',
    withParts({ format_version: 1.2 }),
    'unknown-format',
    /format_version 1\.2\. Supported: 1\.x\./,
  ],
  ['a plan without a format', without('format_version'), 'unknown-format', /has no format_version/],
  [
    'an errored plan',
    withParts({ errored: true, complete: false }),
    'errored',
    /terraform plan ended with an error/,
  ],
  ['a plan with -target', withParts({ complete: false }), 'incomplete', /Plan without -target and -exclude/],
  [
    'a plan with deferred changes',
    withParts({
      complete: false,
      deferred_changes: deferredChanges('aws_ecr_repository.b', 'aws_instance.a["x"]'),
    }),
    'incomplete',
    /deferred changes to a later plan: aws_ecr_repository\.b, aws_instance\.a\["x"\]\..*Apply the changes that they wait for/s,
  ],
  [
    'a plan with deferred changes and without complete',
    withParts({ complete: undefined, deferred_changes: deferredChanges('aws_ecr_repository.b') }),
    'incomplete',
    /deferred changes to a later plan: aws_ecr_repository\.b\./,
  ],
  [
    'errored that is not a boolean',
    withParts({ errored: 'no' }),
    'not-a-plan',
    /errored is "no"\. It must be true or false/,
  ],
  ['a plan without planned_values', without('planned_values'), 'not-a-plan', /it has no planned_values/],
  [
    'null planned_values',
    withParts({ planned_values: null }),
    'not-a-plan',
    /planned_values is null\. It must be an object/,
  ],
  ['deep nesting', '['.repeat(200_000), 'not-a-plan', /nested too deeply for a plan/],
  [
    'deep modules',
    `{"planned_values":{"root_module":${'{"child_modules":['.repeat(5_000)}`,
    'not-a-plan',
    /nested too deeply/,
  ],
];

test.each(CASES)('recognises %s', async (_, content, kind, expected) => {
  const fault = await readFault(folder, content);
  expect(fault.kind).toBe(kind);
  expect(`${fault.message} ${fault.help}`).toMatch(expected);
});

const SHAPES: readonly (readonly [string, object, string])[] = [
  [
    'changes that are not a list',
    { ...PLAN, resource_changes: {} },
    'resource_changes is an object. It must be a list.',
  ],
  [
    'a change that is a number',
    { ...PLAN, resource_changes: [5] },
    'resource_changes[0] is a number. It must be an object.',
  ],
  [
    'a change without a type',
    planOfChange({}, { type: null }),
    'resource_changes[0].type is null. It must be a string that is not empty.',
  ],
  [
    'an empty address',
    planOfChange({}, { address: '' }),
    'resource_changes[0].address is empty. It must be a string that is not empty.',
  ],
  [
    'an unknown mode',
    planOfChange({}, { mode: 'x' }),
    'resource_changes[0].mode is "x". It must be "managed" or "data".',
  ],
  [
    'a change that is a list',
    planOfChange({}, { change: [] }),
    'resource_changes[0].change is a list. It must be an object.',
  ],
  [
    'unknown actions',
    planOfChange({ actions: ['create', 'update'] }),
    'resource_changes[0].change.actions is ["create","update"]. It must be one of: ["no-op"] ' +
      '["create"] ["read"] ["update"] ["delete"] ["forget"] ["delete","create"] ["create","delete"] ' +
      '["create","forget"] ["forget","create"].',
  ],
  [
    'two actions in one text',
    planOfChange({ actions: ['delete,create'] }),
    'resource_changes[0].change.actions is ["delete,create"]. It must be one of: ["no-op"] ' +
      '["create"] ["read"] ["update"] ["delete"] ["forget"] ["delete","create"] ["create","delete"] ' +
      '["create","forget"] ["forget","create"].',
  ],
  [
    'a before that is a text',
    planOfChange({ before: 'x' }),
    'resource_changes[0].change.before is a string. It must be an object.',
  ],
  [
    'a create with a value before',
    planOfChange({ actions: ['create'] }),
    'resource_changes[0].change.before is present, which is not valid for the action create.',
  ],
  [
    'an update without a value after',
    planOfChange({ actions: ['update'], after: null }),
    'resource_changes[0].change.after is missing, which is not valid for the action update.',
  ],
  [
    'a path that is a text',
    planOfChange({ replace_paths: ['name'] }),
    'resource_changes[0].change.replace_paths[0] is a string. It must be a list.',
  ],
  [
    'a state that is a list',
    { ...PLAN, prior_state: { values: { root_module: { child_modules: [{ resources: 1 }] } } } },
    'prior_state.values.root_module.child_modules[0].resources is a number. It must be a list.',
  ],
  [
    'a configuration that is a list',
    { ...PLAN, configuration: [] },
    'configuration is a list. It must be an object.',
  ],
  [
    'a variable that is a text',
    { ...PLAN, variables: { a: 'b' } },
    'variables.a is a string. It must be an object.',
  ],
];

test.each(SHAPES)('rejects %s with its path', async (_, plan, message) => {
  expect(await readFault(folder, JSON.stringify(plan))).toEqual({
    kind: 'not-a-plan',
    message: `The file is not a valid plan. ${message}`,
    help: 'Write the plan again: terraform show -json plan.bin > plan.json',
  });
});

test('rejects a duplicate key, because another program might read the other value', async () => {
  const text = TEXT.replace('{', '{"resource_changes":[],"resource_changes":[],');
  expect((await readFault(folder, text)).message).toMatch(
    /The plan has the duplicate key "resource_changes"\./,
  );
});

test('reports a fault of the whole plan before a fault within it', async () => {
  const plan = { ...planOfChange({ actions: [] }), errored: true };
  expect((await readFault(folder, JSON.stringify(plan))).kind).toBe('errored');
  expect((await readFault(folder, JSON.stringify(plan).slice(0, -1))).kind).toBe('truncated');
});

test('accepts a byte order mark of UTF-8', async () => {
  expect((await readContent(folder, `\uFEFF${TEXT}`)).kind).toBe('plan');
});

test('reports an unreadable file with the given name', async () => {
  mkdirSync(join(folder, 'folder'));
  spawnSync('sh', ['-c', 'mkfifo "$0"', join(folder, 'pipe')]);
  expect(await readPlan(join(folder, 'folder'))).toMatchObject({
    fault: { file: join(folder, 'folder'), kind: 'unreadable', message: 'This is a folder, not a file.' },
  });
  expect(await readPlan(join(folder, 'pipe'))).toMatchObject({ fault: { kind: 'unreadable' } });
  expect(await readPlan(join(folder, 'none'))).toEqual({
    kind: 'faulty',
    fault: {
      file: join(folder, 'none'),
      kind: 'missing',
      message: 'The file does not exist.',
      help: 'Check the path, or write the plan: terraform show -json plan.bin > plan.json',
    },
  });
});

function utf16(text: string): Buffer {
  return Buffer.from(text, 'utf16le');
}
