/** The host of a URL as the ledger of requests names it: with its port, if that is unusual; '' for what is no URL. */
export function hostOf(url: string): string {
  return URL.parse(url)?.host ?? ''
}
