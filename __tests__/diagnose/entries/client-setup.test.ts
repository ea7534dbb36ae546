import { ENTRIES } from '../../../src/diagnose/entries/client-setup';
import { describeMessages } from '../describe-messages';
import { DEVELOP } from '../expected';

describeMessages(ENTRIES, {
  messages: {
    'aws-cli-missing': { kind: 'aws-cli-too-old', fix: 'version 2 of the AWS CLI' },
    'docker-image-not-local': {
      kind: 'image-not-local',
      repository: 'my-repo',
      registry: DEVELOP,
      fix: 'docker tag IMAGE',
    },
  },
  clientMessages: {
    '34-docker-e-flag': { kind: 'get-login-removed', contains: ['get-login-password'] },
    '35-cli-no-include': { kind: 'get-login-removed', contains: ['get-login-password', 'version 2'] },
  },
  publicMessages: {
    '035-oci-push-plus-tag': {
      kind: 'image-name-invalid',
      contains: ['a character that is not allowed, such as +'],
    },
    '048-get-login-e-flag': { kind: 'get-login-removed', contains: ['get-login-password'] },
    '049-get-login-invalid-choice': { kind: 'get-login-removed', contains: ['get-login-password'] },
    '066-codebuild-x509': { kind: 'certificate-refused', contains: ['starport'] },
    '109-ecr-uri-without-repo': {
      kind: 'image-name-invalid',
      contains: ['The name has no repository after the host'],
    },
    '118-repo-name-uppercase': { kind: 'image-name-invalid', contains: ['lowercase'] },
    '119-credhelper-missing': { kind: 'credential-helper-missing', contains: ['not installed'] },
    '229-kamal-tag-uppercase-aws': { kind: 'image-name-invalid', contains: ['uppercase letters'] },
    '235-tf-docker-registry-image-x509': { kind: 'certificate-refused', contains: ['certificate'] },
    '250-nerdctl-credstore-dbus': { kind: 'credential-helper-failed', contains: ['D-Bus', 'credHelpers'] },
    '259-sam-sync-invalid-reference': {
      kind: 'image-name-invalid',
      contains: ['a variable in the name is empty'],
    },
    '426-nomad-helper-repository-in-server-url': {
      kind: 'credential-helper-failed',
      contains: ['ecr-login.log'],
    },
  },
});
