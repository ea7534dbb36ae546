import type * as z from 'zod';
import { KMS_KEY } from '../../aws/arn';
import { ACCOUNT_ID, nameRule } from '../../aws/names';
import {
  atMostOneKey,
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
    id: interpolatedString(
      ACCOUNT_ID,
      'account/id',
      'The ID of the AWS account: 12 digits in quotes. Without quotes, YAML reads a number and drops leading zeros. ' +
        'Under `accounts`, `${NAME}` and `${NAME:-default}` insert environment variables.',
      { examples: ['111111111111'] },
    ),
    profile: interpolatedString(
      profileName,
      'shape/wrong-value',
      'The profile in the AWS configuration files that Terraform uses for this account. Not together with `assumeRole`.',
      { examples: ['develop'] },
    ).optional(),
    assumeRole: section(
      {
        arn: interpolatedString(roleArn, 'shape/wrong-value', 'The ARN of a role in this account.', {
          examples: ['arn:aws:iam::111111111111:role/deploy'],
        }),
        externalId: interpolatedString(
          nameRule(
            /^[A-Za-z0-9_+=,.@:/-]{2,1224}$/,
            "contain 2 to 1224 characters: letters, digits and '_+=,.@:/-'",
          ),
          'shape/wrong-value',
          'The external ID that the trust policy of the role requires. 2 to 1224 characters.',
        ).optional(),
        sessionName: interpolatedString(
          nameRule(/^[A-Za-z0-9_+=,.@-]{2,64}$/, "contain 2 to 64 characters: letters, digits and '_+=,.@-'"),
          'shape/wrong-value',
          'The name of the session in CloudTrail. 2 to 64 characters.',
          { examples: ['ecr-topology'] },
        ).optional(),
      },
      'The role that Terraform assumes in this account. Not together with `profile`.',
    ).optional(),
    import: flag(
      'Whether Terraform imports the identity policies of the roles and users of this account instead of creating them: the ' +
        'inline policies `ecr-topology` and the attachments that `access` declares.',
      false,
    )
      .optional()
      .meta({ reference: 'guides/adopt.md' }),
  },
  'An AWS account, and how Terraform signs in to it: with a profile, with a role, or with the credentials of the environment ' +
    'if you set neither.',
  {
    title: 'account',
    ...atMostOneKey(['profile', 'assumeRole'], "Set either 'profile' or 'assumeRole', not both."),
  },
);

export const BACKEND_DEFAULTS = {
  local: { path: 'terraform.{stack}.tfstate' },
  s3: { key: 'ecr-topology/{stack}.tfstate', encrypt: true, useLockfile: true },
  cloud: { workspace: '{stack}' },
} as const;

/** A file path or object key: segments separated by `/`, none of them empty, `.` or `..`. */
const stateLocation = (description: string, value: string) =>
  patternString(
    /^(?!.*(^|\/)\.\.?(\/|$))[A-Za-z0-9_.{}=@+,!'()-]+(\/[A-Za-z0-9_.{}=@+,!'()-]+)*$/,
    "contain only letters, digits and '_.-=@+,!()', with '/' between folders; {stack} is the name of the stack",
    description,
    { default: value },
  );

export const backendSchema = section(
  {
    local: section(
      {
        path: stateLocation(
          'The path of the state file, relative to the project. `{stack}` is replaced with the name of the stack.',
          BACKEND_DEFAULTS.local.path,
        ).optional(),
      },
      'Stores the state in a local file.',
    ).optional(),
    s3: section(
      {
        bucket: patternString(
          /^(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
          "be an S3 bucket name: 3 to 63 lowercase letters, digits, '.' and '-'",
          'The name of the S3 bucket.',
          { examples: ['my-terraform-states'] },
        ),
        region: regionName('The AWS Region of the bucket.'),
        key: stateLocation(
          'The key of the state object in the bucket. `{stack}` is replaced with the name of the stack.',
          BACKEND_DEFAULTS.s3.key,
        ).optional(),
        encrypt: flag('Whether S3 encrypts the state object.', BACKEND_DEFAULTS.s3.encrypt).optional(),
        useLockfile: flag(
          'Whether Terraform locks the state with an object next to it. Requires Terraform or OpenTofu 1.10.',
          BACKEND_DEFAULTS.s3.useLockfile,
        ).optional(),
        kmsKeyId: validatedString(
          KMS_KEY,
          'shape/wrong-value',
          'The KMS key that encrypts the state object.',
        ).optional(),
        profile: validatedString(
          profileName,
          'shape/wrong-value',
          'The profile in the AWS configuration files that Terraform uses for the bucket.',
        ).optional(),
        roleArn: validatedString(
          roleArn,
          'shape/wrong-value',
          'The ARN of the role that Terraform assumes to read and write the state.',
        ).optional(),
      },
      'Stores the state in an S3 bucket.',
    ).optional(),
    cloud: section(
      {
        organization: patternString(
          /^[A-Za-z0-9_-]{3,40}$/,
          "be an organization name: 3 to 40 letters, digits, '_' and '-'",
          'The organization in HCP Terraform or Terraform Enterprise. 3 to 40 characters.',
          { examples: ['acme'] },
        ),
        workspace: patternString(
          /^[A-Za-z0-9_{][A-Za-z0-9_{}-]{0,89}$/,
          "contain only letters, digits, '_' and '-'; {stack} is the name of the stack",
          'The workspace. `{stack}` is replaced with the name of the stack.',
          { default: BACKEND_DEFAULTS.cloud.workspace },
        ).optional(),
        hostname: patternString(
          /^[a-z0-9-]+(\.[a-z0-9-]+)+(:[0-9]{1,5})?$/,
          "be a host name such as 'app.terraform.io'",
          'The host name of Terraform Enterprise. Default in Terraform: app.terraform.io. OpenTofu has no default.',
        ).optional(),
        project: patternString(
          /^[A-Za-z0-9_ -]{3,40}$/,
          "be a project name: 3 to 40 letters, digits, spaces, '_' and '-'",
          'The project in which Terraform creates new workspaces. 3 to 40 characters.',
        ).optional(),
      },
      'Stores the state in HCP Terraform or Terraform Enterprise.',
    ).optional(),
  },
  'Where Terraform stores its state: one of `local`, `s3` and `cloud`. Default: a local file for each stack.',
  {
    title: 'backend',
    reference: 'reference/topology.md#backend',
    ...atMostOneKey(['local', 's3', 'cloud'], "Set only one of 'local', 's3' and 'cloud'."),
  },
);

/** The members of the section `backend`. */
export type DeclaredBackend = Members<z.input<typeof backendSchema>>;
/** The members of an entry under `accounts`. */
export type DeclaredAccount = Members<z.input<typeof accountSchema>>;
