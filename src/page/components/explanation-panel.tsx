import type { Decision } from '../../access/evaluate/decision';
import type { Explanation } from '../../access/explain/explain';
import type { ReplicationExplanation } from '../../access/explain/explain-replication';
import { explanationParts, VERDICT_TEXTS, type ActionGroup } from '../../report/access/explanation-parts';
import { decidingStatements } from '../model/statement-lines';
import type { PageModel } from '../model/page-model';
import { CodeBlock } from './code-block';
import { DecidingStatements } from './deciding-statements';
import { TextBlocks } from './text-blocks';

interface Props {
  readonly model: PageModel;
  readonly explanation: Explanation | ReplicationExplanation;
  /** The command that gives the same answer, or undefined if there is none. */
  readonly command: string | undefined;
}

/** The answer of `explain`: the verdict, each action with each policy type, and fixes. */
export function ExplanationPanel({ model, explanation, command }: Props) {
  const parts = explanationParts(explanation);
  const { verdict, sentence, conditions, actionGroups, summary, findings, messages, advice } = parts;
  return (
    <div class="explanation" data-verdict={verdict}>
      <p class="sentence">
        <Verdict verdict={verdict}>{VERDICT_TEXTS[verdict]}</Verdict> {sentence}
      </p>
      {conditions.length === 0 ? null : (
        <ul class="conditions">
          {conditions.map(({ isMet, text }) => (
            <li key={text}>
              <Verdict verdict={isMet ? 'allowed' : 'denied'}>{isMet ? 'yes' : 'no'}</Verdict> {text}
            </li>
          ))}
        </ul>
      )}
      {actionGroups.length === 0 ? null : <ActionTable groups={actionGroups} />}
      <DecidingStatements model={model} statements={statementsOf(explanation, model)} />
      {[...(summary === undefined ? [] : [summary]), ...findings].map((text) => (
        <TextBlocks key={text} text={text} />
      ))}
      {messages.map(({ title, text }) => (
        <CodeBlock key={text} code={text} label={title.replace(/:$/, '')} isWrapped />
      ))}
      {advice.map((text) => (
        <TextBlocks key={text} text={text} />
      ))}
      {command === undefined ? null : (
        <CodeBlock code={command} label={explanation.fixes.some(isChecked) ? CHECK_FIXES : SAME_ANSWER} />
      )}
    </div>
  );
}

function statementsOf(explanation: Props['explanation'], { data }: PageModel) {
  const { actions, repository } = explanation;
  const target =
    explanation.operation === 'replicate'
      ? { registry: explanation.to, repository, caller: undefined }
      : { registry: explanation.registry, repository, caller: explanation.caller };
  return decidingStatements(actions, target, data);
}

/** The command adds the entries of these fixes to the declaration, and evaluates the request again. */
function isChecked({ kind }: Explanation['fixes'][number]): boolean {
  return kind === 'grant' || kind === 'rule';
}

const CHECK_FIXES =
  'This page does not validate the fix. To validate it, and to show what else the request requires, run';
const SAME_ANSWER = 'To get this answer on the command line, run';

interface VerdictProps {
  readonly verdict: Decision['verdict'];
  readonly children: string;
}

function Verdict({ verdict, children }: VerdictProps) {
  return <strong class={`outcome ${verdict}`}>{children}</strong>;
}

/** Each action with its result, and the results of the policy types. */
export function ActionTable({ groups }: { readonly groups: readonly ActionGroup[] }) {
  return (
    <table class="actions">
      <thead>
        <tr>
          <th scope="col">Action</th>
          <th scope="col">Result</th>
          <th scope="col">Policies</th>
        </tr>
      </thead>
      {groups.map(({ actions, reason, layers }) => (
        <tbody key={actions[0]?.action}>
          {actions.map(({ action, verdict }, index) => (
            <tr key={action}>
              <th scope="row">{action}</th>
              <td>
                <Verdict verdict={verdict}>{verdict}</Verdict>
              </td>
              {index > 0 ? null : (
                <td rowSpan={actions.length}>
                  {reason}
                  <ul>
                    {layers.map((layer) => (
                      <li key={layer}>{layer}</li>
                    ))}
                  </ul>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  );
}
