/** The text with the user information of every URL in it replaced by `***`: fit to be shown. */
export function maskCredentials(text: string): string {
  return text.replace(/([a-z][a-z0-9+.-]*:\/\/)[^/?#\s"']*@/gi, '$1***@')
}
