import { render } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ServedProblems } from '../../report/page/served';
import { connect, type Connection } from './connect';

/**
 * Reloads the page when the server has another version, and shows why there is none.
 * @param hasData whether there is a page below the problems
 */
export function followServer(version: string, hasData: boolean): void {
  const root = document.createElement('div');
  document.body.append(root);
  connect((connection) => {
    // The URL keeps its hash, so that the page shows the same view.
    if (connection.kind === 'connected' && connection.state.version !== version) location.reload();
    else render(<Server connection={connection} hasData={hasData} />, root);
  });
}

interface ServerProps {
  readonly connection: Connection;
  readonly hasData: boolean;
}

function Server({ connection, hasData }: ServerProps) {
  if (connection.kind === 'lost') {
    return (
      <p class="served-notice" role="status">
        No connection to <code>ecr-topology serve</code>. The page does not show later changes.
      </p>
    );
  }
  const { problems } = connection.state;
  if (problems === undefined) return null;
  return <Problems problems={problems} hasData={hasData} />;
}

interface ProblemsProps {
  readonly problems: ServedProblems;
  readonly hasData: boolean;
}

function Problems({ problems, hasData }: ProblemsProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [isOpen, setIsOpen] = useState(true);
  useEffect(() => {
    setIsOpen(true);
  }, [problems]);
  useEffect(() => {
    const element = dialog.current;
    if (isOpen && element?.open === false) element.showModal();
    if (!isOpen) element?.close();
  }, [isOpen, problems]);
  return (
    <>
      <dialog
        ref={dialog}
        class="served-problems"
        aria-labelledby="served-title"
        onClose={() => {
          // Escape closes a dialog also if the page has nothing below it.
          if (hasData) setIsOpen(false);
          else dialog.current?.showModal();
        }}
      >
        <h2 id="served-title">{problems.title}</h2>
        <pre tabIndex={0}>
          {problems.text.map(({ tone, text }, index) => (
            <span key={index} class={tone === undefined ? undefined : `tone-${tone}`}>
              {text}
            </span>
          ))}
        </pre>
        <p>
          {hasData
            ? 'The page shows the last valid version. This message closes when you fix the errors.'
            : 'The page appears when you fix the errors.'}
        </p>
        {hasData && (
          <button
            type="button"
            onClick={() => {
              setIsOpen(false);
            }}
          >
            Show the last valid version
          </button>
        )}
      </dialog>
      {!isOpen && (
        <p class="served-notice" role="status">
          {problems.title}{' '}
          <button
            type="button"
            onClick={() => {
              setIsOpen(true);
            }}
          >
            Show the errors
          </button>
        </p>
      )}
    </>
  );
}
