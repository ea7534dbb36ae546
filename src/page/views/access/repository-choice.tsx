import type { RepositoryName } from '../../../aws/names';
import { matchingSuggestions } from '../../model/suggestions';

/** A list of thousands of options is slow. */
const MAX_OPTIONS = 200;

interface Props {
  readonly names: readonly RepositoryName[];
  readonly value: RepositoryName;
  readonly onChange: (name: RepositoryName) => void;
}

/** One of the repositories of an answer. */
export function RepositoryChoice({ names, value, onChange }: Props) {
  const choose = (text: string) => {
    const name = names.find((each) => each === text);
    if (name !== undefined) onChange(name);
  };
  if (names.length === 1) return <code>{value}</code>;
  if (names.length > MAX_OPTIONS) {
    return (
      <>
        <input
          aria-label="Repository"
          list="access-repositories"
          value={value}
          autocomplete="off"
          spellcheck={false}
          onInput={({ currentTarget }) => {
            choose(currentTarget.value);
          }}
        />
        <datalist id="access-repositories">
          {matchingSuggestions(names, '').map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      </>
    );
  }
  return (
    <select
      aria-label="Repository"
      value={value}
      onChange={({ currentTarget }) => {
        choose(currentTarget.value);
      }}
    >
      {names.map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </select>
  );
}
