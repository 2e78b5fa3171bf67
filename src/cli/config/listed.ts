/** The entries of a list written as one text, separated by commas; blanks around them and empty ones do not count. */
export function listed(text: string): string[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
}
