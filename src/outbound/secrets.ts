/** Shorter ones are in every text by chance. */
const shortest = 4

/**
 * What nobody else may read of `authorization` headers, in each spelling in which a server might repeat it, the longest
 * first.
 *
 * @param headers values such as `Bearer …` and `Basic …`
 */
export function secretsOf(...headers: readonly (string | undefined)[]): readonly string[] {
  const spellings = headers.flatMap((header) => {
    const [, scheme = '', value = ''] = /^(\S+) (.*)$/s.exec(header ?? '') ?? []
    if (scheme.toLowerCase() !== 'basic') return [value, encodeURIComponent(value)]
    const pair = Buffer.from(value, 'base64').toString()
    const password = pair.slice(pair.indexOf(':') + 1)
    return [value, encodeURIComponent(value), password, encodeURIComponent(password)]
  })
  // Bytes are compared as latin1, one character each.
  const asBytes = spellings.map((text) => Buffer.from(text).toString('latin1'))
  return [...new Set(asBytes)]
    .filter((text) => text.length >= shortest)
    .toSorted((a, b) => b.length - a.length)
}

/** The text, of one character for each byte, with `***` for every secret. */
function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets.reduce((left, secret) => left.replaceAll(secret, '***'), text)
}

/** Header fields with `***` for every secret. */
export function fieldsWithoutSecrets(
  fields: Readonly<Record<string, string>>,
  secrets: readonly string[],
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, withoutSecrets(value, secrets)]),
  )
}

/**
 * Passes a body on with `***` for every secret, wherever its pieces are cut. As with the body itself, its end is told to
 * the source also when its reader leaves before the first byte.
 */
export async function bodyWithoutSecrets(
  body: AsyncIterable<Uint8Array>,
  secrets: readonly string[],
): Promise<AsyncIterable<Uint8Array>> {
  const [longest] = secrets
  if (longest === undefined) return body
  const passed = passOn(body, secrets, longest.length - 1)
  await passed.next()
  return passed
}

/** Yields one empty piece first, so that leaving it always leaves the source, too. */
async function* passOn(
  body: AsyncIterable<Uint8Array>,
  secrets: readonly string[],
  keep: number,
): AsyncGenerator<Uint8Array> {
  const source = body[Symbol.asyncIterator]()
  let held = ''
  try {
    yield new Uint8Array()
    for (let step = await source.next(); step.done !== true; step = await source.next()) {
      held = withoutSecrets(held + Buffer.from(step.value).toString('latin1'), secrets)
      yield Buffer.from(held.slice(0, -keep), 'latin1')
      held = held.slice(-keep)
    }
    yield Buffer.from(held, 'latin1')
  } finally {
    await source.return?.()
  }
}
