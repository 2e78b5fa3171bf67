import { Failure } from '../../failure.ts'
import type { Running } from '../../outbound/run.ts'
import { batchProgram, type BatchProgram, type FoundObject } from './batch-program.ts'
import { places } from './reader-places.ts'

/** Reads objects of a depot through one git program that stays for a while. */
export interface ObjectReader {
  /**
   * @param name what git takes for one; a name of several lines is missing
   * @param maxBytes undefined: the content is not wanted
   * @throws Failure `refused` when the object has more than `maxBytes`; DepotDamaged when it cannot be read
   */
  read(name: string, maxBytes?: number): Promise<FoundObject>
}

/** Milliseconds without a question after which the program is ended. */
const idleMs = 500

/** Programs at a time, of all depots. */
const programs = places(8)

/**
 * The reader of one depot. Its program is started for a question, answers one after the other, and ends when there are
 * no more for a while, when something went wrong, or when another depot needs its place. git itself looks for packs
 * that came after its start, when it misses an object.
 *
 * @param start runs `git cat-file --batch` with this input, as a program that keeps no others waiting
 */
export function objectReader(start: (input: AsyncIterable<Uint8Array>) => Running): ObjectReader {
  let program: BatchProgram | undefined
  let idle: NodeJS.Timeout | undefined
  let last: Promise<unknown> = Promise.resolve()

  function end(): void {
    clearTimeout(idle)
    programs.keep(end)
    program?.end()
    program = undefined
  }

  async function open(): Promise<BatchProgram> {
    clearTimeout(idle)
    programs.keep(end)
    if (program) return program
    await programs.take()
    program = batchProgram(start)
    void program.gone.then(() => programs.giveBack())
    return program
  }

  async function read(name: string, maxBytes: number | undefined): Promise<FoundObject> {
    const isNew = program === undefined
    try {
      const asked = await open()
      const found = await asked.ask(name, maxBytes)
      if (asked.isSpent) end()
      else {
        idle = setTimeout(end, idleMs).unref()
        programs.offer(end)
      }
      return found
    } catch (error) {
      end()
      // One that has stayed may have been killed meanwhile, which says nothing of the depot.
      if (isNew || Failure.is(error, 'refused')) throw error
    }
    return read(name, maxBytes)
  }

  return {
    async read(name, maxBytes) {
      if (name.includes('\n')) return { type: 'missing', bytes: Buffer.alloc(0) }
      const turn = last.then(() => read(name, maxBytes))
      last = turn.catch(() => {})
      return turn
    },
  }
}
