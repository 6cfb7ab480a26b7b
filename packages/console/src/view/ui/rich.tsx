import type { ReactNode } from 'react';

/** Words with `<b>` and `<code>` in them, as the tables of words write them, as elements. Nothing else is markup. */
export function rich(words: string): ReactNode {
  const parts = words.split(/<(b|code)>(.*?)<\/\1>/s);
  return parts.map((part, at) => {
    if (at % 3 === 1) return null;
    if (at % 3 === 0) return part;
    return parts[at - 1] === 'b' ? <b key={at}>{part}</b> : <code key={at}>{part}</code>;
  });
}
