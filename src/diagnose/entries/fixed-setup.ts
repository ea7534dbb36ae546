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
    summary: 'The login worked, and Docker could not write it to its configuration.',
    cause:
      "The folder .docker of this user belongs to another user, or cannot be written to. Nothing is wrong in AWS; Docker's warnings about the password are not the problem.",
    steps: [
      {
        text: 'Give the folder to the user of the job, or name another one.',
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
      'ECR asks for Basic authentication, which old versions of Harbor do not have for endpoints. No policy is involved.',
    steps: [
      {
        text: 'Update Harbor, and add the endpoint with the provider AWS ECR, with an access key in the place of user and password.',
      },
    ],
    certaintyReason: 'Harbor names the scheme that it does not support',
    page: PAGES.registryAuth,
  },
  {
    kind: 'identity-changed',
    pattern: /Unexpected Identity Change/i,
    applies: (text) => /aws_ecr_|aws_iam_/.test(text),
    summary: 'Terraform found the resource of its state in another account or Region.',
    cause:
      'The provider now uses another account or Region than the one in the state, and something of the same name exists there, a replica for instance. Either the credentials are of another account than was meant, or the registry moved.',
    steps: [
      {
        text: 'If the credentials are wrong, correct them. If the registry moved, take the resource out of the state and import what exists in the new account.',
        code: shellCode('terraform state rm ADDRESS'),
      },
    ],
    page: PAGES.import,
  },
  {
    kind: 'replication-rule-incomplete',
    pattern: /Insufficient (?:destination|rule) blocks/i,
    applies: (text) => /replication/i.test(text),
    summary: 'A replication rule has no destination, and nothing was sent to ECR.',
    cause:
      'The provider checks the configuration: each rule has one or more destinations, and its filters are in the same rule. Filters in a list item of their own are a rule without a destination.',
    steps: [
      {
        text: 'Put the filters into the rule that they belong to.',
        code: {
          language: 'hcl',
          text: 'rule {\n  destination {\n    region      = "us-west-1"\n    registry_id = "111111111111"\n  }\n  repository_filter {\n    filter      = "team/"\n    filter_type = "PREFIX_MATCH"\n  }\n}\n',
        },
      },
    ],
    certaintyReason: 'the provider names the block that is missing',
    page: PAGES.replication,
  },
  {
    kind: 'credential-provider-failed',
    pattern:
      /credential provider plugin|ecr-credential-provider|CredentialProviderRequest|credentialprovider\.kubelet/i,
    summary: "The kubelet's credential provider for ECR did not return a token.",
    cause:
      'The plugin runs on the node and asks ECR for a token with the role of the node. It did not get an answer in time, or found no credentials or Region: the node cannot reach api.ecr or the instance metadata (a hop limit of 1, no instance role, a node outside of EC2), or a proxy or AWS_REGION is missing in its environment. It has to be ecr-credential-provider: docker-credential-ecr-login speaks another protocol, and takes a CredentialProviderRequest for a URL. No repository policy is involved.',
    steps: [
      {
        text: 'On the node, check the role, the metadata and the way to ECR; variables of the plugin are in the credential provider configuration of the kubelet.',
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
    summary: 'containerd may not pull the sandbox image (pause), which it pulls itself.',
    cause:
      "The kubelet's credential provider and imagePullSecrets do not count for the sandbox image: containerd pulls it without credentials, before any container of the pod.",
    steps: [
      {
        text: 'Use a public sandbox image (registry.k8s.io/pause), pull it to the nodes beforehand, or give containerd credentials; on EKS use the node images of AWS, which contain it.',
        code: shellCode('containerd config dump | grep sandbox'),
      },
    ],
    page: PAGES.docker,
  },
  {
    kind: 'helm-reference-invalid',
    pattern: /scheme prefix missing from remote/i,
    applies: always,
    summary: 'Helm wants the address of the registry as oci://, and sent nothing.',
    cause:
      'helm push takes the registry, and appends the name of the chart: a repository with the name of the chart has to exist in it. The alias of a chart repository (helm repo add) is for other kinds of registries.',
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
    summary: 'CloudFormation created a repository, and could not read it.',
    cause:
      'The role or user that deploys lacks ecr:DescribeRepositories, or a service control policy denies it; or a repository of this name is left from a stack that was deleted halfway. An earlier event of the stack has the reason.',
    steps: [
      {
        text: 'Read the events of the stack, delete the stack that is left and its repository, and deploy again with a principal that may ecr:DescribeRepositories.',
        code: shellCode('aws cloudformation describe-stack-events --stack-name STACK --max-items 20'),
      },
    ],
    page: PAGES.errors,
  },
  {
    kind: 'docker-provider-digest',
    pattern: /Got bad response from registry: 400/i,
    applies: always,
    summary: "Terraform's Docker provider could not read the digest of the image; the push may have worked.",
    cause:
      "The registry did not understand the provider's login: ECR Public wants another kind of token than old versions of the provider send, and a private registry answers 400 to a token that is malformed, expired or of another Region. No permission is involved.",
    steps: [
      {
        text: 'Update the provider (kreuzwerker/docker), and give it a fresh token of exactly this registry in registry_auth.',
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
      'Pulumi pushed an image without credentials of its registry, or to a repository that does not accept it.',
    cause:
      'The Docker provider of Pulumi takes registry (server, username, password) of the image, and not every login of Docker. ECR closes the connection as well if the repository does not exist, or the caller lacks ecr:InitiateLayerUpload. The message names no registry.',
    steps: [
      {
        text: "Pass registry: { server, username: 'AWS', password } with a token of aws.ecr.getAuthorizationToken, and check that the repository exists before the image is pushed.",
      },
    ],
    page: PAGES.registryAuth,
  },
  {
    kind: 'region-missing',
    pattern:
      /You must specify a region|Invalid Configuration: Missing Region|no region (?:was )?(?:specified|provided)|could not find region/i,
    applies: always,
    summary: 'No Region is set, so that the command does not know which registry is meant.',
    cause:
      'ECR has a registry in each Region. The Region comes from --region, AWS_REGION, AWS_DEFAULT_REGION or the profile.',
    steps: [
      {
        text: 'Name the Region of the registry: it is in the host of the image.',
        code: shellCode(
          'aws ecr get-login-password --region REGION |\n  docker login --username AWS --password-stdin ACCOUNT.dkr.ecr.REGION.amazonaws.com',
        ),
      },
    ],
    certaintyReason: 'the client says so before it sends anything',
    page: PAGES.credentials,
  },
  {
    kind: 'profile-not-found',
    pattern:
      /The config profile \([^)]{1,100}\) could not be found|failed to get shared config profile|profile \S{1,100} (?:not found|does not exist)/i,
    applies: (text) => text.includes('config profile') || mentionsEcr(text),
    summary: 'The profile that is named does not exist on this machine.',
    cause:
      'Its name comes from --profile, AWS_PROFILE, the AWS provider of Terraform or accounts in topology.yaml. A pipeline as a rule has no profiles, and another user (sudo) has other ones.',
    steps: [
      { text: 'List the profiles, and name one of them.', code: shellCode('aws configure list-profiles') },
    ],
    certaintyReason: 'the client looked for it and did not find it',
    page: PAGES.credentials,
  },
  {
    kind: 'docker-unavailable',
    pattern:
      /Cannot connect to the Docker daemon|permission denied while trying to connect to the Docker daemon|docker: (?:command )?not found|error during connect:/i,
    summary: 'Docker does not run here, or this user may not use it; ECR was not asked.',
    cause:
      'The daemon is not started, its socket belongs to another user or group, or the job runs in a container without Docker. No permission of AWS is involved.',
    steps: [
      {
        text: 'Start Docker, add the user to its group, or give the job a Docker service (docker:dind, privileged mode in CodeBuild).',
        code: shellCode('docker info'),
      },
    ],
    certaintyReason: 'the client names the daemon',
    page: PAGES.docker,
  },
];

export const ENTRIES: FamilyEntries = { exception: ROWS.map(defineFixedEntry) };
