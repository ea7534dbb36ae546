import { explainCommand, relevantParameters } from '../../../src/page/model/explain-command';

const QUESTION = {
  operation: 'pull',
  as: 'arn:aws:iam::111111111111:role/ci',
  repository: 'my-repo',
  registry: 'management',
  from: 'develop',
};

test('names the options of a pull, and files for the policies', () => {
  const question = { ...QUESTION, identityPolicy: '{}', context: 'aws:PrincipalTag/team=web\n\n a=b c ' };
  expect(explainCommand(question, 'topology.yaml')).toBe(
    "ecr-topology explain pull --repository my-repo --registry management --as 'arn:aws:iam::111111111111:role/ci' --identity-policy identity-policy.json --context 'aws:PrincipalTag/team=web' 'a=b c'",
  );
});

test('names the options of a replication, and the file of the declaration', () => {
  const question = { ...QUESTION, operation: 'replicate', to: 'us' };
  expect(explainCommand(question, "it's.yaml")).toBe(
    "ecr-topology explain replicate --repository my-repo --from develop --to us --topology 'it'\\''s.yaml'",
  );
});

test('parameters of the other operations are empty', () => {
  expect(relevantParameters(QUESTION)).toMatchObject({ as: QUESTION.as, from: '', to: '' });
  expect(relevantParameters({ ...QUESTION, operation: 'replicate' })).toMatchObject({
    as: '',
    from: 'develop',
  });
});
