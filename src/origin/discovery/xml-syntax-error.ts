/** Why a page is no XML, even to a lenient reader. */
export class XmlSyntaxError extends Error {
  override readonly name = 'XmlSyntaxError'
  /** True when the page ran out: a longer page that begins alike may be sound. */
  readonly atEnd: boolean

  constructor(reason: string, line: number, atEnd: boolean) {
    super(`line ${line}: ${reason}`)
    this.atEnd = atEnd
  }
}
