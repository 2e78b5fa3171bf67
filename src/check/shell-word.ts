/** A text as one word of a shell, in quotes where it needs them. Source: POSIX.1-2024, Shell Command Language §2.2 */
export function shellWord(text: string): string {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}
