import { count } from '../../base/text';
import type { Severity } from '../../lint/rule';
import type {
  ReviewedResource,
  ReviewFix,
  ReviewGroup,
  ReviewItem,
  ReviewRule,
  ReviewSection,
  SuppressedFinding,
} from '../../report/page/review';
import { Badge, type Tone } from '../components/badge';
import { CodeBlock } from '../components/code-block';
import { LimitedList } from '../components/limited-list';
import { useIsPrinting } from '../model/printing';
import { countFindings } from '../model/review-filter';

/** Which groups are open. */
export interface FoldProps {
  /** IDs of groups. Undefined: the reader has not opened or closed one. */
  readonly open: readonly string[] | undefined;
  readonly onChange: (open: readonly string[]) => void;
}

interface ListProps {
  readonly expanded: readonly string[];
  readonly onExpand: (id: string) => void;
}

interface FindingsProps {
  readonly review: ReviewSection;
  readonly groups: readonly ReviewGroup[];
  readonly folds: FoldProps;
  readonly lists: ListProps;
}

/** With more groups than this, the reader first sees which rules have findings. */
const MAX_OPEN = 5;

export function Findings({ review, groups, folds, lists }: FindingsProps) {
  const isPrinting = useIsPrinting();
  const open = folds.open ?? (groups.length <= MAX_OPEN ? groups.map(({ id }) => id) : []);
  const toggle = (id: string) => {
    folds.onChange(open.includes(id) ? open.filter((each) => each !== id) : [...open, id]);
  };
  return groups.map((group) => (
    <details key={group.id} class="fold finding" open={isPrinting || open.includes(group.id)}>
      <summary
        onClick={(event) => {
          // The browser would fold it again after the state has changed.
          event.preventDefault();
          toggle(group.id);
        }}
      >
        <SeverityTag severity={group.severity} />
        <span class="doc">{ruleOf(review, group.rule).doc}</span> <code>{group.rule}</code>
        <span class="number">{countFindings(group)}</span>
      </summary>
      <div class="fold-content">
        {group.fixes.map((fix, index) => (
          <Fix key={fix.help} fix={fix} id={`${group.id}.${index}`} plans={review.plans} lists={lists} />
        ))}
        <Why rule={ruleOf(review, group.rule)} />
      </div>
    </details>
  ));
}

interface FixProps {
  readonly fix: ReviewFix;
  readonly id: string;
  readonly plans: readonly string[];
  readonly lists: ListProps;
}

/** Findings, and their common fix. */
function Fix({ fix: { items, help, code }, id, plans, lists }: FixProps) {
  return (
    <div class="fix">
      <LimitedList id={id} items={items} {...lists}>
        {(item) => <Item key={itemKey(item)} item={item} plans={plans} id={id} lists={lists} />}
      </LimitedList>
      <p>
        <strong>What to do:</strong> {help}
      </p>
      {code !== undefined && <CodeBlock code={code} label="Code to paste" />}
    </div>
  );
}

function itemKey({ message, resources: [first] }: ReviewItem): string {
  return `${message} ${first?.plan ?? ''} ${first?.address ?? ''}`;
}

function ruleOf({ rules }: ReviewSection, wanted: string): ReviewRule {
  return rules.find(({ id }) => id === wanted) ?? { id: wanted, doc: wanted, why: '' };
}

function Why({ rule: { why } }: { readonly rule: ReviewRule }) {
  return why === '' ? null : (
    <p class="why">
      <strong>Why:</strong> {why}
    </p>
  );
}

const TONES: Readonly<Record<Severity, Tone>> = { error: 'danger', warning: 'caution', note: 'note' };

function SeverityTag({ severity }: { readonly severity: Severity }) {
  return <Badge tone={TONES[severity]}>{severity}</Badge>;
}

interface ItemProps {
  readonly item: ReviewItem;
  readonly plans: readonly string[];
  /** Of the group. */
  readonly id: string;
  readonly lists: ListProps;
}

function Item({ item: { message, resources }, plans, id, lists }: ItemProps) {
  const [first, ...others] = resources;
  return (
    <li>
      <span>{message}</span>
      {first !== undefined && <Resource resource={first} plans={plans} />}
      {others.length > 0 && (
        <details>
          <summary>{count(others.length, 'more resource', 'more resources')}</summary>
          <LimitedList id={`${id}:${first?.address ?? ''}`} items={others} {...lists}>
            {(resource) => (
              <li key={`${resource.plan ?? ''} ${resource.address ?? ''}`}>
                <Resource resource={resource} plans={plans} />
              </li>
            )}
          </LimitedList>
        </details>
      )}
    </li>
  );
}

interface ResourceProps {
  readonly resource: ReviewedResource;
  readonly plans: readonly string[];
}

/** The address, the plan if there are several, and the line of the declaration. */
function Resource({ resource: { address, plan, line }, plans }: ResourceProps) {
  if (address === undefined && line === undefined) return null;
  return (
    <span class="resource">
      {address !== undefined && <code>{address}</code>}
      {plan !== undefined && plans.length > 1 && (
        <span>
          in <code>{plan}</code>
        </span>
      )}
      {line !== undefined && (
        <span>
          at <code>{line}</code>
        </span>
      )}
    </span>
  );
}

interface SuppressedProps {
  readonly review: ReviewSection;
  readonly findings: readonly SuppressedFinding[];
  readonly lists: ListProps;
}

export function SuppressedFindings({ review, findings, lists }: SuppressedProps) {
  return (
    <LimitedList id="suppressed" items={findings} {...lists}>
      {({ rule, severity, message, resource, reason, expires }) => (
        <li key={`${rule} ${resource.plan ?? ''} ${resource.address ?? ''} ${message}`}>
          <span>
            <SeverityTag severity={severity} /> <code>{rule}</code> {message}
          </span>
          <Resource resource={resource} plans={review.plans} />
          <span>
            <strong>Reason:</strong> {reason}{' '}
            {expires === undefined ? (
              '(does not expire)'
            ) : (
              <>
                (until <time dateTime={expires}>{expires}</time>)
              </>
            )}
          </span>
        </li>
      )}
    </LimitedList>
  );
}
