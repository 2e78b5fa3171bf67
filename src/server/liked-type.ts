import { parseAccept } from 'hono/utils/accept'

/**
 * The media type, of those that there are, that a client likes most: by weight, then those that it names before those that a
 * `*` means, then in its order, then in ours. The first that there is where it says nothing, or takes none of them: an answer
 * of another type tells it more than a refusal.
 *
 * @param accept the header
 *
 * Source: RFC 9110 section 12.5.1
 */
export function likedType<T extends string>(
  accept: string | undefined,
  types: readonly [T, ...T[]],
): T {
  const ranges = parseAccept(accept ?? '').map(({ type, q }) => ({ type: type.toLowerCase(), q }))
  const liked = types.flatMap((type) => {
    const spellings = [type, type.replace(/\/.*/, '/*'), '*/*']
    const breadth = spellings.findIndex((spelling) => ranges.some((one) => one.type === spelling))
    const at = ranges.findIndex((one) => one.type === spellings[breadth])
    const q = ranges[at]?.q ?? 0
    return q > 0 ? [{ type, q, breadth, at }] : []
  })
  const [best] = liked.toSorted((a, b) => b.q - a.q || a.breadth - b.breadth || a.at - b.at)
  return best?.type ?? types[0]
}
