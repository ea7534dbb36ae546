import { parse } from 'yaml';
import { workflowText } from '../../src/init/workflow';
import { readYaml } from './github/workflow';

test('ecr-topology init writes the workflow of the example', () => {
  const roles = [
    { profile: 'develop', partition: 'aws', accountId: '111111111111' },
    { profile: 'management', partition: 'aws', accountId: '999999999999' },
  ];
  const written: unknown = parse(workflowText(roles, { owner: undefined, workingFolder: undefined }));
  expect(written).toEqual(readYaml('examples/github-actions/plan-check.yml'));
});
