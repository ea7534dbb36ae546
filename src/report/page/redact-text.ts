import type { IdentityId } from '../../aws/arn';
import type { Condition } from '../../aws/policy/document';
import { memoize, sortedBy } from '../../base/collections';
import type { TextMapper } from './map-text';
import { NameRedaction } from './redact-names';

/**
 * Replaces account IDs, IDs of organizations and keys, and the names in ARNs, each by the same text everywhere. It first
 * collects them, because other texts contain them without an ARN.
 */
export class Redaction {
  private readonly accounts = new Numbering(12);
  private readonly organizations = new Numbering(10);
  private readonly roots = new Numbering(4);
  private readonly units = new Numbering(8);
  private readonly keys = new Numbering(12);
  private readonly multiRegionKeys = new Numbering(32);
  private readonly principals = new Numbering(17);
  /** The end of the name of an IAM Identity Center role. Patterns have 16 `?` in its place. */
  private readonly assignments = new Numbering(16);
  private readonly names = new NameRedaction();
  private readonly identityNames = new Set<string>();
  private identityNamePattern: RegExp | undefined;

  /** @param kept names that stay, even if a role has the same name */
  public constructor(private readonly kept: ReadonlySet<string>) {}

  public addAccount(accountId: string): void {
    this.accounts.add(accountId);
  }

  /** Collects what a value contains. */
  public readonly collecting: TextMapper = {
    text: (text) => {
      this.collect(text);
      return text;
    },
    propertyName: (name) => name,
    isFixed: () => false,
    profile: (name) => {
      this.addName(name);
      return name;
    },
    identity: (identity) => {
      this.collect(identity.accountId);
      this.addName(identity.path);
      this.addName(identity.name);
      this.identityNames.add(identity.name);
      return identity;
    },
    conditionValues: ({ key, values }) => {
      for (const value of values) {
        if (isNameKey(key)) this.addName(value);
        else this.collect(value);
      }
      return values;
    },
  };

  /** Replaces what was collected. */
  public readonly replacing: TextMapper = {
    text: memoize((text: string) => this.redact(text)),
    propertyName: (name) => this.redactAccounts(name),
    isFixed: () => false,
    profile: (name) => (this.kept.has(name) ? this.redactAccounts(name) : this.redactName(name)),
    identity: <Identity extends IdentityId>(identity: Identity) => ({
      ...identity,
      accountId: this.redactIds(identity.accountId) as Identity['accountId'], // has 12 digits again
      path: this.redactName(identity.path),
      name: this.redactName(identity.name),
    }),
    conditionValues: ({ key, values }: Condition) => {
      const redacted = values.map((value) => (isNameKey(key) ? this.redactName(value) : this.redact(value)));
      return sortedBy(redacted, (value) => value);
    },
  };

  /** Also replaces the names of roles and users without an ARN, as in messages. */
  public readonly replacingInMessages: TextMapper = {
    ...this.replacing,
    text: memoize((text: string) => this.redactIdentityNames(this.redact(text))),
    // A role may have the name of a rule, severity or registry.
    isFixed: (propertyName) => FIXED_PROPERTIES.has(propertyName),
  };

  private collect(text: string): void {
    if (this.kept.has(text)) return;
    for (const [accountId] of text.matchAll(ACCOUNT_ID)) this.accounts.add(accountId);
    if (ORGANIZATION_PATH.test(text)) {
      for (const [, organization, root, rootOfUnit, unit] of text.matchAll(ORGANIZATION_IDS)) {
        this.organizations.add(organization);
        this.roots.add(root ?? rootOfUnit);
        this.units.add(unit);
      }
    }
    for (const { groups } of text.matchAll(ARN)) {
      const { service = '', account = '', resource = '' } = groups ?? {};
      const { name } = splitArnResource(service, account, resource);
      this.addName(name);
      const identityName = /^(?:role|user)\/(?:[^*?]*\/)?([\w+=,.@-]+)$/.exec(resource)?.[1];
      if (service === 'iam' && identityName !== undefined) this.identityNames.add(identityName);
    }
    for (const { groups } of text.matchAll(ADDRESS)) this.addName(groups?.name ?? '');
  }

