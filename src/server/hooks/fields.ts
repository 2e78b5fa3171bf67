/** What lies at a path of names in a JSON value; undefined where there is nothing. Own members only. */
export function fieldAt(value: unknown, ...path: readonly string[]): unknown {
  let found = value
  for (const name of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return undefined
    found = (found as Record<string, unknown>)[name]
  }
  return found
}

/** The text at a path; undefined where there is none, or something else. */
export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = fieldAt(value, ...path)
  return typeof found === 'string' ? found : undefined
}

/** The texts among the members of these names. */
export function textsOf(value: unknown, names: readonly string[]): string[] {
  return names.map((name) => textAt(value, name)).filter((text) => text !== undefined)
}

/** Whether a text can be one segment of the path of a repository, such as its name or that of its owner. */
export function isSegment(text: string | undefined): text is string {
  return text !== undefined && /^(?!\.{1,2}$)[\w.~-]{1,255}$/.test(text)
}
