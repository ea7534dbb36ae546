import { probeStep } from '../explanations/probe';
import { registryOptions } from '../explanations/steps';
import {
  policyOfCase,
  policyToChange,
  registryWithAccountText,
  repositoryText,
  type Case,
} from '../model/case';
import { PAGES, type PolicyToChange } from '../model/diagnosis';
import { defineEntry, matchPattern, type FamilyEntries } from '../model/entry';

/** Services that pull with a separate role, and do not print the response of ECR. */

const SAGEMAKER_DENIED = defineEntry({
  kind: 'sagemaker-denied',
  match: matchPattern(
    /does not grant ecr:GetDownloadUrlForLayer|does not have BatchGetImage permission for the image|non-ECR image|(?:Requested|ECR) image \S{1,400} (?:not found|does not exist).{0,200}SageMaker|SageMaker.{0,200}(?:access|pull|find).{0,80}(?:ECR|\.dkr[.-]ecr)|calling the Create(?:Model|TrainingJob|ProcessingJob|TransformJob|ImageVersion) operation.{0,400}\.dkr[.-]ecr/is,
  ),
  explain: (failure) => ({
    summary: `SageMaker may not pull ${repositoryText(failure)} from ${registryWithAccountText(failure.location)}, or does not find the image.`,
    cause: `${/aws-service-role|AWSServiceRoleFor/.test(failure.message.facts.principal ?? '') ? 'The execution role is a service-linked role, which belongs to AWS and cannot be changed: name a role of your own. ' : ''}SageMaker pulls with the execution role of the model, job or endpoint; some features pull as sagemaker.amazonaws.com, which the repository policy then has to allow (the message names it). The role needs the permissions to pull and ecr:GetAuthorizationToken; for a repository of another account its policy has to allow the role too. The image has to be in the Region of the job, and its address has to end with a tag or digest that exists (SageMaker refuses one without). Images of AWS (deep learning containers, accounts like 763104351884) need the permissions in the identity policy of the role only, for the repository of that account.`,
    policies: policiesToCheck(failure, 'the execution role of the SageMaker model or job'),
    steps: [probeStep(failure)],
    certainty: { level: 'open', because: 'SageMaker does not pass on what ECR answers' },
    page: PAGES.crossAccount,
  }),
});

const APP_RUNNER_DENIED = defineEntry({
  kind: 'app-runner-denied',
  match: matchPattern(
    /Invalid Access Role in AuthenticationConfiguration|Error in assuming access role|Failed to copy the image from ECR|App ?Runner.{0,200}(?:pull|copy|access).{0,120}(?:image|ECR)|Failed to (?:pull your application image|copy ECR image)/is,
  ),
  explain: (failure) => ({
    summary: `App Runner could not pull ${repositoryText(failure)} from ${registryWithAccountText(failure.location)}.`,
    cause:
      'App Runner pulls from a private registry with the access role of the service, which build.apprunner.amazonaws.com has to be able to assume, and which needs the permissions to pull. The instance role is another one. Repository and service have to be in one Region. For a repository of another account its policy has to allow the access role too. Or the image or tag does not exist, or has no variant for linux/amd64, the only platform of App Runner.',
    policies: [
      policyToChange(
        'trust policy',
        undefined,
        failure.declared,
        'the access role of the App Runner service',
        'it has to trust build.apprunner.amazonaws.com',
      ),
      ...policiesToCheck(failure, 'the access role of the App Runner service'),
    ],
    steps: [
      {
        text: 'Attach AWSAppRunnerServicePolicyForECRAccess to the access role, and name the role in the authentication configuration of the service. A role that was just created takes some seconds.',
      },
      probeStep(failure),
    ],
    certainty: { level: 'open', because: 'App Runner does not pass on what ECR answers' },
    page: PAGES.crossAccount,
  }),
});

function policiesToCheck(failure: Case, puller: string): readonly PolicyToChange[] {
  const check = 'check that it allows ecr:BatchGetImage and ecr:GetDownloadUrlForLayer';
  const { declared } = failure;
  return [
    policyToChange('identity-based policy', undefined, declared, puller, check),
    policyOfCase(failure, 'repository policy', `${check}, if the role is of another account`),
  ];
}

