/**
 * Every diagnostic of a declaration: severity and requirement. The codes are stable, because users search for them and
 * suppress them. `docs/diagnostics.md` explains each; a test keeps it complete.
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

  'cache/prefix': ['error', 'The prefix of a cache fits the pattern of ECR and of the AWS provider.'],
  'cache/duplicate-prefix': ['error', 'A registry has one pull-through cache rule for a namespace.'],
  'cache/too-many-rules': ['error', 'A registry has as many pull-through cache rules as ECR allows.'],
  'cache/upstream': ['error', 'The upstream of a cache is another registry, and one that ECR can pull from.'],
  'cache/upstream-prefix': ['error', 'A cache of every name has no namespace of its own upstream.'],
  'cache/upstream-prefix-not-ecr': ['warning', 'A namespace of the upstream is named where that is ECR.'],
  'cache/credentials': [
    'error',
    'A cache logs in with a secret of its own account and Region where it has to.',
  ],
  'cache/role': ['error', 'A cache pulls from ECR of another account with a role of its own account.'],
  'cache/circle': ['warning', 'No two registries cache from each other what they cache.'],
  'cache/declared-repository': ['warning', 'Images are pushed to where no cache pulls them.'],

  'template/prefix': ['error', "The prefix of a creation template fits ECR's pattern."],
  'template/duplicate-prefix': ['error', 'A registry has one creation template for a namespace.'],
  'template/applied-for': ['error', 'A creation template names a use once.'],
  'template/role': ['error', 'A creation template with KMS or tags has a role of its own account.'],
  'template/immutable-cache': ['warning', 'What a cache is to keep up to date has mutable tags.'],
  'template/unused': ['warning', 'ECR creates repositories that a creation template is for.'],

  'scanning/filter': ['error', "A scanning filter fits ECR's pattern."],
  'scanning/duplicate-filter': ['error', 'The scanning of a registry names a filter once.'],
  'scanning/frequency': ['error', 'The frequency of a scanning rule is one of its type of scanning.'],
  'scanning/duplicate-frequency': ['error', 'The scanning of a registry has one rule for a frequency.'],
  'scanning/inspector': ['error', 'Amazon Inspector is turned on for enhanced scanning.'],
  'scanning/region': ['warning', 'Amazon Inspector is there where it is to scan.'],
  'scanning/scans-nothing': ['warning', 'Enhanced scanning scans something.'],
  'scanning/matches-nothing': ['warning', 'A scanning filter takes a repository of its registry.'],
  'scanning/scan-on-push': ['warning', 'What is to be scanned on push is.'],

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
  'replication/no-template': [
    'warning',
    'A creation template says what the repositories that a rule creates have.',
  ],
  'replication/template-partly': [
    'warning',
    'A creation template is for all repositories that a rule creates.',
  ],
  'replication/template-differs': [
    'warning',
    'A creation template says what the originals have of what it creates.',
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
  'access/not-created': ['warning', 'What ECR creates has the statements that its originals are granted.'],
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
  'statement/undocumented-condition': ['warning', 'AWS documents the result of every condition.'],
  'statement/variable-before-resource': [
    'warning',
    'A policy variable appears only after the fifth colon of an ARN.',
  ],
  'statement/duplicate-sid': ['error', 'The id of a statement stands once in its policy.'],
  'statement/denies-replication': ['error', 'No statement denies a replication that a rule asks for.'],
  'statement/denies-cache': ['error', 'No statement denies what a pull-through cache of the topology pulls.'],
  'statement/denies-inspector': ['error', 'No statement keeps Amazon Inspector from scanning.'],

  'policy/registry-too-long': ['error', 'A registry policy fits in the characters ECR allows.'],
  'policy/repository-too-long': ['error', 'A repository policy fits in the characters ECR allows.'],
  'policy/template-too-long': [
    'error',
    'The repository policy of a creation template fits in what ECR allows.',
  ],
  'policy/identity-too-long': ['error', 'An identity policy fits in the characters IAM allows.'],

  'import/unknown-registry': ['error', 'The registries that an import names are declared.'],
  'import/nothing': ['warning', 'What is imported is declared.'],

  'stacks/name': ['error', 'The names of stacks differ, and not in case alone.'],

  'backend/region': ['error', 'The Region of the bucket exists.'],
  'backend/which': ['error', 'There is one backend.'],
  'backend/placeholder': ['error', 'The only placeholder in a place of the backend is {stack}.'],
  'backend/shared-state': ['error', 'Every stack has a state of its own.'],
  'backend/too-long': ['error', 'The place of a state is no longer than the backend allows.'],

  'mutability/filters-missing': ['error', 'A mode with exclusion has exclusion filters.'],
  'mutability/filters-without-exclusion': ['error', 'Exclusion filters stand beside a mode with exclusion.'],
  'mutability/wildcards': ['error', 'An exclusion filter has as many * as the AWS provider allows.'],
  'mutability/duplicate-filter': ['error', 'An exclusion filter stands once.'],

  'encryption/key-without-kms': ['error', 'A key is given where KMS encrypts.'],
  'encryption/key-missing': ['error', 'Every registry that holds the images has a key of its Region.'],
  'encryption/key-elsewhere': ['error', 'A key is in the Region of the registry it is for.'],
  'encryption/key-of-another-account': ['warning', 'One key for several accounts is meant for them.'],
  'encryption/alias': ['error', 'A key is named by its own ARN, not by an alias.'],
  'encryption/unknown-registry': ['error', 'The registries that have a key are declared.'],
  'encryption/unused-key': ['warning', 'A registry that is given a key holds what it encrypts.'],
  'encryption/dual-layer': ['error', 'Dual-layer encryption is asked for where AWS has it.'],

  'lifecycle/json': ['error', 'A lifecycle policy in JSON has the syntax of ECR.'],
  'lifecycle/unknown-property': ['warning', 'The properties of a lifecycle policy are those that ECR has.'],
  'lifecycle/tags': ['error', 'A rule about tagged images says which tags, and no other rule does.'],
  'lifecycle/wildcards': ['error', 'A pattern of tags has as many * as ECR allows.'],
  'lifecycle/count': ['error', 'A lifecycle rule counts one thing.'],
  'lifecycle/storage-class': ['error', 'A rule counts what ECR counts in its storage class.'],
  'lifecycle/action': ['error', 'A rule does what ECR does with the images it counts.'],
  'lifecycle/archived-days': ['warning', 'What is archived stays there for 90 days at least.'],
  'lifecycle/priority': ['error', 'A lifecycle rule has a priority of its own.'],
  'lifecycle/any-last': ['error', 'The rule about any image is the last of its storage class.'],
  'lifecycle/duplicate-untagged': ['error', 'One rule of a storage class is about untagged images.'],
  'lifecycle/duplicate-tags': ['error', 'The rules of a storage class are about different tags.'],
  'lifecycle/too-long': ['error', 'A lifecycle policy fits in the characters ECR allows.'],

  'tag/key': ['error', 'The key of a tag is one that AWS takes.'],
  'tag/too-many': ['error', 'A repository has as many tags as AWS allows.'],

  'check/unknown-rule': ['error', 'A rule that is set or suppressed exists.'],
  'check/reason': ['error', 'A suppression says why.'],
  'check/expires': ['error', 'The day on which a suppression expires exists.'],
  'check/duplicate-suppression': ['warning', 'A finding is accepted once.'],
} as const satisfies Readonly<Record<string, readonly ['error' | 'warning', string]>>;

export type DiagnosticCode = keyof typeof CODES;
export type Severity = (typeof CODES)[DiagnosticCode][0];
