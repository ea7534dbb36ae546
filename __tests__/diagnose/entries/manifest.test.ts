import { ENTRIES } from '../../../src/diagnose/entries/manifest';
import { describeMessages } from '../describe-messages';

describeMessages(ENTRIES, {
  clientMessages: {
    '09-manifest-unsupported': {
      kind: 'manifest-refused',
      contains: ['image-manifest=true,oci-mediatypes=true'],
    },
  },
  publicMessages: {
    '031-buildx-cache-400': { kind: 'manifest-refused', contains: ['image-manifest=true'] },
    '108-arch-eks-arm': { kind: 'platform-mismatch', contains: ['linux/amd64,linux/arm64'] },
    '221-circleci-orb-manifest-400': { kind: 'manifest-refused', contains: ['the tag already exists'] },
    '241-fargate-no-descriptor-for-platform': { kind: 'platform-mismatch', contains: ['linux/amd64'] },
    '258-oras-push-manifest-405': { kind: 'manifest-refused', contains: ['OCI 1.0'] },
    '313-apko-sbom-invalid-json': { kind: 'manifest-refused', contains: ['OCI 1.0'] },
    '338-exec-format-error-streamlit': { kind: 'platform-mismatch', contains: ['another processor'] },
    '414-docker-manifest-push-blob-unknown': {
      kind: 'referenced-images-not-found',
      contains: ['is already in the same repository'],
    },
    '434-circleci-arm64-pull-existing': { kind: 'platform-mismatch', contains: ['another processor'] },
  },
});
