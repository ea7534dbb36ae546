import type { LocatedRegistry } from '../../../model/topology';

interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly hint?: string;
}

/** A required text with suggestions. */
export function SuggestedInput({
  name,
  label,
  value,
  onInput,
  hint,
  placeholder,
  suggestions,
}: FieldProps & { readonly placeholder?: string; readonly suggestions: readonly string[] }) {
  const id = `ask-${name}`;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        name={name}
        value={value}
        list={`${id}-suggestions`}
        placeholder={placeholder}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        required
        onInput={(event) => {
          onInput(event.currentTarget.value);
        }}
      />
      <datalist id={`${id}-suggestions`}>
        {suggestions.map((each) => (
          <option key={each} value={each} />
        ))}
      </datalist>
      <Hint id={id} text={hint} />
    </div>
  );
}

export function RegistrySelect({
  name,
  label,
  value,
  onInput,
  registries,
  empty,
  isRequired = false,
}: FieldProps & {
  readonly registries: readonly LocatedRegistry[];
  readonly empty: string;
  readonly isRequired?: boolean;
}) {
  const id = `ask-${name}`;
  const isDeclared = value === '' || registries.some((each) => each.name === value);
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        name={name}
        value={value}
        required={isRequired}
        onChange={(event) => {
          onInput(event.currentTarget.value);
        }}
      >
        <option value="">{empty}</option>
        {isDeclared ? null : <option value={value}>{value}</option>}
        {registries.map((each) => (
          <option key={each.name} value={each.name}>
            {`${each.name} (account ${each.accountId}, ${each.region})`}
          </option>
        ))}
      </select>
    </div>
  );
}

export function TextArea({
  name,
  label,
  value,
  onInput,
  hint,
  rows = value === '' ? 2 : 6,
  isRequired = false,
}: FieldProps & { readonly rows?: number; readonly isRequired?: boolean }) {
  const id = `ask-${name}`;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <textarea
        id={id}
        name={name}
        value={value}
        rows={rows}
        required={isRequired}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        autocapitalize="off"
        spellcheck={false}
        onInput={(event) => {
          onInput(event.currentTarget.value);
        }}
      />
      <Hint id={id} text={hint} />
    </div>
  );
}

function Hint({ id, text }: { readonly id: string; readonly text: string | undefined }) {
  return text === undefined ? null : (
    <p class="hint" id={`${id}-hint`}>
      {text}
    </p>
  );
}
