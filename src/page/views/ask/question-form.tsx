import { useEffect, useMemo, useState } from 'preact/hooks';
import { EXPLAINED_OPERATIONS } from '../../../access/explain/read-question';
import { FIELD_LABELS, type QuestionParameter, type QuestionParameters } from '../../model/answers';
import { relevantParameters } from '../../model/explain-command';
import type { PageModel } from '../../model/page-model';
import { matchingSuggestions, suggestedCallers, suggestedRepositories } from '../../model/suggestions';
import { RegistrySelect, SuggestedInput, TextArea } from './fields';

interface Props {
  readonly model: PageModel;
  readonly question: QuestionParameters;
  readonly onSubmit: (question: QuestionParameters) => void;
}

/** The form of a request. The URL changes when the user submits it. */
export function QuestionForm({ model, question, onSubmit }: Props) {
  const [draft, setDraft] = useState(question);
  const key = JSON.stringify(question);
  // A link to another question, or the back button.
  useEffect(() => {
    setDraft(question);
  }, [key]);
  const { topology } = model.data;
  const callers = useMemo(() => suggestedCallers(topology), [topology]);
  const repositories = useMemo(() => suggestedRepositories(topology), [topology]);
  const field = (name: QuestionParameter) => ({
    name,
    label: FIELD_LABELS[name],
    value: draft[name] ?? '',
    onInput: (value: string) => {
      setDraft({ ...draft, [name]: value });
    },
  });
  const isReplication = draft.operation === 'replicate';
  const { registries } = topology;
  return (
    <form
      class="question"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit(relevantParameters({ ...draft, operation: operationOf(draft) }));
      }}
    >
      <fieldset class="choices">
        <legend>{FIELD_LABELS.operation}</legend>
        {EXPLAINED_OPERATIONS.map((operation) => (
          <label key={operation}>
            <input
              type="radio"
              name="operation"
              value={operation}
              checked={operationOf(draft) === operation}
              onChange={() => {
                setDraft({ ...draft, operation });
              }}
            />
            {operation}
          </label>
        ))}
      </fieldset>
      {isReplication ? null : (
        <SuggestedInput
          {...field('as')}
          hint="ARN of a role, session, user or federated user, or the name of an AWS service"
          placeholder="arn:aws:iam::111111111111:role/ci"
          suggestions={matchingSuggestions(callers, draft.as ?? '')}
        />
      )}
      <SuggestedInput
        {...field('repository')}
        suggestions={matchingSuggestions(repositories, draft.repository ?? '')}
      />
      {isReplication ? (
        <>
          <RegistrySelect
            {...field('from')}
            registries={registries}
            empty="Select the source registry"
            isRequired
          />
          <RegistrySelect
            {...field('to')}
            registries={registries}
            empty="Select the destination registry"
            isRequired
          />
        </>
      ) : (
        <RegistrySelect
          {...field('registry')}
          registries={registries}
          empty="The only registry that contains it"
        />
      )}
      <details open={ADDED.some((name) => (question[name] ?? '') !== '')}>
        <summary>Policies and condition keys</summary>
        <p class="hint">
          Paste JSON: the policy, or the output of the AWS CLI that contains it. For several policies, paste a
          list: [{'{…}'}, {'{…}'}].
        </p>
        <TextArea
          {...field('identityPolicy')}
          hint="Policies of the caller in addition to those of the topology. Without them, the answer can be UNKNOWN. An empty list means that the caller has no others."
        />
        <TextArea {...field('boundary')} hint="If empty, it is assumed to allow everything." />
        <TextArea
          {...field('scp')}
          hint="Service control policies of one level above the account of the caller. If empty, they are assumed to allow everything."
        />
        <TextArea
          {...field('rcp')}
          hint="Resource control policies of one level above the account of the registry. If empty, they are assumed to allow everything."
        />
        <TextArea
          {...field('context')}
          hint="One key=value a line, such as aws:PrincipalOrgID=o-a1b2c3d4e5. An empty value removes the key."
        />
      </details>
      <button type="submit" class="primary">
        Evaluate
      </button>
    </form>
  );
}

/** What the user adds to the topology. */
const ADDED = ['identityPolicy', 'boundary', 'scp', 'rcp', 'context'] as const;

function operationOf({ operation }: QuestionParameters): string {
  return operation === undefined || operation === '' ? 'pull' : operation;
}
