import type { View, ViewProps } from '../../model/view';
import { MessageSection } from './message';
import { RequestSection } from './request';

export const askView: View = { name: 'ask', title: 'Ask', Content: Ask };

function Ask(props: ViewProps) {
  return (
    <div class="ask">
      <RequestSection {...props} />
      <MessageSection {...props} />
    </div>
  );
}
