import { pullerOf } from '../parse/client';
import type { Case } from '../model/case';
import { registryOptions } from './steps';
import type { Step } from '../model/diagnosis';
import type { Facts } from '../parse/facts';

/**
 * Returns a step that repeats the denied request with the AWS CLI. Docker and containerd discard the access denied
 * message of AWS; the AWS CLI prints it.
 */
export function probeStep(failure: Case): Step {
  const { location, message } = failure;
  const { operation, client } = message.facts;
  const action = message.facts.action ?? message.facts.requestedAction;
  const owner = registryOptions(location);
  const probe =
    PROBES[action ?? ''] ??
    (operation === 'push' ? PROBES[PUSH_ACTION] : undefined) ??
    PROBES[PULL_ACTION] ??
    '';
  const command = probe
    .replaceAll('REPOSITORY', location.repositoryName ?? 'REPOSITORY')
    .replaceAll('imageTag=TAG', imageId(message.facts))
    .replaceAll('TAG', message.facts.tag ?? 'TAG')
    .replaceAll(' OWNER', owner);
  const callerName = operation === 'push' ? 'the caller' : pullerOf(client);
  return {
    text: `Send the request with the AWS CLI, as ${callerName}. The AWS CLI prints the complete message of AWS, which names the missing permission. Pass this message to diagnose.${PROBE_NOTES[action ?? ''] ?? ''}`,
    code: { language: 'sh', text: `aws sts get-caller-identity\n${command}\n` },
  };
}

/** An image pinned by digest is requested by digest, because the tag may have moved. */
function imageId({ digest, tag }: Facts): string {
  return digest === undefined ? `imageTag=${tag ?? 'TAG'}` : `imageDigest=${digest}`;
}

const PULL_ACTION = 'ecr:BatchGetImage';
const PUSH_ACTION = 'ecr:InitiateLayerUpload';

const NO_LAYER = `sha256:${'0'.repeat(64)}`;

/** Commands that need exactly this action and change nothing. An upload that is not completed expires. */
const PROBES: Readonly<Record<string, string>> = {
  [PULL_ACTION]:
    'aws ecr batch-get-image --repository-name REPOSITORY \\\n  --image-ids imageTag=TAG OWNER --query failures',
  'ecr:GetDownloadUrlForLayer': `aws ecr get-download-url-for-layer --repository-name REPOSITORY OWNER \\\n  --layer-digest ${NO_LAYER}`,
  'ecr:BatchCheckLayerAvailability': `aws ecr batch-check-layer-availability --repository-name REPOSITORY OWNER \\\n  --layer-digests ${NO_LAYER} --query failures`,
  [PUSH_ACTION]: 'aws ecr initiate-layer-upload --repository-name REPOSITORY OWNER',
  'ecr:UploadLayerPart':
    'aws ecr upload-layer-part --repository-name REPOSITORY OWNER \\\n  --upload-id none --part-first-byte 0 --part-last-byte 0 --layer-part-blob "$(printf x | base64)"',
  'ecr:CompleteLayerUpload': `aws ecr complete-layer-upload --repository-name REPOSITORY OWNER \\\n  --upload-id none --layer-digests ${NO_LAYER}`,
  'ecr:PutImage':
    "aws ecr put-image --repository-name REPOSITORY OWNER \\\n  --image-tag TAG --image-manifest '{}'",
};

const ALLOWED_TEXT = ' Any other error means that the action is allowed.';

/** The error that the command ends with if the action is allowed. */
const PROBE_NOTES: Readonly<Record<string, string>> = {
  'ecr:GetDownloadUrlForLayer': ' LayersNotFoundException means that the action is allowed.',
  'ecr:UploadLayerPart': ALLOWED_TEXT,
  'ecr:CompleteLayerUpload': ALLOWED_TEXT,
  'ecr:PutImage':
    ' InvalidParameterException or ImageAlreadyExistsException means that the action is allowed.',
};
