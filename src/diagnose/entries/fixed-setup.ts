import { PAGES } from '../model/diagnosis';
import { always, defineFixedEntry, shellCode, type FamilyEntries, type FixedEntryRow } from '../model/entry';
import { mentionsEcr } from '../parse/registry-reference';

/** Programs on the machine or in the cluster that are not set up, with a fixed explanation. No request reaches ECR. */
const ROWS: readonly FixedEntryRow[] = [
  {
    kind: 'docker-config-unwritable',
    pattern:
      /Error saving credentials: (?:open|mkdir|rename) \S{1,200}: (?:permission denied|read-only file system|no space left)/i,
    applies: always,
    summary: 'The login succeeded, but Docker could not write it to its configuration.',
    cause:
      "The folder .docker of this user belongs to another user, or is not writable. AWS is not the cause, and neither are Docker's warnings about the password.",
    steps: [
      {
        text: 'Make the user of the job the owner of the folder, or set another folder.',
        code: shellCode('sudo chown -R "$(id -u)" ~/.docker\nexport DOCKER_CONFIG="$(mktemp -d)"'),
      },
    ],
    certaintyReason: 'Docker names the file',
    page: PAGES.docker,
  },
  {
    kind: 'harbor-too-old',
    pattern: /schemes \[.{0,200}service:ecr\.amazonaws\.com.{0,80}unsupport/i,
    applies: always,
    summary: 'This version of Harbor cannot log in to ECR.',
    cause:
      'ECR requires Basic authentication, which old versions of Harbor do not support for endpoints. No policy is involved.',
    steps: [
      {
        text: 'Update Harbor. Then add the endpoint with the provider AWS ECR, and use an access key instead of user and password.',
      },
    ],
    certaintyReason: 'Harbor names the scheme that it does not support',
    page: PAGES.registryAuth,
  },
  {
    kind: 'identity-changed',
    pattern: /Unexpected Identity Change/i,
    applies: (text) => /aws_ecr_|aws_iam_/.test(text),
    summary: 'The resource in the Terraform state is in a different account or Region.',
    cause:
      'The provider now uses a different account or Region from the one in the state, and a resource with the same name exists there, for example a replica. Either the credentials belong to the wrong account, or the registry moved.',
    steps: [
      {
        text: 'If the credentials are wrong, correct them. If the registry moved, remove the resource from the state, and import the existing resource in the new account.',
        code: shellCode('terraform state rm ADDRESS'),
      },
    ],
    page: PAGES.import,
  },
  {
    kind: 'replication-rule-incomplete',
    pattern: /Insufficient (?:destination|rule) blocks/i,
    applies: (text) => /replication/i.test(text),
    summary: 'A replication rule has no destination. No request was sent to ECR.',
    cause:
      'The provider checks the configuration. Each rule must have at least one destination, and its filters must be in the same rule. Filters in a separate list item are a rule without a destination.',
    steps: [
      {
        text: 'Move the filters into the rule that they belong to.',
        code: {
          language: 'hcl',
          text: 'rule {\n  destination {\n    region      = "us-west-1"\n    registry_id = "111111111111"\n  }\n  repository_filter {\n    filter      = "team/"\n    filter_type = "PREFIX_MATCH"\n  }\n}\n',
        },
      },
    ],
    certaintyReason: 'the provider names the missing block',
    page: PAGES.replication,
  },
  {
    kind: 'credential-provider-failed',
    pattern:
      /credential provider plugin|ecr-credential-provider|CredentialProviderRequest|credentialprovider\.kubelet/i,
    summary: "The kubelet's credential provider for ECR did not return a token.",
    cause:
      'The plugin runs on the node and requests a token from ECR with the role of the node. It found no credentials or Region, or got no response in time. Usual causes: the node cannot reach api.ecr; the node cannot reach the instance metadata (hop limit 1, no instance role, a node outside EC2); a proxy or AWS_REGION is missing in the environment of the plugin. The plugin must be ecr-credential-provider: docker-credential-ecr-login uses a different protocol and reads a CredentialProviderRequest as a URL. No repository policy is involved.',
    steps: [
      {
        text: 'On the node, check the role, the metadata and the connection to ECR. The environment variables of the plugin are set in the credential provider configuration of the kubelet.',
        code: shellCode(
          'aws sts get-caller-identity\naws ecr get-login-password --region REGION > /dev/null && echo reachable',
        ),
      },
    ],
    page: PAGES.docker,
  },
  {
    kind: 'sandbox-image-denied',
    pattern: /failed to get sandbox image|Failed to create (?:pod )?sandbox/i,
    summary: 'The node could not pull the sandbox image (pause), because containerd has no credentials.',
    cause:
      "containerd pulls the sandbox image without credentials, before any container of the pod starts. It does not use the kubelet's credential provider or imagePullSecrets for this image.",
    steps: [
      {
        text: 'Use a public sandbox image (registry.k8s.io/pause), pull the image to the nodes in advance, or configure credentials in containerd. On EKS, use the node images of AWS, which contain the sandbox image.',
        code: shellCode('containerd config dump | grep sandbox'),
      },
    ],
    page: PAGES.docker,
  },
  {
    kind: 'helm-reference-invalid',
    pattern: /scheme prefix missing from remote/i,
    applies: always,
    summary: 'Helm requires the address of the registry as oci://. No request was sent.',
    cause:
      'helm push expects the address of the registry and appends the name of the chart. A repository with the name of the chart must exist in the registry. The alias of a chart repository (helm repo add) works only for other kinds of registries.',
    steps: [
      {
        text: 'Log in, and push to the registry.',
        code: shellCode(
          'aws ecr get-login-password --region REGION |\n  helm registry login --username AWS --password-stdin ACCOUNT.dkr.ecr.REGION.amazonaws.com\nhelm push CHART-1.0.0.tgz oci://ACCOUNT.dkr.ecr.REGION.amazonaws.com/',
        ),
      },
    ],
    certaintyReason: 'Helm checks the address before it connects',
    page: PAGES.helm,
  },
  {
    kind: 'cloudformation-repository-unreadable',
    pattern: /Unable to retrieve (?:Arn|RepositoryUri) attribute for AWS::ECR::Repository/i,
    summary: 'CloudFormation created a repository but could not read it.',
    cause:
      'The principal that deploys lacks ecr:DescribeRepositories, or a service control policy denies it. Or a repository with this name remains from a stack that was only partly deleted. An earlier event of the stack contains the reason.',
    steps: [
      {
        text: 'Read the events of the stack. Delete the remaining stack and its repository. Then deploy again as a principal that has ecr:DescribeRepositories.',
        code: shellCode('aws cloudformation describe-stack-events --stack-name STACK --max-items 20'),
      },
    ],
    page: PAGES.errors,
  },
  {
    kind: 'docker-provider-digest',
    pattern: /Got bad response from registry: 400/i,
    applies: always,
    summary:
      "Terraform's Docker provider could not read the digest of the image. The push may have succeeded.",
    cause:
      'The registry rejected the login of the provider as malformed. ECR Public requires a different kind of token from the one that old versions of the provider send. A private registry returns 400 if the token is malformed, expired or for another Region. No permission is involved.',
    steps: [
      {
        text: 'Update the provider (kreuzwerker/docker). In registry_auth, set a new token for exactly this registry.',
        code: shellCode('terraform init -upgrade'),
      },
    ],
    page: PAGES.registryAuth,
  },
  {
    kind: 'pulumi-docker-credentials',
    pattern: /most likely due to incorrect or mismatched registry credentials/i,
    applies: always,
    summary:
      'Pulumi pushed an image without credentials for its registry, or to a repository that does not accept the push.',
    cause:
      "Pulumi's Docker provider uses the registry property of the image (server, username, password), and not every login of Docker. ECR also closes the connection if the repository does not exist or the caller lacks ecr:InitiateLayerUpload. The message does not name a registry.",
    steps: [
      {
        text: "Pass registry: { server, username: 'AWS', password } with a token from aws.ecr.getAuthorizationToken. Make sure that the repository exists before the image is pushed.",
      },
    ],
    page: PAGES.registryAuth,
  },
  {
    kind: 'region-missing',
    pattern:
      /You must specify a region|Invalid Configuration: Missing Region|no region (?:was )?(?:specified|provided)|could not find region/i,
    applies: always,
    summary: 'No Region is set, so the command cannot select a registry.',
    cause:
      'ECR has one registry in each Region of an account. The Region is set by --region, AWS_REGION, AWS_DEFAULT_REGION or the profile.',
    steps: [
      {
        text: 'Set the Region of the registry. It is part of the host of the image.',
        code: shellCode(
          'aws ecr get-login-password --region REGION |\n  docker login --username AWS --password-stdin ACCOUNT.dkr.ecr.REGION.amazonaws.com',
        ),
      },
    ],
    certaintyReason: 'the client fails before it sends a request',
    page: PAGES.credentials,
  },
  {
    kind: 'profile-not-found',
    pattern:
      /The config profile \([^)]{1,100}\) could not be found|failed to get shared config profile|profile \S{1,100} (?:not found|does not exist)/i,
    applies: (text) => text.includes('config profile') || mentionsEcr(text),
    summary: 'The AWS profile does not exist on this machine.',
    cause:
      'The profile is set by --profile, AWS_PROFILE, the AWS provider of Terraform or accounts in topology.yaml. A pipeline usually has no profiles, and another user (sudo) has different ones.',
    steps: [
      { text: 'List the profiles, and use one of them.', code: shellCode('aws configure list-profiles') },
    ],
    certaintyReason: 'the client looked for the profile and did not find it',
    page: PAGES.credentials,
  },
  {
    kind: 'docker-unavailable',
    pattern:
      /Cannot connect to the Docker daemon|permission denied while trying to connect to the Docker daemon|docker: (?:command )?not found|error during connect:/i,
    summary:
      'Docker is not running on this machine, or this user has no access to it. No request was sent to ECR.',
    cause:
      'The Docker daemon is not started, its socket belongs to another user or group, or the job runs in a container without Docker. No AWS permission is involved.',
    steps: [
      {
        text: 'Start Docker, add the user to the group of the socket, or give the job a Docker service (docker:dind, privileged mode in CodeBuild).',
        code: shellCode('docker info'),
      },
    ],
    certaintyReason: 'the client names the daemon',
    page: PAGES.docker,
  },
];

export const ENTRIES: FamilyEntries = { exception: ROWS.map(defineFixedEntry) };
