import { ENTRIES } from '../../../src/diagnose/entries/push';
import { describeMessages } from '../describe-messages';

describeMessages(ENTRIES, {
  clientMessages: {
    '02-kaniko-eof': {
      kind: 'upload-closed',
      contains: ['the repository does not exist', 'ecr:InitiateLayerUpload', 'aws ecr initiate-layer-upload'],
    },
    '57-buildah-nolocation': { kind: 'upload-closed', contains: ['ecr:InitiateLayerUpload'] },
  },
  publicMessages: {
    '025-kaniko-eof': {
      kind: 'upload-closed',
      contains: ['the repository does not exist', 'ecr:InitiateLayerUpload'],
    },
    '032-build-push-eof-tag-as-path': {
      kind: 'upload-closed',
      contains: ["'1.0.0', which looks like a tag"],
    },
    '033-helm-oci-namespace-eof': { kind: 'upload-closed', contains: ['the repository does not exist'] },
    '037-buildah-no-location': { kind: 'upload-closed', contains: ['the repository does not exist'] },
    '097-sls-retry-eof': { kind: 'upload-closed', contains: ['the repository does not exist'] },
    '228-codebuild-push-retrying-eof': {
      kind: 'upload-closed',
      contains: ['the repository does not exist', 'ecr:InitiateLayerUpload'],
    },
    '316-docker-push-retrying-eof': { kind: 'upload-closed', contains: ['ecr:InitiateLayerUpload'] },
  },
});
