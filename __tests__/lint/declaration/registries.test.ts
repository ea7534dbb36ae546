import { RULE, registry } from '../../declaration/changed-base';
import { base, BASE, diagnose } from '../../declaration/declarations';
import { describeDiagnostics } from '../../declaration/diagnostic-cases';

describeDiagnostics('registries', {
  'registry/name': [
    {
      bad: base('registries:\n', 'registries:\n  «eu-hub»: { account: develop, region: eu-west-1 }\n'),
      message: "Use 'eu_hub'",
      good: base('registries:\n', 'registries:\n  eu_hub: { account: develop, region: eu-west-1 }\n'),
    },
    {
      bad: base('registries:\n', 'registries:\n  «EU»: { account: develop, region: eu-west-1 }\n'),
      message: "uppercase letter 'E'",
    },
    {
      bad: base('registries:\n', 'registries:\n  «1st»: { account: develop, region: eu-west-1 }\n'),
      message: 'starts with a digit',
    },
  ],
  'registry/duplicate': [
    {
      bad: registry('«management»: { account: develop, region: ap-northeast-1 }'),
      message: 'are the same registry',
    },
  ],
  'registry/partition': [
    {
      bad: registry('management: { account: develop, region: «cn-north-1» }').replace(
        RULE,
        '  - { from: develop, to: [develop_us], repositories: [my-repo] }\n',
      ),
      message: 'An AWS account exists in one partition',
    },
  ],
});

test('reports an empty mapping of registries, and no repository that names one', () => {
  const text = `${BASE.replace(/registries:[\s\S]*/, '')}registries: {}\nrepositories: { x1: { registry: a } }\n`;
  expect(diagnose(text).map(({ code }) => code)).toEqual(['shape/wrong-value']);
});
