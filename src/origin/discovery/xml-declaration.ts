/**
 * What is wrong with the inside of `<?xml … ?>`, given as one character per byte: a version other than 1.0, or an
 * encoding other than UTF-8 and ASCII. Undefined when there is nothing wrong.
 *
 * ASCII is read as UTF-8. The dotted capital İ counts as an i, because Go's lower-casing makes it one.
 *
 * Source: encoding/xml.procInst; cmd/go/internal/vcs.charsetReader
 */
export function declarationFault(inside: string): string | undefined {
  const version = quotedAfter('version', inside)
  if (version !== '' && version !== '1.0') {
    return `XML version ${JSON.stringify(version)} is not 1.0`
  }
  const encoding = Buffer.from(quotedAfter('encoding', inside), 'latin1').toString('utf8')
  if (encoding === '' || /^(?:utf-8|asc[iİ][iİ])$/i.test(encoding)) return undefined
  return `the encoding ${JSON.stringify(encoding)} is neither UTF-8 nor ASCII`
}

/** The quoted value behind the first `name=` that has one; empty when none has. */
function quotedAfter(name: string, inside: string): string {
  for (const match of inside.matchAll(new RegExp(`${name}=([^])`, 'g'))) {
    const [whole, quote = ''] = match
    if (quote !== '"' && quote !== "'") continue
    const start = match.index + whole.length
    const end = inside.indexOf(quote, start)
    return end < 0 ? '' : inside.slice(start, end)
  }
  return ''
}
