/** A row of `node:sqlite`, which has no prototype, as an ordinary object. */
export function plain(row: object): object {
  return Object.assign({}, row)
}
