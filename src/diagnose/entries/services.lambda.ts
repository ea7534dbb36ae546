import { explainLambdaDenied } from './registry-refusals.pull';
import { registryWithAccountText, repositoryText } from '../model/case';
import { registryOptions } from '../explanations/steps';
import { matchPattern, defineEntry } from '../model/entry';
import { PAGES } from '../model/diagnosis.pages';

/** Lambda pulls the image itself and does not print the response of ECR. */
export const LAMBDA_DENIED = defineEntry({
  kind: 'lambda-denied',
  match: matchPattern(
    /Lambda does not have permission to access the ECR image|function does not have permission to access the specified image/i,
  ),
  explain: explainLambdaDenied,
});

export const LAMBDA_IMAGE_NOT_FOUND = defineEntry({
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

export const LAMBDA_IMAGE_UNSUPPORTED = defineEntry({
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
