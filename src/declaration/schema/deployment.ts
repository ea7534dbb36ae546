import type { z } from 'zod';
import { KMS_KEY } from '../../aws/arn';
import { ACCOUNT_ID, nameRule } from '../../aws/names';
import {
  flag,
  interpolatedString,
  patternString,
  profileName,
  regionName,
  roleArn,
  section,
  validatedString,
} from './field-types';
import type { Members } from './located';

export const accountSchema = section(
  {
    id: interpolatedString(ACCOUNT_ID, 'account/id', 'The 12 digits of the AWS account, in quotes.'),
    profile: interpolatedString(
      profileName,
      'shape/wrong-value',
      'The profile of the AWS configuration files that Terraform uses for this account.',
    ).optional(),
    assumeRole: section(
      {
        arn: interpolatedString(
          roleArn,
          'shape/wrong-value',
          'The role that Terraform assumes in this account.',
        ),
        externalId: interpolatedString(
          nameRule(
            /^[A-Za-z0-9_+=,.@:/-]{2,1224}$/,
            "contain 2 to 1224 characters: letters, digits and '_+=,.@:/-'",
          ),
          'shape/wrong-value',
          "The external id that the role's trust policy asks for.",
        ).optional(),
        sessionName: interpolatedString(
          nameRule(/^[A-Za-z0-9_+=,.@-]{2,64}$/, "contain 2 to 64 characters: letters, digits and '_+=,.@-'"),
          'shape/wrong-value',
          'The name of the session, as CloudTrail shows it.',
        ).optional(),
      },
      'The role that Terraform assumes for this account.',
    ).optional(),
  },
  'An AWS account and how Terraform reaches it: a profile, a role, or neither for ambient credentials.',
).meta({ not: { required: ['profile', 'assumeRole'] } });

export const BACKEND_DEFAULTS = {
  local: { path: 'terraform.{stack}.tfstate' },
  s3: { key: 'ecr-topology/{stack}.tfstate', encrypt: true, useLockfile: true },
  cloud: { workspace: '{stack}' },
} as const;

/** A file path or object key: segments separated by `/`, none of them empty, `.` or `..`. */
const stateLocation = (description: string) =>
  patternString(
    /^(?!.*(^|\/)\.\.?(\/|$))[A-Za-z0-9_.{}=@+,!'()-]+(\/[A-Za-z0-9_.{}=@+,!'()-]+)*$/,
    "contain only letters, digits and '_.-=@+,!()', with '/' between folders; {stack} is the name of the stack",
    description,
  );

export const backendSchema = section(
  {
    local: section(
      {
        path: stateLocation(
          `The state file, relative to the project. Default: ${BACKEND_DEFAULTS.local.path}.`,
        ).optional(),
      },
      'State in a file.',
    ).optional(),
    s3: section(
      {
        bucket: patternString(
          /^(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
          "be an S3 bucket name: 3 to 63 lowercase letters, digits, '.' and '-'",
          'The bucket.',
        ),
        region: regionName('The Region of the bucket.'),
        key: stateLocation(`The object. Default: ${BACKEND_DEFAULTS.s3.key}.`).optional(),
        encrypt: flag(`Encrypt the object. Default: ${String(BACKEND_DEFAULTS.s3.encrypt)}.`).optional(),
        useLockfile: flag(
          `Lock with an object beside the state. Default: ${String(BACKEND_DEFAULTS.s3.useLockfile)}.`,
        ).optional(),
        kmsKeyId: validatedString(KMS_KEY, 'shape/wrong-value', 'The KMS key of the object.').optional(),
        profile: validatedString(
          profileName,
          'shape/wrong-value',
          'The profile that reads and writes the state.',
        ).optional(),
        roleArn: validatedString(
          roleArn,
          'shape/wrong-value',
          'The role assumed to read and write the state.',
        ).optional(),
      },
      'State in an S3 bucket.',
    ).optional(),
    cloud: section(
      {
        organization: patternString(
          /^[A-Za-z0-9_-]{3,40}$/,
          "be an organization name: 3 to 40 letters, digits, '_' and '-'",
          'The organization.',
        ),
        workspace: patternString(
          /^[A-Za-z0-9_{][A-Za-z0-9_{}-]{0,89}$/,
          "contain only letters, digits, '_' and '-'; {stack} is the name of the stack",
          `The workspace. Default: ${BACKEND_DEFAULTS.cloud.workspace}.`,
        ).optional(),
        hostname: patternString(
          /^[a-z0-9-]+(\.[a-z0-9-]+)+(:[0-9]{1,5})?$/,
          "be a host name such as 'app.terraform.io'",
          'Default: app.terraform.io.',
        ).optional(),
        project: patternString(
          /^[A-Za-z0-9_ -]{3,40}$/,
          "be a project name: 3 to 40 letters, digits, spaces, '_' and '-'",
          'The project of a new workspace.',
        ).optional(),
      },
      'State in HCP Terraform or Terraform Enterprise.',
    ).optional(),
  },
  'Where Terraform keeps its state: local (default), s3 or cloud.',
).meta({ maxProperties: 1 });

/** The members of the section `backend`. */
export type DeclaredBackend = Members<z.input<typeof backendSchema>>;
/** The members of an entry under `accounts`. */
export type DeclaredAccount = Members<z.input<typeof accountSchema>>;