  private redact(text: string): string {
    // A name that stays may look like the ID of an organization.
    if (this.kept.has(text)) return this.redactAccounts(text);
    return this.redactIds(
      text
        .replace(ARN, (_, start: string, service: string, account: string, resource: string) => {
          const { kind, name } = splitArnResource(service, account, resource);
          return `${start}${account}:${kind}${this.redactName(name)}`;
        })
        .replace(ADDRESS, (_, start: string, name: string) => `${start}${this.redactName(name)}`),
    );
  }

  private redactIds(text: string): string {
    return text.replace(IDS, (id: string, ...matches: readonly unknown[]) => {
      const { key, multiRegionKey, organization, root, rootOfUnit, unit, kind, principal } = matches.at(
        -1,
      ) as Readonly<Record<string, string | undefined>>; // the groups
      if (key !== undefined) return `00000000-0000-0000-0000-${this.keys.add(key)}`;
      if (multiRegionKey !== undefined) return `mrk-${this.multiRegionKeys.add(multiRegionKey)}`;
      if (organization !== undefined) return `o-${this.organizations.find(organization)}`;
      if (root !== undefined) return this.roots.find(root);
      if (rootOfUnit !== undefined && unit !== undefined) {
        return `ou-${this.roots.find(rootOfUnit)}-${this.units.find(unit)}`;
      }
      if (kind !== undefined && principal !== undefined) return `${kind}${this.principals.add(principal)}`;
      return this.redactAccounts(id);
    });
  }

  private redactAccounts(text: string): string {
    return text.replace(/\d{12,}/g, (digits) => this.redactDigits(digits));
  }

  /** A number may follow the account ID, as in the ID of a statement. */
  private redactDigits(digits: string): string {
    for (let start = 0; start + 12 <= digits.length; start += 1) {
      const id = digits.slice(start, start + 12);
      if (!this.accounts.has(id)) continue;
      return `${digits.slice(0, start)}${this.accounts.find(id)}${this.redactDigits(digits.slice(start + 12))}`;
    }
    return digits;
  }

  private addName(text: string): void {
    const { name, assignment } = splitAwsName(text);
    this.names.add(name);
    if (assignment !== undefined) this.assignments.add(assignment);
  }

  private redactName(text: string): string {
    const { start, name, assignment } = splitAwsName(text);
    const end = assignment === undefined ? '' : `_${this.assignments.find(assignment)}`;
    return `${start}${this.names.redact(name)}${end}`;
  }

  private redactIdentityNames(text: string): string {
    this.identityNamePattern ??= namePattern([...this.identityNames].filter((name) => !this.kept.has(name)));
    return text.replace(this.identityNamePattern, (name) => this.redactName(name));
  }
}

/** Numbers texts in the order in which they were added. */
class Numbering {
  private readonly numbers = new Map<string, string>();

  /** @param width the length of the numbers, which start with zeros */
  public constructor(private readonly width: number) {}

  public add(text: string | undefined): string {
    if (text === undefined) return '';
    const number = this.numbers.get(text) ?? String(this.numbers.size + 1).padStart(this.width, '0');
    this.numbers.set(text, number);
    return number;
  }

  public has(text: string): boolean {
    return this.numbers.has(text);
  }

  /** Returns the number, or the text itself if it was not added. */
  public find(text: string): string {
    return this.numbers.get(text) ?? text;
  }
}

/** Properties of `ReviewSection`, `LiveSection` and `Diagnostic` that a program compares. */
const FIXED_PROPERTIES: ReadonlySet<string> = new Set([
  'failOn',
  'id',
  'mark',
  'rule',
  'severity',
  'from',
  'to',
]);

