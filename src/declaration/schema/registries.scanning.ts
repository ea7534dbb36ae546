import { z } from 'zod';
import { LIMITS } from '../../aws/limits';
import { SCANNING_FILTER } from '../../aws/names';
import { distinctList, flag, section, validatedString } from './field-types';

const scanningRuleSchema = section(
  {
    frequency: z.enum(['SCAN_ON_PUSH', 'CONTINUOUS_SCAN', 'MANUAL']).meta({
      description:
        'When images are scanned. BASIC: SCAN_ON_PUSH, MANUAL. ENHANCED: SCAN_ON_PUSH, CONTINUOUS_SCAN.',
    }),
    repositories: distinctList(
      z
        .array(
          validatedString(
            SCANNING_FILTER,
            'scanning/filter',
            'A filter on repository names: with *, which stands for anything, a whole name; without, a part of it.',
          ),
        )
        .min(1)
        .max(LIMITS.filtersPerScanningRule),
      'scanning/duplicate-filter',
    ).meta({ description: 'Which repositories the rule takes.' }),
  },
  'Which repositories are scanned when.',
);

export const scanningSchema = section(
  {
    type: z.enum(['BASIC', 'ENHANCED']).meta({
      description: "BASIC is ECR's own scanning; ENHANCED is that of Amazon Inspector.",
    }),
    rules: z.array(scanningRuleSchema).max(LIMITS.scanningRulesPerRegistry).optional().meta({
      description: `One for each frequency. What no rule takes is scanned by hand (BASIC) or not at all (ENHANCED). Default: none.`,
    }),
    enableInspector: flag(
      'Terraform turns Amazon Inspector on for images, and off for everything else in this account and Region. ' +
        'Default: false, ECR turns it on for images and leaves the rest.',
    ).optional(),
  },
  'How the whole registry scans images. Default: each repository says for itself, with scanOnPush.',
);
