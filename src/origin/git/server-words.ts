/** What a server said, in quotes: its first 200 characters, one space for each run of those that nobody sees. */
export function serverWords(text: string): string {
  const readable = text.replaceAll(/[\p{Other}\s]+/gu, ' ')
  return JSON.stringify(readable.trim().slice(0, 200).toWellFormed())
}
