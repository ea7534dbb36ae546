import { pullerOf } from '../client';
import type { Case } from '../case';
import { ownerOptions } from '../commands';
import type { Step } from '../diagnosis';
import type { Facts } from '../message';

/**
 * Returns a step that repeats the denied request with the AWS CLI. Docker and containerd discard the access denied
 * message of AWS; the AWS CLI prints it.
 */
export function reveal(found: Case): Step {
  const { place, message } = found;
  const { operation, client } = message.facts;
  const action = message.facts.action ?? message.facts.requested;
  const owner = ownerOptions(place);
  const probe =
    PROBES[action ?? ''] ?? (operation === 'push' ? PROBES[PUSH] : undefined) ?? PROBES[PULL] ?? '';
  const command = probe
    .replaceAll('REPOSITORY', place.repositoryName ?? 'REPOSITORY')
    .replaceAll('imageTag=TAG', imageId(message.facts))
    .replaceAll('TAG', message.facts.tag ?? 'TAG')
    .replaceAll(' OWNER', owner);
  const who = operation === 'push' ? 'the caller' : pullerOf(client);
  return {
    text: `Ask ECR itself, as ${who}: the AWS CLI prints AWS's sentence, which names the missing permission; give it to diagnose.${NOTES[action ?? ''] ?? ''}`,
    code: { language: 'sh', text: `aws sts get-caller-identity\n${command}\n` },
  };
}

/** An image pinned by digest is requested by digest, because the tag may have moved. */
function imageId({ digest, tag }: Facts): string {
  return digest === undefined ? `imageTag=${tag ?? 'TAG'}` : `imageDigest=${digest}`;
}

const PULL = 'ecr:BatchGetImage';
const PUSH = 'ecr:InitiateLayerUpload';

const NO_LAYER = `sha256:${'0'.repeat(64)}`;

/** Commands that need exactly this action and change nothing. An upload that is not completed expires. */
const PROBES: Readonly<Record<string, string>> = {
  [PULL]:
    'aws ecr batch-get-image --repository-name REPOSITORY \\\n  --image-ids imageTag=TAG OWNER --query failures',
  'ecr:GetDownloadUrlForLayer': `aws ecr get-download-url-for-layer --repository-name REPOSITORY OWNER \\\n  --layer-digest ${NO_LAYER}`,
  'ecr:BatchCheckLayerAvailability': `aws ecr batch-check-layer-availability --repository-name REPOSITORY OWNER \\\n  --layer-digests ${NO_LAYER} --query failures`,
  [PUSH]: 'aws ecr initiate-layer-upload --repository-name REPOSITORY OWNER',
  'ecr:UploadLayerPart':
    'aws ecr upload-layer-part --repository-name REPOSITORY OWNER \\\n  --upload-id none --part-first-byte 0 --part-last-byte 0 --layer-part-blob "$(printf x | base64)"',
  'ecr:CompleteLayerUpload': `aws ecr complete-layer-upload --repository-name REPOSITORY OWNER \\\n  --upload-id none --layer-digests ${NO_LAYER}`,
  'ecr:PutImage':
    "aws ecr put-image --repository-name REPOSITORY OWNER \\\n  --image-tag TAG --image-manifest '{}'",
};

const ALLOWED = ' Any other error means that it is allowed.';

/** The error that the command ends with if the action is allowed. */
const NOTES: Readonly<Record<string, string>> = {
  'ecr:GetDownloadUrlForLayer': ' LayersNotFoundException means that it is allowed.',
  'ecr:UploadLayerPart': ALLOWED,
  'ecr:CompleteLayerUpload': ALLOWED,
  'ecr:PutImage': ' InvalidParameterException or ImageAlreadyExistsException means that it is allowed.',
};
