import { ENTRIES } from '../../../src/diagnose/entries/login';
import { describeMessages } from '../describe-messages';
import { CENTRAL, MANAGEMENT, LOGIN } from '../expected';

describeMessages(ENTRIES, {
  messages: {
    'aws-token-expired': { kind: 'token-expired', action: 'ecr:GetAuthorizationToken', fix: 'aws sso login' },
    'kubelet-401': {
      kind: 'not-logged-in',
      repository: 'my-repo',
      registry: MANAGEMENT,
      policies: ['identity-based policy of ?'],
      fix: 'as the node role',
    },
    'pull-other-region': {
      kind: 'not-logged-in',
      repository: 'my-repo',
      registry: 'develop_us 111111111111 us-west-1',
      fix: LOGIN('111111111111.dkr.ecr.us-west-1.amazonaws.com'),
    },
    'push-no-credentials': {
      kind: 'not-logged-in',
      repository: 'your-repo',
      registry: CENTRAL,
      fix: LOGIN('999999999999.dkr.ecr.us-west-2.amazonaws.com'),
    },
    'token-expired': {
      kind: 'token-expired',
      fix: LOGIN('111111111111.dkr.ecr.us-west-1.amazonaws.com'),
    },
  },
  clientMessages: {
    '01-kaniko-401': {
      kind: 'not-logged-in',
      contains: ['/kaniko/.docker/config.json'],
      doesNotContain: ['docker login --'],
    },
    '04-helm-401': { kind: 'not-logged-in', contains: ['Helm', 'get-login-password'] },
    '06-skopeo-auth': { kind: 'not-logged-in', contains: ['podman login'] },
    '07-podman-expired': { kind: 'token-expired', contains: ['12 hours', 'podman login'] },
    '31-tf-docker-auth': {
      kind: 'not-logged-in',
      contains: ['registry_auth', 'aws_ecr_authorization_token'],
    },
    '32-tf-docker-401': { kind: 'not-logged-in', contains: ['registry_auth'] },
    '51-swarm-old-expired': { kind: 'token-expired', contains: ['Swarm'] },
    '58-containerd-noauth': {
      kind: 'not-logged-in',
      contains: ['Other clusters (k3s, rke2', 'imagePullSecrets'],
    },
  },
  publicMessages: {
    '026-kaniko-401': { kind: 'not-logged-in', contains: ['/kaniko/.docker/config.json'] },
    '028-push-no-basic-wrong-account': { kind: 'not-logged-in', contains: ['A login is valid for one host'] },
    '029-gitlab-runner-manager': { kind: 'not-logged-in', contains: ['DOCKER_AUTH_CONFIG'] },
    '030-gitlab-runner-old-preparation': { kind: 'not-logged-in', contains: ['DOCKER_AUTH_CONFIG'] },
    '038-podman-authfile': { kind: 'not-logged-in', contains: ['Podman'] },
    '051-cli-token-expired-after-login': { kind: 'token-expired', contains: ['12 hours'] },
    '081-rke2-401': { kind: 'not-logged-in', contains: ['k3s, rke2'] },
    '083-coreos-2016': { kind: 'not-logged-in', contains: ['The kubelet gets its own credentials'] },
    '084-skopeo-credsstore': { kind: 'not-logged-in', contains: ['credHelpers, but not credsStore'] },
    '092-tf-docker-authconfig': { kind: 'not-logged-in', contains: ['registry_auth'] },
    '093-tf-docker-x-registry-auth': { kind: 'not-logged-in', contains: ['registry_auth'] },
    '104-sso-expired': { kind: 'token-expired', contains: ['sso login'] },
    '225-gha-selfhosted-random-no-basic': {
      kind: 'not-logged-in',
      contains: ['a separate DOCKER_CONFIG for each job'],
    },
    '230-jenkins-docker-plugin-agent-pull': { kind: 'not-logged-in', contains: ['Amazon ECR'] },
    '248-k3s-node-no-ecr-credentials': {
      kind: 'not-logged-in',
      contains: ['The kubelet gets its own credentials'],
    },
    '253-argocd-helm-oci-token-expired': { kind: 'token-expired', contains: ['12 hours'] },
    '254-argocd-image-updater-401-tags': { kind: 'not-logged-in', contains: ['credsexpire: 10h'] },
    '255-flux-image-reflector-401': { kind: 'not-logged-in', contains: ['provider: aws'] },
    '256-trivy-codebuild-four-errors': { kind: 'not-logged-in', contains: ['Trivy'] },
    '325-jenkins-docker-cloud-gov-no-basic-auth': {
      kind: 'not-logged-in',
      contains: ['A login is valid for one host'],
    },
    '328-eks-pause-no-basic-auth-missing-api-endpoint': { kind: 'not-logged-in', contains: ['api.ecr'] },
    '329-kyverno-irsa-401': { kind: 'not-logged-in', contains: ['does not use your login'] },
    '332-concourse-resource-no-basic-auth': { kind: 'not-logged-in', contains: ['does not use your login'] },
    '333-grype-tekton-401': { kind: 'not-logged-in', contains: ['does not use your login'] },
    '415-flux-helm-tags-credential-required': { kind: 'not-logged-in', contains: ['provider: aws'] },
    '416-flux-image-token-expired-12h': { kind: 'token-expired', contains: ['12 hours'] },
    '417-argocd-image-updater-test-no-basic-auth': { kind: 'not-logged-in', contains: ['credsexpire'] },
    '418-swarm-worker-token-expired': { kind: 'token-expired', contains: ['Swarm'] },
    '419-jenkins-docker-build-publish-expired': { kind: 'token-expired', contains: ['12 hours'] },
    '428-crossplane-irsa-ggcr-401': { kind: 'not-logged-in', contains: ['does not use your login'] },
  },
});
