import { useMemo } from 'preact/hooks';
import type { RepositoryName } from '../../../aws/names';
import { actionGroups } from '../../../report/access/explanation-parts';
import { repositoriesOfEntry, type AccessEntry } from '../../../report/page/access';
import type { AccessRow } from '../../access/access-rows';
import { explainEntry, type EntryExplanation } from '../../access/explain-entry';
import type { Selection } from '../../access/selection';
import { DecidingStatements } from '../../components/deciding-statements';
import { ActionTable, ExplanationPanel } from '../../components/explanation-panel';
import type { QuestionParameters } from '../../model/answers';
import { explainCommand, relevantParameters } from '../../model/explain-command';
import type { PageModel } from '../../model/page-model';
import { routeHash } from '../../../report/page/route';
import { decidingStatements } from '../../model/statement-lines';
import { RepositoryChoice } from './repository-choice';

export const PANEL_HEADING = 'explanation-heading';

interface Props {
  readonly model: PageModel;
  readonly selection: Selection;
  /** The rows of the table, whose folded callers can be selected. */
  readonly rows: readonly AccessRow[];
  readonly onSelect: (entry: AccessEntry, repository: RepositoryName) => void;
  readonly onClose: () => void;
}

/** Explains an answer of the matrix for one repository. */
export function AccessPanel({ model, selection: { entry, repository }, rows, onSelect, onClose }: Props) {
  const explained = useMemo(() => explainEntry(model, entry, repository), [model, entry, repository]);
  const { caller, operation, actions, registry, answer } = entry;
  return (
    <section class="access-panel" aria-labelledby={PANEL_HEADING}>
      <header>
        <h2 id={PANEL_HEADING} tabIndex={-1}>
          {operation === 'other' ? 'Other actions' : operation} {repository}
        </h2>
        <button type="button" onClick={onClose}>
          Close
        </button>
      </header>
      <dl>
        <dt>Caller</dt>
        <dd>
          <SameCallers model={model} entry={entry} rows={rows} repository={repository} onSelect={onSelect} />
        </dd>
        <dt>Registry</dt>
        <dd>{registry.text}</dd>
        <dt>Repository</dt>
        <dd>
          <RepositoryChoice
            names={repositoriesOfEntry(entry, model.data.topology)}
            value={repository}
            onChange={(name) => {
              onSelect(entry, name);
            }}
          />
        </dd>
        {operation === 'other' ? (
          <>
            <dt>Actions</dt>
            <dd>{actions.join(', ')}</dd>
          </>
        ) : null}
        <dt>Answer</dt>
        <dd>{answer.text}</dd>
      </dl>
      <Explained
        key={`${caller.text} ${repository}`}
        model={model}
        explained={explained}
        repository={repository}
      />
    </section>
  );
}

interface ExplainedProps extends Pick<Selection, 'repository'> {
  readonly model: PageModel;
  readonly explained: EntryExplanation;
}

function Explained({ model, explained, repository }: ExplainedProps) {
  switch (explained.kind) {
    case 'none':
      return null;
    case 'request': {
      const { explanation, question } = explained;
      const parameters = relevantParameters(question);
      return (
        <>
          <ExplanationPanel model={model} explanation={explanation} command={commandFor(question, model)} />
          <p>
            <a href={routeHash({ view: 'ask', parameters })}>Change this request</a>
          </p>
        </>
      );
    }
    case 'actions': {
      const { actions, registry, sample } = explained;
      return (
        <div class="explanation">
          {sample === undefined ? null : (
            <p>
              Evaluated for {sample}. To evaluate a single principal,{' '}
              <a href={routeHash({ view: 'ask', parameters: { repository, registry: registry.name } })}>
                enter its ARN
              </a>
              .
            </p>
          )}
          <ActionTable groups={actionGroups(actions)} />
          <DecidingStatements
            model={model}
            statements={decidingStatements(
              actions,
              { registry, repository, caller: explained.caller },
              model.data,
            )}
          />
        </div>
      );
    }
  }
}

/** The declaration has other names than a redacted page. */
function commandFor(question: QuestionParameters, { data: { about } }: PageModel): string | undefined {
  return about.isRedacted ? undefined : explainCommand(question, about.file);
}

interface SameCallersProps extends Pick<Props, 'model' | 'rows' | 'onSelect'>, Selection {}

/** The caller, or a choice if the row of the table combines several. */
function SameCallers({ model, entry, rows, repository, onSelect }: SameCallersProps) {
  const { text } = entry.caller;
  const row = rows.find(({ callers }) => callers.some((caller) => caller.text === text));
  if (row === undefined || row.callers.length === 1) return <code>{text}</code>;
  return (
    <select
      aria-label="Caller"
      value={text}
      onChange={({ currentTarget: { value } }) => {
        const same = model.data.access.find(
          (each) => each.caller.text === value && hasSameTarget(each, entry),
        );
        if (same !== undefined) onSelect(same, repository);
      }}
    >
      {row.callers.map((caller) => (
        <option key={caller.text} value={caller.text}>
          {caller.text}
        </option>
      ))}
    </select>
  );
}

function hasSameTarget(one: AccessEntry, other: AccessEntry): boolean {
  return (
    one.operation === other.operation &&
    one.registry.text === other.registry.text &&
    one.answer.text === other.answer.text &&
    one.actions.join() === other.actions.join()
  );
}
