import { ENTRIES } from '../../../src/diagnose/entries/credentials';
import { describeMessages } from '../describe-messages';
import { CENTRAL, DEVELOP } from '../expected';

describeMessages(ENTRIES, {
  messages: {
    'terraform-account-not-allowed': {
      kind: 'account-not-allowed',
      registry: DEVELOP,
      fix: 'aws sts get-caller-identity --profile develop',
    },
    'aws-no-credentials': { kind: 'credentials-refused', fix: 'aws configure list-profiles' },
    'aws-signature-expired': {
      kind: 'credentials-refused',
      action: 'ecr:GetAuthorizationToken',
      fix: 'Compare the clock with the current time',
    },
    'aws-token-invalid': {
      kind: 'credentials-refused',
      action: 'ecr:GetAuthorizationToken',
      fix: 'unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN',
    },
    'docker-credentials-stub': { kind: 'login-not-stored', fix: '"ecr-login"' },
    'docker-login-400': {
      kind: 'login-refused',
      registry: CENTRAL,
      fix: 'cmd /c "aws ecr get-login-password --region us-west-2 | docker login --username AWS --password-stdin 999999999999.dkr.ecr.us-west-2.amazonaws.com"',
    },
    'docker-no-tty': { kind: 'no-password', fix: 'Run the first command without the pipe' },
  },
  clientMessages: {
    '37-helper-noproviders': { kind: 'credentials-refused', contains: ['credential helper'] },
  },
  publicMessages: {
    '044-credhelper-not-implemented': { kind: 'login-not-stored', contains: ['ecr-login'] },
    '045-credhelper-pass-exec-format': { kind: 'login-not-stored', contains: ['exec format error'] },
    '046-credhelper-mac-passphrase': { kind: 'login-not-stored', contains: ['osxkeychain'] },
    '047-credhelper-mac-25308': { kind: 'login-not-stored', contains: ['-25308'] },
    '050-token-clock-minikube': {
      kind: 'credentials-refused',
      contains: ['the clock of the machine is wrong'],
    },
    '102-oidc-missing-config': { kind: 'credentials-refused', contains: ['no AWS credentials'] },
    '103-invalid-security-token': {
      kind: 'credentials-refused',
      contains: ['rejected the credentials as invalid'],
    },
    '120-credhelper-wincred-stub': { kind: 'login-not-stored', contains: ['wincred'] },
    '226-codebuild-dockerhub-user-to-ecr': { kind: 'login-refused', contains: ['a Docker Hub password'] },
    '234-ecr-helper-no-imds-role': { kind: 'credentials-refused', contains: ['credential helper'] },
    '308-circleci-put-lifecycle-no-credentials': {
      kind: 'credentials-refused',
      contains: ['no AWS credentials'],
    },
    '321-login-400-container-tty': { kind: 'login-refused', contains: ['docker run -t'] },
    '322-bitbucket-cli-in-docker-no-credentials': {
      kind: 'credentials-refused',
      contains: ['no AWS credentials'],
    },
    '323-azdo-ecrpush-missing-credentials': { kind: 'credentials-refused', contains: ['no AWS credentials'] },
    '421-podman-login-empty-stdin': { kind: 'no-password', contains: ['the command before the pipe failed'] },
    '422-login-400-region-mismatch': { kind: 'login-refused', contains: ['for another Region'] },
    '425-pulumi-docker-keychain-already-exists': {
      kind: 'login-not-stored',
      contains: ['already exists in the keychain'],
    },
  },
});
