import { textBlocks, type TextBlock } from '../../report/format/text-blocks';
import { CodeBlock } from './code-block';

/** A text of a command: paragraphs, lists, and code to copy. */
export function TextBlocks({ text }: { readonly text: string }) {
  return (
    <>
      {textBlocks(text).map((block, index) => (
        <Block key={index} block={block} />
      ))}
    </>
  );
}

function Block({ block }: { readonly block: TextBlock }) {
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
      return <CodeBlock code={block.text} />;
  }
}
