import { registryWithAccountText, repositoryText } from '../model/case';
import { PAGES } from '../model/diagnosis';
import { defineEntry, matchPattern, type FamilyEntries } from '../model/entry';
import { mentionsEcr, mentionsOtherRegistry } from '../parse/registry-reference';

interface ManifestRefused {
  /** The client pushes other artifacts than a build cache. */
  readonly isOther: boolean;
}

const matchRefused = matchPattern(
  /PUT request to \S{1,300}\/manifests\/\S{1,200}: (?:400 Bad Request|405|415)|failed commit on ref \S{1,200}: unexpected status: 40[05]|Unsupported manifest type|unsupported: Invalid parameter at 'ImageManifest'|Invalid parameter at '(?:image)?Manifest(?:MediaType)?'|cacheconfig\.v0|manifest invalid|MANIFEST_INVALID|(?:UNSUPPORTED|unsupported).{0,40}manifest/i,
  (text) => mentionsEcr(text) || !mentionsOtherRegistry(text),
);

/** The registry rejects a manifest because of its media type or contents. */
const MANIFEST_REFUSED = defineEntry<ManifestRefused>({
  kind: 'manifest-refused',
  match: (text, facts) => {
    const match = matchRefused(text, facts);
    return match === undefined
      ? undefined
      : {
          ...match,
          isOther:
            /oras|helm|artifact|policy|cosign|notation|\.sbom|\.sig(?![a-z])|\.att(?![a-z])|apko/i.test(text),
        };
  },
  explain: (failure) => ({
    summary: `The manifest that was pushed to ${repositoryText(failure)} in ${registryWithAccountText(failure.location)} was rejected.`,
    cause: failure.message.isOther
      ? 'The registry does not accept the media type or the contents of the manifest. No permission is involved, because the registry accepted the layers. ECR accepts images and indexes of Docker, OCI 1.0 and OCI 1.1. It rejects artifact manifests of drafts (OCI 1.1 release candidates), which old versions of clients write.'
      : 'The registry does not accept the media type or the contents of the manifest. No permission is involved. ECR accepts Docker and OCI images, and manifest lists and indexes of them. The usual cause is a build cache: by default, BuildKit exports the cache as an index that does not consist of images, which ECR rejects. Old versions of BuildKit print the same message if the tag already exists and the tags are immutable.',
    policies: [],
    steps: failure.message.isOther
      ? [
          {
            text: 'Update the client, or configure it to write OCI 1.0 manifests (in oras: --image-spec v1.0), and push again.',
          },
        ]
      : [
          {
            text: 'Export the cache as an OCI image with a separate tag (BuildKit 0.12 or later).',
            code: {
              language: 'sh',
              text: 'docker buildx build --push -t IMAGE \\\n  --cache-to type=registry,ref=REPOSITORY:cache,mode=max,image-manifest=true,oci-mediatypes=true \\\n  --cache-from type=registry,ref=REPOSITORY:cache .\n',
            },
          },
          {
            text: 'If it is not a build cache, check whether the tag already exists (aws ecr describe-images), and update the client. Push each image before the index that refers to it, to the same repository.',
          },
        ],
    certainty: { level: 'likely', because: 'the message does not show what kind of artifact was pushed' },
    page: PAGES.buildCache,
  }),
});

/** An index was pushed before the images in it. */
const REFERENCED_IMAGES_NOT_FOUND = defineEntry({
  kind: 'referenced-images-not-found',
  match: matchPattern(/ReferencedImagesNotFoundException|required for pushing image into repository/i),
  explain: (failure) => ({
    summary: `The index that was pushed to ${repositoryText(failure)} refers to images that are not in the repository.`,
    cause:
      'ECR accepts an index (manifest list) only if every image in it is already in the same repository. Images of another repository or registry must be copied first. A lifecycle policy may have expired one of the images.',
    policies: [],
    steps: [
      {
        text: 'Push the image of each platform to this repository, then push the index. Or use one command that copies or builds all of them.',
        code: {
          language: 'sh',
          text: 'docker buildx imagetools create --tag IMAGE:TAG IMAGE:TAG-amd64 IMAGE:TAG-arm64\n',
        },
      },
    ],
    certainty: { level: 'certain', because: 'ECR names the missing images' },
    page: PAGES.errors,
  }),
});

/** The image is built for another platform. */
const PLATFORM_MISMATCH = defineEntry({
  kind: 'platform-mismatch',
  match: matchPattern(
    /no match(?:ing manifest)? for (?:platform|[a-z]{3,10}\/[a-z0-9]{2,8})|does not contain descriptor matching platform|failed to find a descriptor for platform|no matching manifest|exec format error/i,
    (text) => mentionsEcr(text) || !mentionsOtherRegistry(text),
  ),
  explain: (failure) => ({
    summary: `${repositoryText(failure)} in ${registryWithAccountText(failure.location)} has no image for the platform that pulls it.`,
    cause:
      'The image was built for another processor or operating system, for example on a Mac with Apple silicon, but the machine that pulls it has an Intel processor. The pull was allowed, so no permission is involved.',
    policies: [],
    steps: [
      {
        text: 'Build the image for the platform that runs it, or for both platforms, and push again. Or run it on a machine of the other architecture (runtimePlatform in ECS, a node selector in Kubernetes).',
        code: {
          language: 'sh',
          text: 'docker buildx build --platform linux/amd64,linux/arm64 --push -t IMAGE .\n',
        },
      },
    ],
    certainty: { level: 'certain', because: 'the client read the image and did not find its platform' },
    page: PAGES.errors,
  }),
});

export const ENTRIES: FamilyEntries = {
  exception: [REFERENCED_IMAGES_NOT_FOUND],
  image: [MANIFEST_REFUSED, PLATFORM_MISMATCH],
};
