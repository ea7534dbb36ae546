import type { SetParameters } from '../model/use-route';
import type { ViewProps } from '../model/view';

export type FilterField =
  | { readonly kind: 'text'; readonly name: string; readonly label: string; readonly placeholder?: string }
  | {
      readonly kind: 'select';
      readonly name: string;
      readonly label: string;
      /** Without the first option, which shows everything. */
      readonly options: readonly FilterOption[];
      readonly all?: string;
    };

export interface FilterOption {
  readonly value: string;
  readonly text: string;
}

interface Props extends Pick<ViewProps, 'parameters' | 'setParameters'> {
  readonly fields: readonly FilterField[];
  /** The number of results, such as `12 policies`. Screen readers announce changes. */
  readonly result: string;
}

/** Filters of a view. Each is a parameter of the URL. A change shows the first page again. */
export function FilterBar({ fields, result, parameters, setParameters }: Props) {
  const set: SetParameters = (changes) => {
    setParameters({ ...changes, page: undefined });
  };
  return (
    <form
      class="filter-bar"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
      }}
    >
      {fields.map((field) => (
        <label key={field.name}>
          <span>{field.label}</span>
          <Control field={field} value={parameters[field.name] ?? ''} set={set} />
        </label>
      ))}
      <output aria-live="polite">{result}</output>
    </form>
  );
}

interface ControlProps {
  readonly field: FilterField;
  readonly value: string;
  readonly set: SetParameters;
}

function Control({ field, value, set }: ControlProps) {
  if (field.kind === 'text') {
    return (
      <input
        type="search"
        value={value}
        placeholder={field.placeholder}
        autocomplete="off"
        spellcheck={false}
        onInput={({ currentTarget }) => {
          set({ [field.name]: currentTarget.value });
        }}
      />
    );
  }
  return (
    <select
      value={value}
      onChange={({ currentTarget }) => {
        set({ [field.name]: currentTarget.value });
      }}
    >
      <option value="">{field.all ?? 'All'}</option>
      {field.options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.text}
        </option>
      ))}
    </select>
  );
}
