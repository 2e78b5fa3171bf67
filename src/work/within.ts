/**
 * What comes within so many milliseconds; undefined when it comes later or never. Whoever works on it goes on with that.
 *
 * @param ref whether waiting keeps the program alive, as it does unless this says otherwise
 * @throws what `coming` rejects with in time; what it rejects with later is nobody's
 */
export async function within<T>(
  millis: number,
  coming: Promise<T>,
  { ref = true }: { readonly ref?: boolean } = {},
): Promise<T | undefined> {
  const { promise: late, resolve } = Promise.withResolvers<undefined>()
  const timer = setTimeout(resolve, millis, undefined)
  if (!ref) timer.unref()
  try {
    return await Promise.race([coming, late])
  } finally {
    clearTimeout(timer)
  }
}
