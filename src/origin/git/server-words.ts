/**
 * What a server said, to follow “says”: its first 200 characters in quotes, one space for each run of those that nobody sees;
 * or `nothing`.
 */
export function serverWords(text: string): string {
  const readable = text.replaceAll(/[\p{Other}\s]+/gu, ' ')
  const words = readable.trim().slice(0, 200).toWellFormed()
  return words === '' ? 'nothing' : JSON.stringify(words)
}
