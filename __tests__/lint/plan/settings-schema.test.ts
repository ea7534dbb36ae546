import { validateShape } from '../../../src/declaration/schema/validation';
import { CHECKS_FILE } from '../../../src/declaration/syntax/source';
import { parseYaml } from '../../../src/declaration/syntax/yaml';
import { ruleSchema } from '../../../src/lint/plan/settings-schema';
import { describeWrongValues } from '../../declaration/wrong-values';

/** Returns the diagnostics for the settings of a rule with one option of each kind. */
function shapeDiagnostics(text: string) {
  const options = {
    all: { kind: 'flag', default: false, doc: 'All.' },
    most: { kind: 'number', default: 10, min: 1, doc: 'How many.' },
    accounts: { kind: 'texts', default: [], doc: 'Whose.' },
  } as const;
  const schema = ruleSchema({ id: 'some-rule', doc: 'It is so.', severity: 'note', options });
  const { tree } = parseYaml({ file: 'checks.yaml', text }, CHECKS_FILE);
  return validateShape('checks.yaml', tree!, schema, CHECKS_FILE).diagnostics;
}

describeWrongValues('settings-schema');

test.each([
  'options: {}',
  'options: { all: true, most: 1, accounts: ["111111111111"] }',
  'options: { all: false, most: 2.5, accounts: [] }',
])('accepts %s', (text) => {
  expect(shapeDiagnostics(text)).toEqual([]);
});

test.each([
  [
    'al: true',
    'shape/unknown-key',
    "options: unknown key 'al'. Allowed keys: all, most, accounts. Did you mean 'all'?",
  ],
  [
    'all: yes',
    'shape/wrong-type',
    "expected true or false, found the string 'yes'. YAML 1.2 reads yes as a string. Use true.",
  ],
  ['all: 1', 'shape/wrong-type', 'expected true or false, found the number 1.'],
  ['most: 0', 'shape/wrong-value', 'options.most: expected a number of at least 1, found 0.'],
  ['most: -.inf', 'shape/wrong-type', 'options.most: expected a number'],
  ['most: "5"', 'shape/wrong-type', "options.most: expected a number, found the string '5'."],
  [
    'accounts: 5',
    'shape/wrong-type',
    'options.accounts: expected a list, found the number 5. Put it in brackets: [5].',
  ],
  ['accounts: [111111111111]', 'shape/wrong-type', 'Put it in quotes: "111111111111".'],
])('rejects the option %s', (option, code, expectedText) => {
  const [first, ...more] = shapeDiagnostics(`options: { ${option} }`);
  expect([first?.code, more]).toEqual([code, []]);
  expect(`${first?.message ?? ''} ${first?.help ?? ''}`).toContain(expectedText);
});
