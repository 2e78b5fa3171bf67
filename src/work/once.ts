/** Makes an asker that asks for each key once, and gives everybody who asks for it later the same answer. */
export function once<T>(ask: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const onceEach = onceForEach<T>()
  return (key) => onceEach(key, () => ask(key))
}

/** The same, where how to ask is known only by who asks first. */
export function onceForEach<T>(): (key: string, ask: () => Promise<T>) => Promise<T> {
  const asked = new Map<string, Promise<T>>()
  return (key, ask) => {
    const known = asked.get(key) ?? ask()
    asked.set(key, known)
    return known
  }
}
