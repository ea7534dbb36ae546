import { count } from '../../base/text';
import type { ChangeGroup, ReviewSection } from '../../report/page/review';
import type { Line } from '../../report/review/line';
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
      <p>
        No plan was reviewed. Write the page with a plan: <code>ecr-topology report --plan plan.json</code>
      </p>
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
      <Filter parameters={parameters} setParameters={setParameters} filtered={filtered} />
      <section aria-labelledby="review-changes">
        <h2 id="review-changes">What changes</h2>
        {filtered.changes.length === 0 && (
          <p>{review.changes.length === 0 ? 'Nothing changes.' : 'No change matches the filter.'}</p>
        )}
        {filtered.changes.map((group) => (
          <Changes key={group.title} group={group} {...lists} />
        ))}
      </section>
      <section aria-labelledby="review-findings">
        <h2 id="review-findings">Findings</h2>
        {filtered.findings.length === 0 && (
          <p>{review.findings.length === 0 ? 'No findings.' : 'No finding matches the filter.'}</p>
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

interface FilterProps extends Pick<ViewProps, 'parameters' | 'setParameters'> {
  readonly filtered: ReturnType<typeof filterReview>;
}

function Filter({ parameters, setParameters, filtered }: FilterProps) {
  const changes = filtered.changes.reduce((sum, { lines }) => sum + lines.length, 0);
  const findings = countAllFindings(filtered.findings) + filtered.suppressed.length;
  return (
    <form
      class="review-filter"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
      }}
    >
      <label>
        Text{' '}
        <input
          type="search"
          value={parameters.text ?? ''}
          placeholder="rule, address or name"
          onInput={({ currentTarget }) => {
            setParameters({ text: currentTarget.value });
          }}
        />
      </label>
      <label>
        Findings{' '}
        <select
          value={parameters.severity ?? ''}
          onChange={({ currentTarget }) => {
            setParameters({ severity: currentTarget.value });
          }}
        >
          <option value="">all</option>
          {FINDING_STATES.map((state) => (
            <option key={state} value={state}>
              {state === 'suppressed' ? state : `${state}s`}
            </option>
          ))}
        </select>
      </label>
      <output aria-live="polite">
        {count(changes, 'change', 'changes')}, {count(findings, 'finding', 'findings')}
      </output>
    </form>
  );
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
        {isCritical && <strong class="tag">critical</strong>} {text}
      </span>
    </li>
  );
}

function Facts({ title, facts }: { readonly title: string; readonly facts: readonly string[] }) {
  if (facts.length === 0) return null;
  return (
    <details class="facts">
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
