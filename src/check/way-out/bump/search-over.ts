/** That a search has taken all that it may take. */
export class SearchOver extends Error {
  override readonly name = 'SearchOver'
}
