/** How far a file has come that others read while it is written. */
export interface Arrival {
  /** More may be read now: the first `bytes` of the file. */
  grow(bytes: number): void
  /** Nothing more will come, and what has come is not to be trusted. */
  fail(error: unknown): void
  /** How many bytes may be read, once it is more than `beyond`; rejects with what `fail` was given. */
  beyond(beyond: number): Promise<number>
}

/** A file of which nothing has come yet. */
export function arrival(): Arrival {
  let come = 0
  let failed: { readonly error: unknown } | undefined
  let waiting: (() => void)[] = []

  function wake(): void {
    const all = waiting
    waiting = []
    for (const resume of all) resume()
  }

  async function moreThan(bytes: number): Promise<number> {
    if (come > bytes) return come
    if (failed) throw failed.error
    await new Promise<void>((resume) => waiting.push(resume))
    return moreThan(bytes)
  }

  return {
    grow(bytes) {
      come = Math.max(come, bytes)
      wake()
    },
    fail(error) {
      failed = { error }
      wake()
    },
    beyond: moreThan,
  }
}
