/**
 * Puts the shell's complaints into the words of Debian's `/bin/sh`, so that the demo looks like the
 * machines people know: `sh: 1: nginx: not found`, `No space left on device`.
 */
export function asShWouldSay(text: string, full: boolean): string {
  const words = text
    .replace(
      /^bash: (?:line (\d+): )?(.*?): command not found$/gm,
      (_all, line: string | undefined, name: string) => `sh: ${line ?? 1}: ${name}: not found`,
    )
    .replace(/^bash: (\S*\/\S*): No such file or directory$/gm, 'sh: 1: $1: not found')
    .replace(/^bash: \/dev\/full: /gm, 'sh: 1: write error: ')
    .replace(
      /^bash: syntax error: (?:Parse error at (\d+):\d+: )?/gm,
      (_all, line: string | undefined) => `sh: ${line ?? 1}: Syntax error: `,
    )
    .replace(/^bash: (?:line (\d+): )?/gm, (_all, line: string | undefined) => `sh: ${line ?? 1}: `)
    .replace(/ENOSPC: [^\n]*?(?:, \w+ '[^']*'|\(\d+ bytes\))/g, 'No space left on device');
  // just-bash's tee names the wrong reason.
  return full
    ? words.replace(/^(tee: .*): No such file or directory$/gm, '$1: No space left on device')
    : words;
}
