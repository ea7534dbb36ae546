import { Fragment, type ComponentChildren } from 'preact';
import { count } from '../../base/text';
import type { LiveRoute } from '../../report/page/live';
import type {
  ReplicationAnswer,
  ReplicationDecision,
  ReplicationEntry,
  ReplicationExample,
} from '../../report/page/replication';
import { statementJson } from '../../report/access/decision';
import { ToneSymbol } from '../components/badge';
import { CodeBlock } from '../components/code-block';
import { SourceLines } from '../components/source-line';
import { formatNumber } from '../model/format-number';
import type { PageModel } from '../model/page-model';
import { missingImages } from '../model/replication-routes';
import { routeHash } from '../../report/page/route';

interface RouteProps {
  readonly model: PageModel;
  readonly route: ReplicationEntry;
}

/** The rules of a route, and the answers with one repository of each evaluated. */
export function RouteDetails({ model, route }: RouteProps) {
  const { filters, repositories, lines, notes, answers } = route;
  return (
    <>
      <dl class="facts">
        <dt>Repositories</dt>
        <dd>
          {filters === 'all' ? (
            'all'
          ) : (
            <>
              names that start with <Names names={filters} />
            </>
          )}
          : {repositories}
        </dd>
        <dt>Declared in</dt>
        <dd>
          <SourceLines file={model.data.about.file} lines={lines} />
        </dd>
      </dl>
      {notes.map((note) => (
        <p key={note} class="route-note">
          <span class="tone-caution">
            <ToneSymbol tone="caution" />
          </span>{' '}
          {note}
        </p>
      ))}
      {answers.map((answer) => (
        <Answer key={answer.names.join()} model={model} route={route} answer={answer} />
      ))}
      <MissingImages images={missingImages(model.data, route)} />
      {answers.length === 0 && (
        <p>The registry &apos;{route.from}&apos; has no repository that the rules match.</p>
      )}
    </>
  );
}

/** With `report --live --images`: the images that the destination does not have. */
function MissingImages({ images }: { readonly images: readonly LiveRoute[] }) {
  return (
    <>
      {images.map(({ title, lines, more }) => (
        <section key={title} class="route-answer">
          <h3>
            <span class="tone-caution">
              <ToneSymbol tone="caution" />
            </span>{' '}
            {title}
          </h3>
          <ul>
            {lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
          {more > 0 && <p class="muted">… and {formatNumber(more)} more</p>}
        </section>
      ))}
    </>
  );
}

function Names({ names }: { readonly names: readonly string[] }) {
  return (
    <>
      {names.map((name, index) => (
        <Fragment key={name}>
          {index > 0 && ', '}
          <code>{name}</code>
        </Fragment>
      ))}
    </>
  );
}

interface AnswerProps extends RouteProps {
  readonly answer: ReplicationAnswer;
}

function Answer({ model, route, answer: { kind, text, names, repositories, example } }: AnswerProps) {
  return (
    <section class="route-answer">
      <h3>
        {count(repositories, 'repository', 'repositories')}: {kind === 'yes' ? 'permitted' : text}
      </h3>
      <p>
        <Names names={names} />
      </p>
      {example !== undefined && <Example model={model} route={route} example={example} />}
    </section>
  );
}

interface ExampleProps extends RouteProps {
  readonly example: ReplicationExample;
}

function Example({ model, route, example: { repository, conditions, actions } }: ExampleProps) {
  const { from, to } = route;
  const question = { operation: 'replicate', from, to: to.text, repository };
  return (
    <>
      <p>
        Evaluated for <code>{repository}</code>.{' '}
        <a href={routeHash({ view: 'ask', parameters: question })}>Explain in Ask</a>
      </p>
      <ul class="checks">
        {conditions.map(({ isMet, text }) => (
          <Check key={text} tone={isMet ? 'good' : 'danger'}>
            {text}
          </Check>
        ))}
        {actions.map(({ action, verdict, reason }) => (
          <Check key={action} tone={VERDICT_TONES[verdict]}>
            <code>{action}</code> is {verdict}: {reason}
          </Check>
        ))}
      </ul>
      {statementsOf(actions).map((index) => (
        <Statement key={index} model={model} route={route} index={index} />
      ))}
    </>
  );
}

const VERDICT_TONES = { allowed: 'good', denied: 'danger', unknown: 'caution' } as const;

interface CheckProps {
  readonly tone: 'caution' | 'danger' | 'good';
  readonly children: ComponentChildren;
}

const TONE_WORDS = { good: 'yes', danger: 'no', caution: 'unknown' } as const;

function Check({ tone, children }: CheckProps) {
  return (
    <li>
      <span class={`tone-${tone}`}>
        <ToneSymbol tone={tone} /> <span class="visually-hidden">{TONE_WORDS[tone]}: </span>
      </span>
      <span>{children}</span>
    </li>
  );
}

function statementsOf(actions: readonly ReplicationDecision[]): readonly number[] {
  return [...new Set(actions.flatMap(({ statement }) => statement ?? []))];
}

interface StatementProps extends RouteProps {
  readonly index: number;
}

/** A statement of the registry policy of the destination, and the lines that it was generated from. */
function Statement({ model, route, index }: StatementProps) {
  const { topology, lines, about } = model.data;
  const position = topology.registries.findIndex(({ name }) => name === route.to.name);
  const statement = topology.registries[position]?.policy?.statements[index];
  if (statement === undefined) return null;
  const label = `Statement ${statement.sid ?? index + 1} in the registry policy of ${route.to.text}`;
  return (
    <>
      <CodeBlock label={label} code={JSON.stringify(JSON.parse(statementJson({ statement })), null, 2)} />
      <SourceLines file={about.file} lines={lines.registries[position]?.policy[index] ?? []} />
    </>
  );
}
