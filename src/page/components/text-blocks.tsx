import { textBlocks, type TextBlock } from '../../report/format/text-blocks';
import { CodeBlock } from './code-block';

/** A text of a command: paragraphs, lists, and code to copy, whose label is the paragraph above it. */
export function TextBlocks({ text }: { readonly text: string }) {
  const blocks = textBlocks(text);
  return (
    <>
      {blocks.map((block, index) =>
        block.kind === 'paragraph' && blocks[index + 1]?.kind === 'code' ? null : (
          <Block key={index} block={block} before={blocks[index - 1]} />
        ),
      )}
    </>
  );
}

interface BlockProps {
  readonly block: TextBlock;
  readonly before: TextBlock | undefined;
}

function Block({ block, before }: BlockProps) {
  switch (block.kind) {
    case 'paragraph':
      return <p>{block.text}</p>;
    case 'list':
      return (
        <ul>
          {block.items.map((item) => (
            <li key={item}>{item}</li>
          ))}
        </ul>
      );
    case 'code':
      return (
        <CodeBlock
          code={block.text}
          label={before?.kind === 'paragraph' ? before.text.replace(/:$/, '') : 'Code'}
        />
      );
  }
}
