import { denial, ROLE, withAccess } from './denials';
import { DECLARATION, diagnosed, mendOf } from './surroundings';

describe('a push to a replica', () => {
  const on = 'arn:aws:ecr:ap-northeast-1:999999999999:repository/my-repo';

  test('goes to where images are pushed, and is not granted', () => {
    const diagnosis = diagnosed(denial({ on }), DECLARATION);
    expect(diagnosis.summary).toContain(
      'pushed to a replica: images of repository my-repo are pushed to registry develop',
    );
    expect(diagnosis.policies).toEqual([]);
    const mend = mendOf(diagnosis);
    expect(mend).toContain('docker push 111111111111.dkr.ecr.ap-northeast-1.amazonaws.com/my-repo:TAG');
    expect(mend).toContain('registries: [develop]');
    expect(mend).not.toContain('registries: [management]');
  });

  test('needs no grant where the caller may push to the source', () => {
    const declaration = withAccess(`{ allow: push, repositories: [my-repo], principals: [${ROLE}] }`);
    expect(mendOf(diagnosed(denial({ on }), declaration))).not.toContain('access:');
  });

  test.each([
    ['a pull is another matter', { on, action: 'ecr:GetDownloadUrlForLayer' }, DECLARATION],
    [
      'two registries that fill each other are both pushed to',
      { on },
      `${DECLARATION}  - { from: management, to: [develop], repositories: [my-repo] }\n`,
    ],
    [
      'somebody granted it',
      { on },
      withAccess(
        `{ allow: push, repositories: [my-repo], registries: [management], principals: [${ROLE}], identity: none }`,
      ),
    ],
  ])('%s', (_, denied, declaration) => {
    expect(diagnosed(denial(denied), declaration).summary).toMatch(/^AWS denied/);
  });
});
