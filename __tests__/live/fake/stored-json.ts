/** JSON documents as AWS returns them: never the text that was put. */

type Json = Readonly<Record<string, unknown>>;

const STATEMENT_KEYS = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
];

/**
 * Returns a policy as ECR returns it: indented with a space before each colon, keys in the order of AWS, lists of one
 * value as the value, an account ID as the ARN of its root, and the principals in another order.
 * https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetRepositoryPolicy.html
 */
export function storedPolicy(policy: Json, partition: string): string {
  const { Version = '2008-10-17', Id, Statement } = policy;
  const statements = asList(Statement).map((each) =>
    isJson(each) ? storedStatement(each, partition) : each,
  );
  return indented({ Version, ...(Id === undefined ? {} : { Id }), Statement: statements });
}

function storedStatement(statement: Json, partition: string): Json {
  const keys = STATEMENT_KEYS.filter((key) => key in statement);
  return Object.fromEntries(keys.map((key) => [key, storedElement(key, statement[key], partition)]));
}

function storedElement(key: string, value: unknown, partition: string): unknown {
  if (key === 'Principal' || key === 'NotPrincipal') return storedPrincipals(value, partition);
  if (key === 'Condition') return storedCondition(value);
  return oneOrMany(value);
}

function storedPrincipals(value: unknown, partition: string): unknown {
  if (!isJson(value)) return value;
  return mapValues(value, (values, type) =>
    oneOrMany(
      asList(values)
        .map((each) => (type === 'AWS' ? accountRoot(each, partition) : each))
        .reverse(),
    ),
  );
}

function accountRoot(value: unknown, partition: string): unknown {
  return typeof value === 'string' && /^[0-9]{12}$/.test(value)
    ? `arn:${partition}:iam::${value}:root`
    : value;
}

/** The order of operators and keys is reversed. */
function storedCondition(value: unknown): unknown {
  if (!isJson(value)) return value;
  return reversed(mapValues(value, (keys) => (isJson(keys) ? reversed(mapValues(keys, oneOrMany)) : keys)));
}

const RULE_KEYS = ['rulePriority', 'description', 'selection', 'action'];
const SELECTION_KEYS = [
  'tagStatus',
  'tagPatternList',
  'tagPrefixList',
  'storageClass',
  'countType',
  'countUnit',
  'countNumber',
];

/**
 * Returns a lifecycle policy as ECR returns it: minified, keys in the order of AWS.
 * https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetLifecyclePolicy.html
 */
export function storedLifecycle(policy: Json): string {
  return JSON.stringify({
    rules: asList(policy.rules).map((rule) =>
      isJson(rule)
        ? ordered(RULE_KEYS, {
            ...rule,
            ...(isJson(rule.selection) ? { selection: ordered(SELECTION_KEYS, rule.selection) } : {}),
          })
        : rule,
    ),
  });
}

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function asList(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined ? [] : [value];
}

function ordered(keys: readonly string[], value: Json): Json {
  const all = [
    ...keys.filter((key) => key in value),
    ...Object.keys(value).filter((key) => !keys.includes(key)),
  ];
  return Object.fromEntries(all.map((key) => [key, value[key]]));
}

function reversed(value: Json): Json {
  return Object.fromEntries(Object.entries(value).reverse());
}

function mapValues(value: Json, map: (value: unknown, key: string) => unknown): Json {
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, map(each, key)]));
}

function oneOrMany(value: unknown): unknown {
  return Array.isArray(value) && value.length === 1 ? (value[0] as unknown) : value;
}

/** Jackson's default indentation, which ECR uses. */
function indented(value: unknown, indent = ''): string {
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    return value.length === 0 ? '[ ]' : `[ ${value.map((each) => indented(each, indent)).join(', ')} ]`;
  }
  if (!isJson(value)) return JSON.stringify(value);
  const fields = Object.entries(value).map(
    ([key, each]) => `${inner}${JSON.stringify(key)} : ${indented(each, inner)}`,
  );
  return fields.length === 0 ? '{ }' : `{\n${fields.join(',\n')}\n${indent}}`;
}
