import { DECLARATION, diagnosed, message } from './surroundings';

test('the endpoints are those of the Region that did not answer', () => {
  for (const declaration of [undefined, DECLARATION]) {
    const { cause } = diagnosed(message('ecs-fargate-timeout'), declaration);
    expect(cause).toContain('com.amazonaws.ap-northeast-1.ecr.api and com.amazonaws.ap-northeast-1.ecr.dkr');
  }
});

describe('a Region that is none', () => {
  const of = (region: string) =>
    diagnosed(
      `Could not connect to the endpoint URL: "https://api.ecr.${region}.amazonaws.com/"`,
      DECLARATION,
    );

  test.each([
    ['ap-northeast', 'Was ap-northeast-1 meant?'],
    ['us-west', 'Was us-west-1 or us-west-2 meant?'],
    ['eu-wset-1', 'Was eu-west-1 meant?'],
    ['us-west-2a', 'Was us-west-2 meant?'],
  ])('%s', (region, cause) => {
    expect(of(region).summary).toContain(`'${region}' is not an AWS Region`);
    expect(of(region).cause).toContain(cause);
  });

  test('nothing is guessed for what is like none', () => {
    expect(of('somewhere-else').cause).not.toContain('meant?');
  });

  test('a Region that is there did not answer', () => {
    expect(of('eu-west-1').summary).toContain('did not answer');
  });
});
