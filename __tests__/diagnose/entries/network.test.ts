import { DECLARATION, diagnoseText, readMessage } from '../diagnose-text';

test('names the VPC endpoints of the Region that did not answer', () => {
  for (const declaration of [undefined, DECLARATION]) {
    const { cause } = diagnoseText(readMessage('ecs-fargate-timeout'), declaration);
    expect(cause).toContain('com.amazonaws.ap-northeast-1.ecr.api and com.amazonaws.ap-northeast-1.ecr.dkr');
  }
});

describe('a Region that does not exist', () => {
  const of = (region: string) =>
    diagnoseText(
      `Could not connect to the endpoint URL: "https://api.ecr.${region}.amazonaws.com/"`,
      DECLARATION,
    );

  test.each([
    ['ap-northeast', 'Was ap-northeast-1 meant?'],
    ['us-west', 'Was us-west-1 or us-west-2 meant?'],
    ['eu-wset-1', 'Was eu-west-1 meant?'],
    ['us-west-2a', 'Was us-west-2 meant?'],
  ])('suggests a Region for %s', (region, cause) => {
    expect(of(region).summary).toContain(`'${region}' is not an AWS Region`);
    expect(of(region).cause).toContain(cause);
  });

  test('has no suggestion for a name that is not similar to a Region', () => {
    expect(of('somewhere-else').cause).not.toContain('meant?');
  });

  test('explains a network failure for an existing Region', () => {
    expect(of('eu-west-1').summary).toContain('did not answer');
  });
});