/** Lambda pulls the image itself and does not print the response of ECR. */
const LAMBDA_DENIED = defineEntry({
  kind: 'lambda-denied',
  match: matchPattern(
    /Lambda does not have permission to access the ECR image|function does not have permission to access the specified image/i,
  ),
  /**
   * Lambda and the principal that creates the function both pull the image. Across accounts, the repository policy has to
   * allow both.
   */
  explain: (failure) => {
    const { message } = failure;
    const repository = message.facts.repository ?? 'REPOSITORY';
    return {
      summary: 'Lambda may not pull the image of the function.',
      cause:
        "The repository policy has to allow lambda.amazonaws.com and, if the function is in another account, that account. Repository and function have to be in one Region, and Lambda prints the same if the image does not exist there. In one account Lambda adds the statement itself, where whoever creates the function may change the repository's policy.",
      policies: [
        policyOfCase(
          failure,
          'repository policy',
          'it has to allow lambda.amazonaws.com ecr:BatchGetImage and ecr:GetDownloadUrlForLayer',
        ),
      ],
      steps: [
        {
          text: 'Add this to topology.yaml, with the account of the function, and deploy it.',
          code: {
            language: 'yaml',
            text: `access:\n  - allow: pull\n    repositories: [${repository}]\n    principals: [{ lambda: "111111111111" }]\n`,
          },
        },
        { text: 'Give whoever creates the function ecr:BatchGetImage and ecr:GetDownloadUrlForLayer, too.' },
      ],
      certainty: { level: 'likely', because: 'Lambda prints the same where the image does not exist' },
      page: PAGES.lambda,
    };
  },
});

const LAMBDA_IMAGE_NOT_FOUND = defineEntry({
  kind: 'lambda-image-not-found',
  match: matchPattern(/Source image \S{1,400} (?:does not exist|is not valid)|Provide a valid source image/i),
  explain: ({ message, location }) => {
    const tag = message.facts.tag ?? 'TAG';
    const owner = registryOptions(location);
    return {
      summary: `Lambda found no image ${message.facts.tag ?? 'of this name'} in ${repositoryText({ message, location, declared: undefined, caller: undefined })} of ${registryWithAccountText(location)}.`,
      cause: `${location.accountId === undefined ? SHORT_ADDRESS_TEXT : ''}${isCdkAssetRepository(message.facts.repository) ? CDK_ASSETS_TEXT : ''}The repository does not exist, or the tag was not pushed before the function was created. A first deploy of Terraform, CloudFormation or CDK creates an empty repository: the image has to be pushed between the repository and the function. The image has to be in the Region of the function.`,
      policies: [],
      steps: [
        {
          text: 'Look whether the image is there, and push it before the function is created.',
          code: {
            language: 'sh',
            text: `aws ecr describe-images --repository-name ${location.repositoryName ?? 'REPOSITORY'} \\\n  --image-ids imageTag=${tag}${owner}\n`,
          },
        },
      ],
      certainty: { level: 'certain', because: 'Lambda looked for the image and did not find it' },
      page: PAGES.lambda,
    };
  },
});

function isCdkAssetRepository(repository: string | undefined): boolean {
  return /^cdk-[a-z0-9]{1,10}-container-assets-/.test(repository ?? '');
}

const SHORT_ADDRESS_TEXT =
  'Lambda runs only images of a private registry in its own Region, and their address has to be whole: ACCOUNT.dkr.ecr.REGION.amazonaws.com/REPOSITORY:TAG (in Terraform: repository_url of the repository). Copy a public image to a repository of your own first. ';

const CDK_ASSETS_TEXT =
  'The repository of CDK holds assets with a hash as tag, and never latest: use DockerImageCode.fromImageAsset, or the imageTag of the asset. ';

const LAMBDA_IMAGE_UNSUPPORTED = defineEntry({
  kind: 'lambda-image-unsupported',
  match: matchPattern(
    /image manifest(?:, config)? or layer media type for the source image|UnsupportedImageLayerDetected|ImageLayerFailure/i,
  ),
  explain: () => ({
    summary: 'Lambda does not support the format of the image.',
    cause:
      'Lambda runs a single image, for one platform. Docker Buildx pushes an index with an attestation (provenance) by default, and Lambda refuses an index, as well as an image for several platforms and layers in a format other than tar with gzip (zstd, an uncompressed tar with the wrong media type). ECR accepted the image; no permission is involved.',
    policies: [],
    steps: [
      {
        text: 'Build for one platform, without attestations and with gzip layers, and push again.',
        code: {
          language: 'sh',
          text: 'docker buildx build --platform linux/amd64 --provenance=false --sbom=false --push -t IMAGE .\n',
        },
      },
    ],
    certainty: { level: 'certain', because: 'Lambda names the media type' },
    page: PAGES.lambda,
  }),
});

export const ENTRIES: FamilyEntries = {
  program: [
    LAMBDA_DENIED,
    LAMBDA_IMAGE_NOT_FOUND,
    LAMBDA_IMAGE_UNSUPPORTED,
    SAGEMAKER_DENIED,
    APP_RUNNER_DENIED,
  ],
};
