import type { ComponentChildren } from 'preact';

export type Tone = 'danger' | 'caution' | 'good' | 'note';

/** A color is never the only difference. */
const SYMBOLS: Readonly<Record<Tone, string>> = { danger: '✕', caution: '!', good: '✓', note: 'i' };

interface Props {
  readonly tone: Tone;
  readonly children: ComponentChildren;
}

/** A short state in the color of its meaning, which is the same as in the terminal, with a symbol. */
export function Badge({ tone, children }: Props) {
  return (
    <span class={`badge tone-${tone}`}>
      <ToneSymbol tone={tone} /> {children}
    </span>
  );
}

export function ToneSymbol({ tone }: { readonly tone: Tone }) {
  return (
    <span class="symbol" aria-hidden="true">
      {SYMBOLS[tone]}
    </span>
  );
}
