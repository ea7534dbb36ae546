import type { DifferenceKind } from '../../verify/difference';
import { isComplete, isDifferent, nameIn, type Verification } from '../../verify/verification';
import { fitSections, markdownProse, type DocumentItem, type DocumentSection } from '../format/markdown';
import { unreadableParagraphs } from '../live/unreadable';
import { adviceFor, summaryOf } from './advice';
import { DIFFERENCE_SECTIONS, differenceLines } from './difference-lines';
import { routeLines, type RouteLines } from './image-lines';

const MAX_IMAGES = 5;
const MAX_LINES = 100;

const MARKS: Readonly<Record<DifferenceKind, string>> = { missing: '➖', undeclared: '➕', different: '🔄' };

/**
 * Renders a verification as Markdown, for the summary of a job or an issue.
 * @param limit characters
 */
export function verificationMarkdown(verification: Verification, limit: number): string {
  const { differences, images, unreadable } = verification;
  const paragraphs = unreadableParagraphs([...unreadable, ...(images?.unreadable ?? [])], (registry) =>
    nameIn(verification, registry),
  );
  const sections = [
    ...DIFFERENCE_SECTIONS.map(([kind, title]) =>
      section(
        title,
        differenceLines(differences, kind).map(({ text, represents }) => ({
          text: `- ${MARKS[kind]} ${markdownProse(text)}\n`,
          represents,
        })),
      ),
    ),
    section('Images', images === undefined ? [] : routeLines(images, MAX_IMAGES).map(routeItem)),
    section(
      'Could not read',
      paragraphs.map(({ owner, message, help }) =>
        item(`- ❓ ${markdownProse(owner + message)}  \n  ${markdownProse(help)}\n`),
      ),
    ),
    section(
      'What to do',
      adviceFor(verification).map((sentence) => item(`- ${markdownProse(sentence)}\n`)),
    ),
  ];
  return fitSections(
    `## ${verdictOf(verification)}\n\n${markdownProse(summaryOf(verification))}\n`,
    sections.filter((each) => each !== undefined),
    limit,
  );
}

function verdictOf(verification: Verification): string {
  if (isDifferent(verification)) return '❌ AWS differs from the declaration';
  return isComplete(verification)
    ? '✅ AWS contains what is declared'
    : '❓ AWS could not be compared completely with the declaration';
}

function section(title: string, items: readonly DocumentItem[]): DocumentSection | undefined {
  if (items.length === 0) return undefined;
  return {
    open: `\n### ${title}\n\n`,
    items,
    more: (number) => `- … and ${number} more\n`,
    close: '',
    rank: 1,
    share: 0.2,
    maxItems: MAX_LINES,
  };
}

function item(text: string): DocumentItem {
  return { text, represents: 1 };
}

function routeItem({ title, images, more, causes }: RouteLines): DocumentItem {
  const lines = [
    `- 🔄 ${markdownProse(title)}`,
    ...images.map((image) => `  - ${markdownProse(image)}`),
    ...(more === 0 ? [] : [`  - … and ${more} more`]),
    ...causes.map((cause) => `  - ${markdownProse(cause)}`),
  ];
  return item(`${lines.join('\n')}\n`);
}