const ACCOUNT_ID = /(?<![A-Za-z0-9-])(?<!_(?<!\baccount_))\d{12}(?![A-Za-z0-9_])/g;

/** The value of `aws:PrincipalOrgID` or `aws:PrincipalOrgPaths`. */
const ORGANIZATION_PATH = /^(?:o-[a-z0-9]{10,32}|\*)(?:\/|$)|^ou-/;

const ORGANIZATION_IDS =
  /\bo-([a-z0-9]{10,32})\b|(?<=\/)r-([a-z0-9]{4,32})\b|\bou-([a-z0-9]{4,32})-([a-z0-9]{8,32})\b/g;

const IDS = new RegExp(
  [
    '\\b(?<key>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\\b',
    '\\bmrk-(?<multiRegionKey>[0-9a-f]{32})\\b',
    '(?<![\\w-])o-(?<organization>[a-z0-9]{10,32})(?![\\w-])',
    '(?<=/r-)(?<root>[a-z0-9]{4,32})(?![\\w-])',
    '(?<![\\w-])ou-(?<rootOfUnit>[a-z0-9]{4,32})-(?<unit>[a-z0-9]{8,32})(?![\\w-])',
    // The ID of a role or user in `aws:userid`.
    '\\b(?<kind>AROA|AIDA)(?<principal>[A-Z0-9]{12,})\\b',
    '\\d{12,}',
  ].join('|'),
  'g',
);

const ARN =
  /(?<start>arn:[\w*?-]+:(?<service>[\w*?-]+):[\w*?-]*:)(?<account>[\w*?-]*):(?<resource>[\w+=,.@*?/:${}-]+)/g;

/** The address of a resource of `identityResources`, or the start of its block in HCL. */
const ADDRESS =
  /(?<start>\baws_iam_(?:role|user)_policy(?:_attachment)?[."' ]+account_\d{12}-)(?<name>[\w-]+)/g;

/** Separates the name of a resource from what AWS defines, such as `role/` or `secret:ecr-pullthroughcache/`. */
function splitArnResource(service: string, account: string, resource: string) {
  const isKept = service.startsWith('ecr') || account === 'aws' || resource.startsWith('key/');
  const pattern = service === 's3' ? /^/ : /^(?:secret:ecr-pullthroughcache\/|[^/:]*(?:[/:]|$))/;
  const kind = isKept ? resource : (pattern.exec(resource)?.[0] ?? '');
  return { kind, name: resource.slice(kind.length) };
}

/** Separates the parts of the path and name of a role that AWS defines: of service-linked roles and IAM Identity Center. */
function splitAwsName(text: string) {
  if (/aws-service-role\/|^AWSServiceRoleFor/.test(text)) return { start: text, name: '' };
  const start =
    /^(?:\/?aws-reserved\/(?:sso\.amazonaws\.com\/)?(?:[a-z]{2}(?:-[a-z]+)+-\d\/)?\*?\/?)?(?:AWSReservedSSO_)?/.exec(
      text,
    )?.[0] ?? '';
  const assignment = /_([0-9a-f]{16})$/.exec(text)?.[1];
  const end = assignment === undefined ? text.length : text.length - assignment.length - 1;
  return { start, name: text.slice(start.length, end), assignment };
}

/** Condition keys whose values contain the name of a role, user or session, or a secret. */
function isNameKey(key: string): boolean {
  return /^(?:aws:username|aws:userid|sts:rolesessionname|sts:externalid)$/i.test(key);
}

function namePattern(names: readonly string[]): RegExp {
  const longestFirst = names.toSorted((a, b) => b.length - a.length);
  const escaped = longestFirst.map((name) => name.replace(/[.+]/g, '\\$&'));
  return escaped.length === 0 ? /(?!)/g : new RegExp(`(?<![\\w-])(?:${escaped.join('|')})(?![\\w-])`, 'g');
}
