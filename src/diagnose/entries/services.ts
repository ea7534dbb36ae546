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
    summary: `SageMaker is not allowed to pull from ${repositoryText(failure)} in ${registryWithAccountText(failure.location)}, or the image does not exist.`,
    cause: `${/aws-service-role|AWSServiceRoleFor/.test(failure.message.facts.principal ?? '') ? 'The execution role is a service-linked role, which AWS manages and you cannot change: use your own role instead. ' : ''}SageMaker pulls with the execution role of the model, job or endpoint. The role needs the permissions to pull and ecr:GetAuthorizationToken. If the repository is in another account, its repository policy must also allow the role. Some features pull as sagemaker.amazonaws.com; the message then names it, and the repository policy must allow it. The image must be in the Region of the job. Its address must end with an existing tag or digest; SageMaker rejects an address without one. For images of AWS (deep learning containers, accounts such as 763104351884), only the identity policy of the role must allow the pull, for the repository in that account.`,
    policies: policiesToCheck(failure, 'the execution role of the SageMaker model or job'),
    steps: [probeStep(failure)],
    certainty: { level: 'open', because: 'SageMaker does not print the response of ECR' },
    page: PAGES.crossAccount,
  }),
});

const APP_RUNNER_DENIED = defineEntry({
  kind: 'app-runner-denied',
  match: matchPattern(
    /Invalid Access Role in AuthenticationConfiguration|Error in assuming access role|Failed to copy the image from ECR|App ?Runner.{0,200}(?:pull|copy|access).{0,120}(?:image|ECR)|Failed to (?:pull your application image|copy ECR image)/is,
  ),
  explain: (failure) => ({
    summary: `App Runner could not pull from ${repositoryText(failure)} in ${registryWithAccountText(failure.location)}.`,
    cause:
      'App Runner pulls from a private registry with the access role of the service, not with the instance role. build.apprunner.amazonaws.com must be allowed to assume the access role, and the role needs the permissions to pull. The repository and the service must be in the same Region. If the repository is in another account, its repository policy must also allow the access role. Other causes: the image or tag does not exist, or has no variant for linux/amd64, the only platform that App Runner supports.',
    policies: [
      policyToChange(
        'trust policy',
        undefined,
        failure.declared,
        'the access role of the App Runner service',
        'it must trust build.apprunner.amazonaws.com',
      ),
      ...policiesToCheck(failure, 'the access role of the App Runner service'),
    ],
    steps: [
      {
        text: 'Attach AWSAppRunnerServicePolicyForECRAccess to the access role, and set the role in the authentication configuration of the service. A new role is available only after some seconds.',
      },
      probeStep(failure),
    ],
    certainty: { level: 'open', because: 'App Runner does not print the response of ECR' },
    page: PAGES.crossAccount,
  }),
});

function policiesToCheck(failure: Case, puller: string): readonly PolicyToChange[] {
  const check = 'check that it allows ecr:BatchGetImage and ecr:GetDownloadUrlForLayer';
  const { declared } = failure;
  return [
    policyToChange('identity-based policy', undefined, declared, puller, check),
    policyOfCase(failure, 'repository policy', `if the role is in another account, ${check}`),
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
      summary: 'Lambda is not allowed to pull the image of the function.',
      cause:
        'The repository policy must allow lambda.amazonaws.com and, if the function is in another account, that account. The repository and the function must be in the same Region. Lambda returns the same error if the image does not exist there. Within one account, Lambda adds the statement automatically if the principal that creates the function is allowed to change the repository policy.',
      policies: [
        policyOfCase(
          failure,
          'repository policy',
          'it must allow lambda.amazonaws.com to perform ecr:BatchGetImage and ecr:GetDownloadUrlForLayer',
        ),
      ],
      steps: [
        {
          text: 'Add this to topology.yaml, with the account of the function, and deploy.',
          code: {
            language: 'yaml',
            text: `access:\n  - allow: pull\n    repositories: [${repository}]\n    principals: [{ lambda: "111111111111" }]\n`,
          },
        },
        {
          text: 'Also allow the principal that creates the function to perform ecr:BatchGetImage and ecr:GetDownloadUrlForLayer.',
        },
      ],
      certainty: { level: 'likely', because: 'Lambda returns the same error if the image does not exist' },
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
      summary: `Lambda found no image ${message.facts.tag === undefined ? 'with this name' : `with tag ${message.facts.tag}`} in ${repositoryText({ message, location, declared: undefined, caller: undefined })} in ${registryWithAccountText(location)}.`,
      cause: `${location.accountId === undefined ? SHORT_ADDRESS_TEXT : ''}${isCdkAssetRepository(message.facts.repository) ? CDK_ASSETS_TEXT : ''}The repository does not exist, or the tag was not pushed before the function was created. The first deploy of Terraform, CloudFormation or CDK creates an empty repository: push the image after the repository is created and before the function is created. The image must be in the Region of the function.`,
      policies: [],
      steps: [
        {
          text: 'Check whether the image exists. If not, push it before the function is created.',
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
  'Lambda runs only images from a private registry in its own Region, and requires the complete address: ACCOUNT.dkr.ecr.REGION.amazonaws.com/REPOSITORY:TAG (in Terraform: repository_url of the repository). Copy a public image to your own repository first. ';

const CDK_ASSETS_TEXT =
  'The CDK repository contains assets with a hash as the tag, and has no tag latest: use DockerImageCode.fromImageAsset, or the imageTag of the asset. ';

const LAMBDA_IMAGE_UNSUPPORTED = defineEntry({
  kind: 'lambda-image-unsupported',
  match: matchPattern(
    /image manifest(?:, config)? or layer media type for the source image|UnsupportedImageLayerDetected|ImageLayerFailure/i,
  ),
  explain: () => ({
    summary: 'Lambda does not support the format of the image.',
    cause:
      'Lambda runs a single image for one platform. It rejects an index, an image for several platforms, and layers in a format other than tar with gzip (zstd, or an uncompressed tar with the wrong media type). By default, Docker Buildx pushes an index with an attestation (provenance). ECR accepted the image. No permission is involved.',
    policies: [],
    steps: [
      {
        text: 'Build for one platform, without attestations and with gzip layers. Then push again.',
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
