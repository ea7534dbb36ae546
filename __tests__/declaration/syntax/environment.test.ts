import { account } from '../changed-base';
import { diagnose } from '../declarations';
import { describeDiagnostics } from '../diagnostic-cases';

describeDiagnostics('environment', {
  'environment/not-set': [
    { bad: account('id: «"${ID}"»'), message: 'ID is not set', good: account('id: "${ID:-999999999999}"') },
    { bad: account('id: «"${ID}"»'), environment: { ID: '' }, message: 'ID is empty' },
  ],
  'environment/malformed': [
    { bad: account('id: «"${ID"»'), message: 'Use ${NAME} or ${NAME:-default}' },
    { bad: account('id: «"${1D}"»'), message: "'${1D}' is not a valid reference to an environment variable" },
    {
      bad: account('id: «"${ID-5}"»'),
      message: "'${ID-5}' is not a valid reference to an environment variable",
    },
  ],
  'environment/credential': [
    {
      bad: account('id: "999999999999", profile: «"${DBPASSWORD:-x}"»'),
      message: 'DBPASSWORD looks like a credential',
      good: account('id: "${TOKENIZER_ACCOUNT_ID:-999999999999}"'),
    },
    {
      bad: account('id: "999999999999", profile: «"${DATABASE_URL:-x}"»'),
      message: 'DATABASE_URL looks like a credential',
      good: account('id: "${KEYCLOAK_AUTH_ACCOUNT_ID:-999999999999}"'),
    },
    {
      bad: account('id: "999999999999", profile: «"${AWS_SECRET_ACCESS_KEY}"»'),
      environment: { AWS_SECRET_ACCESS_KEY: 'hunter2' },
      message: 'looks like a credential',
    },
    {
      bad: account('id: "999999999999", profile: «"${GITHUB_TOKEN:-x}"»'),
      message: 'GITHUB_TOKEN looks like a credential',
      good: account('id: "999999999999", profile: "${PROFILE:-x}"'),
    },
  ],
});

test('does not show values of environment variables in messages', () => {
  const text = account('id: "${ID}", profile: "${PROFILE}"');
  const messages = JSON.stringify(diagnose(text, { ID: 'hunter2', PROFILE: '$hunter3' }));
  expect(messages).toContain('account/id');
  expect(messages).not.toContain('hunter');
});

test('reports an unset variable with the name of an object property', () => {
  const codes = diagnose(account('id: "${toString}"')).map(({ code }) => code);
  expect(codes).toEqual(['environment/not-set']);
});
