/**
 * Reads something anew for whoever asks, but no more often than so that reading takes a twentieth of the time: until
 * then, and while it is read, all get the same.
 *
 * @param now milliseconds since the epoch
 */
export function sparingly<T>(read: () => Promise<T>, now: () => number): () => Promise<T> {
  let last: { readonly value: Promise<T>; readonly at: number } | undefined
  let keptFor = Infinity
  return () => {
    const at = now()
    if (last && at >= last.at && at - last.at < keptFor) return last.value
    const value = read()
    last = { value, at }
    keptFor = Infinity
    const isOver = () => {
      if (last?.value === value) keptFor = 20 * (now() - at)
    }
    value.then(isOver, isOver)
    return value
  }
}
