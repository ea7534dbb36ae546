import { denial, ROLE, withAccess } from '../denials';
import { DECLARATION, diagnoseText, stepsText } from '../diagnose-text';

describe('a push to a replica', () => {
  const on = 'arn:aws:ecr:ap-northeast-1:999999999999:repository/my-repo';

  test('names the registry to push to, and suggests no grant', () => {
    const diagnosis = diagnoseText(denial({ on }), DECLARATION);
    expect(diagnosis.summary).toContain(
      'pushed to a replica of repository my-repo: push to registry develop',
    );
    expect(diagnosis.policies).toEqual([]);
    const fix = stepsText(diagnosis);
    expect(fix).toContain('docker push 111111111111.dkr.ecr.ap-northeast-1.amazonaws.com/my-repo:TAG');
    expect(fix).toContain('registries: [develop]');
    expect(fix).not.toContain('registries: [management]');
  });

  test('suggests no grant if the caller may push to the source', () => {
    const declaration = withAccess(`{ allow: push, repositories: [my-repo], principals: [${ROLE}] }`);
    expect(stepsText(diagnoseText(denial({ on }), declaration))).not.toContain('access:');
  });

  test('attaches the policy of a caller that the topology cannot reach', () => {
    const caller = 'arn:aws:sts::222222222222:assumed-role/ci/x';
    const fix = stepsText(diagnoseText(denial({ on, caller }), DECLARATION));
    expect(fix).toContain('If that push is denied too, add this to topology.yaml');
    expect(fix).toContain('aws iam put-role-policy --role-name ci');
  });

  test('is assumed without a caller', () => {
    expect(diagnoseText(denial({ on, caller: '***' }), DECLARATION).summary).toContain('pushed to a replica');
  });

  test.each([
    ['a pull', { on, action: 'ecr:GetDownloadUrlForLayer' }, DECLARATION],
    [
      'a push if both registries replicate to each other',
      { on },
      `${DECLARATION}  - { from: management, to: [develop], repositories: [my-repo] }\n`,
    ],
    [
      'a push that a policy grants',
      { on },
      withAccess(
        `{ allow: push, repositories: [my-repo], registries: [management], principals: [${ROLE}], identity: none }`,
      ),
    ],
  ])('is not assumed for %s', (_, denied, declaration) => {
    expect(diagnoseText(denial(denied), declaration).summary).toMatch(/^AWS denied/);
  });
});
