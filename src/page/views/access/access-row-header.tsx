import { Fragment } from 'preact';
import { accountText, shortGranteeText } from '../../../access/evaluate/grantees';
import type { AccessCaller } from '../../../report/page/access';
import { accountOfCaller } from '../../access/access-filter';
import { isPublicRow, type AccessRow } from '../../access/access-rows';
import { Badge } from '../../components/badge';
import { formatNumber } from '../../model/format-number';
import type { PageModel } from '../../model/page-model';

interface Props {
  readonly row: AccessRow;
  readonly model: PageModel;
  /** Folds or unfolds the callers with the same answers. */
  readonly onToggle: (caller: string) => void;
}

export function AccessRowHeader({ row, model, onToggle }: Props) {
  const { callers, unfolded } = row;
  const [caller] = callers;
  const same = unfolded ?? callers;
  const isFolded = callers.length > 1;
  return (
    <th scope="row" class="caller">
      {isFolded ? (
        <FoldedCallers callers={callers} />
      ) : (
        <CallerName caller={caller} model={model} isPublic={isPublicRow(row)} />
      )}
      {same.length === 1 ? null : (
        <button
          type="button"
          class="fold-callers"
          aria-expanded={!isFolded}
          onClick={() => {
            onToggle(caller.text);
          }}
        >
          {isFolded
            ? 'Show each caller'
            : `Combine ${formatNumber(same.length)} callers with the same access`}
        </button>
      )}
    </th>
  );
}

interface CallerProps {
  readonly caller: AccessCaller;
  readonly model: PageModel;
  readonly isPublic: boolean;
}

function CallerName({ caller, model, isPublic }: CallerProps) {
  const name = shortName(caller, model);
  const account = accountOfCaller(caller, model);
  return (
    <>
      <span>{name}</span> {isPublic ? <Badge tone="danger">public</Badge> : null}
      {caller.text === name ? null : <CallerText text={caller.text} />}
      {account === undefined || caller.text.includes(`(${account})`) ? null : (
        <span class="where">{accountText(account, model.names)}</span>
      )}
    </>
  );
}

/** Breaks the lines of an ARN between its parts. */
function CallerText({ text }: { readonly text: string }) {
  return (
    <code>
      {text.split(/(?<=[:/])/).map((part, index) => (
        <Fragment key={index}>
          {part}
          <wbr />
        </Fragment>
      ))}
    </code>
  );
}

const MAX_CALLERS = 3;

function FoldedCallers({ callers }: Pick<AccessRow, 'callers'>) {
  const shown = callers.length <= MAX_CALLERS + 1 ? callers : callers.slice(0, MAX_CALLERS);
  const more = callers.length - shown.length;
  return (
    <>
      <span>{formatNumber(callers.length)} callers</span>
      {shown.map((caller) => (
        <CallerText key={caller.text} text={caller.text} />
      ))}
      {more === 0 ? null : <span class="where">and {formatNumber(more)} more</span>}
    </>
  );
}

/** Without the account, which is below the name. */
function shortName(caller: AccessCaller, { names }: PageModel): string {
  if (caller.kind === 'registry') return caller.text;
  const { grantee } = caller;
  const { who } = grantee;
  return shortGranteeText(grantee, names, who.kind === 'identity' ? who.identity.accountId : undefined);
}
