import { count } from '../../base/text';
import type { ChangeGroup, ReviewSection } from '../../report/page/review';
import type { Line } from '../../report/review/line';
import { Badge } from '../components/badge';
import { EmptyState } from '../components/empty-state';
import { FilterBar, type FilterField } from '../components/filter-bar';
import { LimitedList } from '../components/limited-list';
import type { PageModel } from '../model/page-model';
import { countAllFindings, filterReview, FINDING_STATES, parseReviewFilter } from '../model/review-filter';
import type { View, ViewProps } from '../model/view';
import { Findings, SuppressedFindings, type FoldProps } from './review-findings';

export const reviewView: View = {
  name: 'review',
  title: 'Plan review',
  count: ({ data }: PageModel) => data.review && countAllFindings(data.review.findings),
  isShown: ({ data }: PageModel) => data.review !== undefined,
  Content: Review,
};

function Review({ model, ...props }: ViewProps) {
  const { review } = model.data;
  if (review === undefined) {
    return (
      <EmptyState>
        No plan was reviewed. Write the page with a plan: <code>ecr-topology report --plan plan.json</code>
      </EmptyState>
    );
  }
  return <ReviewContent review={review} {...props} />;
}

type ContentProps = Omit<ViewProps, 'model'> & { readonly review: ReviewSection };

function ReviewContent({ review, parameters, setParameters }: ContentProps) {
  const filtered = filterReview(review, parseReviewFilter(parameters));
  const expanded = namesIn(parameters.all);
  const lists = {
    expanded,
    onExpand: (id: string) => {
      setParameters({ all: [...expanded, id].join(',') });
    },
  };
  const folds: FoldProps = {
    open: parameters.open === undefined ? undefined : namesIn(parameters.open),
    onChange: (open) => {
      // `none`, because an empty parameter is not in the URL.
      setParameters({ open: open.length === 0 ? 'none' : open.join(',') });
    },
  };
  return (
    <div class="review">
      <Verdict review={review} />
      <FilterBar
        fields={FIELDS}
        result={resultText(filtered)}
        parameters={parameters}
        setParameters={setParameters}
      />
      <section aria-labelledby="review-changes">
        <h2 id="review-changes">What changes</h2>
        {filtered.changes.length === 0 && (
          <EmptyState>
            {review.changes.length === 0 ? 'Nothing changes.' : 'No change matches the filter.'}
          </EmptyState>
        )}
        {filtered.changes.map((group) => (
          <Changes key={group.title} group={group} {...lists} />
        ))}
      </section>
      <section aria-labelledby="review-findings">
        <h2 id="review-findings">Findings</h2>
        {filtered.findings.length === 0 && (
          <EmptyState>
            {review.findings.length === 0 ? 'No findings.' : 'No finding matches the filter.'}
          </EmptyState>
        )}
        <Findings review={review} groups={filtered.findings} folds={folds} lists={lists} />
      </section>
      {filtered.suppressed.length > 0 && (
        <section class="suppressed" aria-labelledby="review-suppressed">
          <h2 id="review-suppressed">Suppressed findings</h2>
          <SuppressedFindings review={review} findings={filtered.suppressed} lists={lists} />
        </section>
      )}
      <Facts title="Registries" facts={review.registries} />
      <Facts title="Read from the declaration, because no plan contains it" facts={review.fromDeclaration} />
    </div>
  );
}

function namesIn(parameter = ''): readonly string[] {
  return parameter === '' ? [] : parameter.split(',');
}

/** The first line of the output of `check`. */
function Verdict({ review }: { readonly review: ReviewSection }) {
  const { hasFailed, counts, headline, plans, failOn } = review;
  return (
    <div class={`verdict ${hasFailed ? 'failed' : 'passed'}`}>
      <p>
        <strong>
          <span aria-hidden="true">{hasFailed ? '✕' : '✓'}</span> {hasFailed ? 'FAILED' : 'PASSED'}
        </strong>
        : {counts}. {headline}
      </p>
      <details>
        <summary>
          {count(plans.length, 'plan', 'plans')}, {failsText(failOn)}
        </summary>
        <ul>
          {plans.map((plan) => (
            <li key={plan}>
              <code>{plan}</code>
            </li>
          ))}
        </ul>
      </details>
    </div>
  );
}

function failsText(failOn: ReviewSection['failOn']): string {
  switch (failOn) {
    case 'error':
      return 'fails for errors';
    case 'warning':
      return 'fails for errors and warnings';
    case 'note':
      return 'fails for every finding';
    case 'never':
      return 'never fails';
  }
}

const FIELDS: readonly FilterField[] = [
  { kind: 'text', name: 'text', label: 'Search', placeholder: 'rule, address or name' },
  {
    kind: 'select',
    name: 'severity',
    label: 'Findings',
    options: FINDING_STATES.map((value) => ({ value, text: value === 'suppressed' ? value : `${value}s` })),
  },
];

function resultText({ changes, findings, suppressed }: ReturnType<typeof filterReview>): string {
  const lines = changes.reduce((sum, group) => sum + group.lines.length, 0);
  const all = countAllFindings(findings) + suppressed.length;
  return `${count(lines, 'change', 'changes')}, ${count(all, 'finding', 'findings')}`;
}

interface ChangesProps {
  readonly group: ChangeGroup;
  readonly expanded: readonly string[];
  readonly onExpand: (id: string) => void;
}

function Changes({ group: { title, lines }, ...lists }: ChangesProps) {
  return (
    <section class="changes">
      <h3>
        {title} <span class="number">{lines.length}</span>
      </h3>
      <LimitedList id={title} items={lines} {...lists}>
        {(line) => <Change key={line.text} line={line} />}
      </LimitedList>
    </section>
  );
}

const MARK_CLASSES: Readonly<Record<Line['mark'], string>> = {
  '+': 'added',
  '-': 'removed',
  '~': 'changed',
};

function Change({ line: { mark, isCritical, text } }: { readonly line: Line }) {
  return (
    <li class={isCritical ? 'critical' : MARK_CLASSES[mark]}>
      <span class="mark" aria-hidden="true">
        {mark}
      </span>
      <span>
        {isCritical && <Badge tone="danger">critical</Badge>} {text}
      </span>
    </li>
  );
}

function Facts({ title, facts }: { readonly title: string; readonly facts: readonly string[] }) {
  if (facts.length === 0) return null;
  return (
    <details class="review-facts">
      <summary>
        {title} <span class="number">{facts.length}</span>
      </summary>
      <ul>
        {facts.map((fact) => (
          <li key={fact}>{fact}</li>
        ))}
      </ul>
    </details>
  );
}
