/** A whole number of a request, in its one spelling; undefined when it is none, or not given. */
export function numberIn(text: string | undefined): number | undefined {
  return text !== undefined && /^(?:0|[1-9]\d{0,14})$/.test(text) ? Number(text) : undefined
}
