import { policyContentText } from '../../report/policy-commands';
import { CodeBlock } from '../components/code-block';
import { formatNumber } from '../model/format-number';
import type { PolicyGroup } from '../model/policy-groups';
import type { ViewProps } from '../model/view';

/** Further names are shown as a number, because lists of thousands are slow and not read. */
const MAX_NAMES = 200;

interface Props extends Pick<ViewProps, 'parameters' | 'setParameters'> {
  readonly group: PolicyGroup;
}

/** The JSON of a policy, and the command that applies it. */
export function PolicyDetails({ group: { content, uses }, parameters, setParameters }: Props) {
  const chosen = uses.find(({ text }) => text === parameters.use) ?? uses[0];
  const names = uses.slice(0, MAX_NAMES);
  return (
    <>
      {uses.length > 1 && (
        <details class="uses">
          <summary>The same policy for {formatNumber(uses.length)}</summary>
          <ul>
            {names.map(({ text }) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
          {uses.length > names.length && (
            <p class="muted">… and {formatNumber(uses.length - names.length)} more. Search to find one.</p>
          )}
        </details>
      )}
      <CodeBlock code={policyContentText(content).trimEnd()} label="Policy" />
      {uses.length > 1 && (
        <form class="use">
          <label>
            Command for{' '}
            <select
              value={chosen.text}
              onChange={({ currentTarget }) => {
                setParameters({ use: currentTarget.value });
              }}
            >
              {names.map(({ text }) => (
                <option key={text} value={text}>
                  {text}
                </option>
              ))}
            </select>
          </label>
        </form>
      )}
      <CodeBlock
        code={chosen.command}
        label={`AWS CLI command. Run it in the folder '${chosen.folder}' that ecr-topology policies writes`}
      />
    </>
  );
}
