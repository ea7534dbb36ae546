import { PAGES } from '../model/diagnosis';
import { defineEntry, type FamilyEntries } from '../model/entry';

/** EC2 and services that use it encode the reason of a denial. Only principals of the account can decode it. */
const ENCODED_DENIAL = defineEntry<EncodedDenial>({
  kind: 'encoded-denial',
  match: (text, facts) => {
    const encoded = /Encoded authorization failure message: ?([A-Za-z0-9_-]{20,8192})/i.exec(text)?.[1];
    return encoded === undefined ? undefined : { encoded, facts };
  },
  explain: ({ message }) => ({
    summary: 'AWS denied the request, and encoded the reason.',
    cause:
      'A principal with sts:DecodeAuthorizationMessage in the account of the request can decode the message. The decoded message contains the principal, the action and the resource, and whether a Deny matched.',
    policies: [],
    steps: [
      {
        text: 'Decode the message, with credentials of the account of the request.',
        code: {
          language: 'sh',
          text: `aws sts decode-authorization-message --query DecodedMessage --output text \\\n  --encoded-message ${message.encoded}\n`,
        },
      },
    ],
    certainty: { level: 'open', because: 'the message must be decoded first' },
    page: PAGES.decode,
  }),
});

interface EncodedDenial {
  readonly encoded: string;
}

export const ENTRIES: FamilyEntries = {
  denied: [ENCODED_DENIAL],
};
