import { ask, type Taken } from './ask.ts'

/** Five clients that want the same at once, and what they were told: the same, or this throws. */
export async function askByFive(server: { readonly url: string }, path: string): Promise<Taken> {
  const answers = await Promise.all(Array.from({ length: 5 }, () => ask(server, path)))
  const [first, ...others] = answers
  const differs = others.some(({ status, text }) => status !== first?.status || text !== first.text)
  if (first === undefined || differs) {
    throw new Error(`not told the same: ${answers.map(({ text }) => text).join('')}`)
  }
  return first
}
