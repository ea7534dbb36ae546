/**
 * Every problem a declaration can have. The codes are stable: people search for them and suppress them. The text is
 * the requirement that is broken; `docs/diagnostics.md` says the rest and a test keeps it complete.
 */
export const CODES = {
  'file/missing': ['error', 'The file exists.'],
  'file/unreadable': ['error', 'The file can be read.'],
  'file/empty': ['error', 'The file holds something.'],
  'file/not-utf8': ['error', 'The file is UTF-8.'],

  'yaml/syntax': ['error', 'The file is one YAML 1.2 document.'],
  'yaml/duplicate-key': ['error', 'A key stands once in its mapping.'],
  'yaml/aliases': ['error', 'Aliases repeat a reasonable amount of the file, and never themselves.'],
  'yaml/depth': ['error', 'Nothing is nested deeper than the language goes.'],

  'shape/unknown-key': ['error', 'Every key is one of the language.'],
  'shape/missing-key': ['error', 'Every required key is there.'],
  'shape/wrong-type': ['error', 'Every value has the type its key asks for.'],
  'shape/wrong-value': ['error', 'Every value is one that its key allows.'],
  'shape/not-supported-yet': ['error', 'The key has effect in this version.'],

  'environment/not-set': ['error', 'Every environment variable that is named is set, or has a default.'],
  'environment/malformed': ['error', 'A variable is written ${NAME} or ${NAME:-default}.'],
  'environment/credential': ['error', 'No credential is read from the environment.'],

  'account/name': ['error', 'The name of an account fits its pattern.'],
  'account/id': ['error', 'An account id is 12 digits.'],
  'account/id-unquoted': ['error', 'An account id is in quotes.'],
  'account/duplicate-id': ['error', 'One AWS account is declared once.'],
  'account/two-credentials': ['error', 'An account has one way to reach it.'],
  'account/role-elsewhere': ['error', 'The role assumed for an account is a role of that account.'],

  'registry/name': ['error', 'The name of a registry fits its pattern.'],
  'registry/unknown-account': ['error', 'The account of a registry is declared.'],
  'registry/unknown-region': ['error', 'The Region of a registry exists.'],
  'registry/duplicate': ['error', 'An account has one registry in a Region.'],
  'registry/partition': ['error', 'The registries of an account are in one partition.'],

  'repository/name': ['error', "The name of a repository fits ECR's pattern."],
  'repository/leading-digit': ['warning', 'The name of a repository starts with a letter.'],
  'repository/unknown-registry': ['error', 'The registry of a repository is declared.'],
  'repository/which-registry': ['error', 'A repository names its registry, or its registries, once.'],

  'replication/unknown-registry': ['error', 'The registries of a replication rule are declared.'],
  'replication/same-registry': ['error', 'A registry does not replicate to itself.'],
  'replication/duplicate-registry': ['error', 'A replication rule names a registry once.'],
  'replication/partition': ['error', 'Images are replicated within one partition.'],
  'replication/filter': ['error', "A prefix fits ECR's filter pattern."],
  'replication/duplicate-filter': ['error', 'A replication rule names a prefix once.'],
  'replication/duplicate-rule': ['warning', 'What a rule does is not done by another rule already.'],
  'replication/unknown-repository': ['error', 'A prefix is the start of the name of a declared repository.'],
  'replication/matches-nothing': ['error', 'A replication rule matches a repository of its source registry.'],
  'replication/nothing-to-create-from': [
    'warning',
    'A rule that creates repositories matches a declared repository too.',
  ],
  'replication/overmatch': ['warning', 'A prefix matches only the repositories it was meant for.'],
  'replication/chain': ['warning', 'No image is expected to travel further than one replication rule.'],
  'replication/too-many-rules': ['error', 'A registry has as many replication rules as ECR allows.'],
  'replication/too-many-destinations': ['error', 'A registry has as many destinations as ECR allows.'],
  'replication/too-many-filters': ['error', 'A replication rule has as many filters as ECR allows.'],

  'access/unknown-registry': ['error', 'The registries of a grant are declared.'],
  'access/unknown-repository': ['error', 'A grant names repositories that are declared.'],
  'access/matches-nothing': ['error', 'The repositories of a grant are in the registries it names.'],
  'access/unknown-account': ['error', 'A principal that is a name is the name of an account.'],
  'access/principal': ['error', 'A principal is one that IAM takes in a policy.'],
  'access/partition': ['error', 'A principal is in the partition of the registry.'],
  'access/duplicate-principal': ['error', 'A grant names a principal once.'],
  'access/public': ['error', 'A grant to every AWS account says that it is meant.'],
  'access/lambda-push': ['error', 'A Lambda function is allowed to pull, which is all it does.'],
  'access/service': ['warning', 'A service that is granted something pulls by itself.'],
  'access/push-to-replica': ['warning', 'Images are pushed to where they are replicated from.'],
  'access/identity': ['error', 'An identity policy is asked for where one can be attached.'],
  'access/identity-missing': ['warning', "The caller's side of a grant is taken care of."],

  'statement/unknown-action': ['error', 'The actions of a statement are actions of ECR.'],
  'statement/resource-in-repository-policy': [
    'error',
    'A statement of a repository policy has no resources.',
  ],
  'statement/auth-token-in-repository-policy': [
    'error',
    'A repository policy does not hold ecr:GetAuthorizationToken.',
  ],
  'statement/replicate-in-repository-policy': [
    'error',
    'A repository policy does not hold ecr:ReplicateImage.',
  ],
  'statement/registry-action-in-repository-policy': [
    'error',
    'A repository policy holds actions on a repository only.',
  ],
  'statement/resource-missing': ['error', 'A statement of a registry policy has resources.'],
  'statement/wrong-arn-in-registry-policy': [
    'error',
    'The resources of a registry policy are in that registry.',
  ],
  'statement/public': ['error', 'A statement that allows every AWS account says that it is meant.'],
  'statement/condition': ['error', 'A condition has an operator that IAM knows, and stands once.'],
  'statement/duplicate-sid': ['error', 'The id of a statement stands once in its policy.'],
  'statement/denies-replication': ['error', 'No statement denies a replication that a rule asks for.'],
  'statement/denies-inspector': ['error', 'No statement keeps Amazon Inspector from scanning.'],

  'policy/registry-too-long': ['error', 'A registry policy fits in the characters ECR allows.'],
  'policy/repository-too-long': ['error', 'A repository policy fits in the characters ECR allows.'],
  'policy/identity-too-long': ['error', 'An identity policy fits in the characters IAM allows.'],

  'backend/region': ['error', 'The Region of the bucket exists.'],
  'backend/which': ['error', 'There is one backend.'],
  'backend/placeholder': ['error', 'The only placeholder in a place of the backend is {stack}.'],

  'tag/key': ['error', 'The key of a tag is one that AWS takes.'],

  'check/unknown-rule': ['error', 'A rule that is set or suppressed exists.'],
  'check/reason': ['error', 'A suppression says why.'],
  'check/expires': ['error', 'The day on which a suppression expires exists.'],
  'check/duplicate-suppression': ['warning', 'A finding is accepted once.'],
} as const satisfies Readonly<Record<string, readonly ['error' | 'warning', string]>>;

export type DiagnosticCode = keyof typeof CODES;
export type Severity = (typeof CODES)[DiagnosticCode][0];
