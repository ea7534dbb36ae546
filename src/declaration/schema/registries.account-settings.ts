import { z } from 'zod';
import { flag, section } from './field-types';

export const accountSettingsSchema = section(
  {
    basicScanTypeVersion: z
      .enum(['AWS_NATIVE'], {
        error: ({ input }) => (input === 'CLAIR' ? 'AWS retired CLAIR in February 2026.' : undefined),
      })
      .optional()
      .meta({
        description: 'BASIC_SCAN_TYPE_VERSION: what basic scanning uses. AWS has retired CLAIR.',
      }),
    blobMounting: flag(
      'BLOB_MOUNTING: repositories of the registry share layers. Needs version 6.29 of the AWS provider.',
    ).optional(),
    registryPolicyScope: z.enum(['V2']).optional().meta({
      description:
        'REGISTRY_POLICY_SCOPE: V2 lets the registry policy hold every action of ECR, and asks it about each request.',
    }),
  },
  'Settings of ECR in this account and Region. What is not here is left as it is.',
);
