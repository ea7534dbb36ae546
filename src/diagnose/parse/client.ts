/**
 * Programs and services that pull and push with a separate principal or login. Docker is not listed, because other
 * programs print its messages too.
 */
export type Client =
  | 'App Runner'
  | 'Argo CD Image Updater'
  | 'AWS CDK'
  | 'CloudFormation'
  | 'CloudTrail'
  | 'CodeBuild'
  | 'ECS'
  | 'Flux'
  | 'GitLab Runner'
  | 'Helm'
  | "Jenkins's Docker plugin"
  | 'kaniko'
  | 'Kubernetes'
  | 'Lambda'
  | 'Podman, Buildah or Skopeo'
  | 'Pulumi'
  | 'SageMaker'
  | 'Terraform'
  | "Terraform's Docker provider"
  | 'Trivy';

interface ClientRow {
  readonly client: Client;
  /** Text that only this client prints. A message that matches no signature has no known client. */
  readonly signature: RegExp;
  /** The principal that pulls, if it is not the user who runs the command. */
  readonly puller?: string;
}

/** In order of certainty, because services wrap the messages of the programs that they run. */
const CLIENTS: readonly ClientRow[] = [
  {
    client: 'CodeBuild',
    signature: /BUILD_CONTAINER_UNABLE_TO_PULL_IMAGE|AWS CodeBuild|AWSCodeBuild-|codebuild-/,
    puller: 'the service role of the CodeBuild project',
  },
  {
    client: 'GitLab Runner',
    signature:
      /Failed to pull image with policy|with specified policies \[|gitlab-runner|\((?:manager|docker|pull|executor_docker)\.go:[0-9]{1,5}/,
    puller: 'the runner',
  },
  {
    client: 'App Runner',
    signature: /App ?Runner|apprunner/i,
    puller: 'the access role of the App Runner service',
  },
  {
    client: 'SageMaker',
    signature:
      /sagemaker\.amazonaws\.com|does not have BatchGetImage permission for the image|calling the Create(?:Model|TrainingJob|ProcessingJob|TransformJob|EndpointConfig|Image(?:Version)?) operation|SageMaker (?:job|endpoint|execution)|AlgorithmError/,
    puller: 'the execution role of the SageMaker model or job',
  },
  { client: 'Argo CD Image Updater', signature: /argocd-image-updater|Could not get tags from registry/ },
  {
    client: 'Flux',
    signature: /image-reflector|image\.toolkit\.fluxcd|ImageRepository|HelmRepository|fluxcd|flux-system/,
  },
  { client: "Jenkins's Docker plugin", signature: /com\.github\.dockerjava/ },
  { client: 'Trivy', signature: /unable to initialize a (?:docker )?scanner|trivy/i },
  {
    client: 'ECS',
    signature:
      /CannotPull(?:ECR)?Container(?:Error)?|CannotPullImageManifest|ResourceInitializationError|ecsTaskExecutionRole/,
    puller: 'the task execution role (or, on EC2 without one, the instance role)',
  },
  {
    client: 'Kubernetes',
    signature:
      /kubelet|ErrImagePull|ImagePullBackOff|Failed to pull image|remote_image\.go|PullImage from image service/,
    puller: 'the node role (on EKS Fargate: the pod execution role)',
  },
  {
    client: 'Lambda',
    signature:
      /Lambda does not have permission|lambda\.amazonaws\.com|calling the (?:Create|Update)Function|for the source image|Provide a valid source image/,
    puller: 'Lambda or the principal that creates the function',
  },
  { client: 'CloudTrail', signature: /"eventSource":|"userIdentity":/ },
  {
    client: "Terraform's Docker provider",
    signature:
      /X-Registry-Auth|resourceDocker|(?<![A-Za-z_])docker_(?:registry_)?image\.|no auth config found for registry|kreuzwerker\/docker|Error (?:building|pushing) docker image/,
  },
  {
    client: 'AWS CDK',
    signature:
      /cdk-[a-z0-9]{1,10}-image-publishing-role|Is this account bootstrapped|cdk bootstrap|fail: docker push|Building assets failed|CDKToolkit|ContainerAssetsRepository|failed bootstrapping|docker-asset/,
  },
  { client: 'CloudFormation', signature: /HandlerErrorCode|Resource handler returned message|AWS::ECR::/ },
  { client: 'Pulumi', signature: /pulumi:|aws:ecr:[A-Z]|aws:ecr\/[a-z]/ },
  { client: 'kaniko', signature: /error checking push permissions|kaniko/ },
  { client: 'Podman, Buildah or Skopeo', signature: /docker:\/\/[0-9A-Za-z*{}<]|podman|buildah|skopeo/ },
  { client: 'Helm', signature: /(?<![A-Za-z])helm |(?:INSTALLATION|UPGRADE) FAILED|oci:\/\// },
  {
    client: 'Terraform',
    signature:
      /consider using force_delete|(?<![A-Za-z_])aws_(?:ecr|iam)_[a-z_]{1,60}\.|AWS account ID not allowed|Terraform (?:AWS Provider|v[0-9]|planned)|registry\.terraform\.io|terraform (?:apply|plan|destroy)|Error: (?:error )?(?:creating|putting|setting|reading|updating|deleting|importing) (?:Amazon )?(?:ECR|IAM) /i,
  },
];

/** Returns the client whose signature the text matches, or undefined if none matches. */
export function clientIn(text: string): Client | undefined {
  return CLIENTS.find(({ signature }) => signature.test(text))?.client;
}

export function pullerOf(client: Client | undefined): string {
  return CLIENTS.find((row) => row.client === client)?.puller ?? 'the caller';
}
