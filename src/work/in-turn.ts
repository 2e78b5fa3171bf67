/**
 * Makes a queue: each work begins when all that were given before it are over, however they ended. So each head of a log is
 * held against all before it.
 */
export function inTurn(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const done = last.then(work)
    last = done.catch(() => {})
    return done
  }
}
