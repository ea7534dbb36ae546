import { BANNED_IN_USER_TEXTS, BANNED_WORDS, type BannedWord } from './banned-words';

/** A piece of a file: a comment, a test title, an identifier or a path. */
export interface Piece {
  readonly text: string;
  readonly start: number;
}

interface BannedText extends BannedWord {
  readonly pattern: RegExp;
}

const TEXTS = BANNED_WORDS.filter(({ only }) => only !== 'names').map(bannedText);

const USER_TEXTS = [...TEXTS, ...BANNED_IN_USER_TEXTS.map(bannedText)];

function bannedText(banned: BannedWord): BannedText {
  // Between two words of a phrase: blanks, or the end of a line and the start of the next line of the comment.
  const phrase = banned.word.replaceAll('*', '[a-z]*').replaceAll(' ', String.raw`(?:\s|\*|//|#)+`);
  // A code such as `cache/circle` or `rule-takes` is not a text.
  return { ...banned, pattern: new RegExp(String.raw`(?<![/-])\b${phrase}\b`, 'gi') };
}

export interface Hit {
  readonly start: number;
  readonly found: string;
  readonly instead: string;
}

/** Returns the banned words and phrases of a comment or a test title. */
export function textHits(piece: Piece): readonly Hit[] {
  return hitsOf(piece, TEXTS);
}

/** Returns the banned words and phrases of a text for users, in its order. */
export function userHits(piece: Piece): readonly Hit[] {
  return [...hitsOf(piece, USER_TEXTS)].sort((one, other) => one.start - other.start);
}

function hitsOf({ text, start }: Piece, banned: readonly BannedText[]): readonly Hit[] {
  return banned.flatMap(({ pattern, instead, except = [] }) =>
    [...text.matchAll(pattern)]
      .filter(({ index }) => !except.some((phrase) => text.slice(index, index + phrase.length) === phrase))
      .map((match) => ({
        start: start + match.index,
        found: match[0].replace(/(?:\s|\*|\/\/)+/g, ' '),
        instead,
      })),
  );
}
