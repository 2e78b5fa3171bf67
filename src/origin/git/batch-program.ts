import { PassThrough } from 'node:stream'
import { Failure } from '../../failure.ts'
import type { Running } from '../../outbound/run.ts'
import { damaged } from './depot-damaged.ts'

/** What git knows of a name. */
export interface FoundObject {
  /** `missing` where there is no such object. */
  readonly type: string
  /** Empty where the content was not wanted. */
  readonly bytes: Buffer
}

/** A `git cat-file --batch` that runs. */
export interface BatchProgram {
  /**
   * Asks one question; the next one only after its answer.
   *
   * @param maxBytes undefined: the content is not wanted
   * @throws Failure `refused` when the object has more than `maxBytes`; DepotDamaged when the program failed
   */
  ask(name: string, maxBytes: number | undefined): Promise<FoundObject>
  /** Whether it can be asked nothing more: an answer was not read to its end. */
  readonly isSpent: boolean
  /** Kills it. */
  end(): void
  /** Resolves when it is no more. */
  readonly gone: Promise<void>
}

/** Bytes of content that are read although nobody wants them. */
const maxSkipped = 1024 * 1024

/** More than the longest line git answers with: a name, and some words. */
const maxLine = 64 * 1024

const nothing: Buffer = Buffer.alloc(0)

/**
 * Starts the program.
 *
 * Source: git-cat-file(1), "Batch output"
 */
export function batchProgram(start: (input: AsyncIterable<Uint8Array>) => Running): BatchProgram {
  const input = new PassThrough()
  const running = start(input)
  const chunks = running.output[Symbol.asyncIterator]() as AsyncIterator<Buffer, undefined>
  const gone = Promise.allSettled([running.finished]).then(() => undefined)
  let held: Buffer = nothing
  let isSpent = false

  async function more(): Promise<void> {
    const { done, value } = await chunks.next()
    if (done !== true) {
      held = held.length === 0 ? value : Buffer.concat([held, value])
      return
    }
    input.end()
    const { stderr } = await running.finished
    throw damaged('cat-file', stderr)
  }

  async function line(): Promise<string> {
    for (;;) {
      const end = held.indexOf(10)
      if (end >= 0) {
        const text = held.toString('utf8', 0, end)
        held = held.subarray(end + 1)
        return text
      }
      if (held.length > maxLine) throw damaged('cat-file', 'a line without an end')
      await more()
    }
  }

  /** So many bytes, and the line end after them. */
  async function content(size: number): Promise<Buffer> {
    const parts: Buffer[] = []
    let missing = size + 1
    while (missing > 0) {
      if (held.length === 0) await more()
      const part = held.subarray(0, missing)
      parts.push(part)
      missing -= part.length
      held = held.subarray(part.length)
    }
    return Buffer.concat(parts, size + 1).subarray(0, size)
  }

  return {
    gone,
    get isSpent() {
      return isSpent
    },
    async ask(name, maxBytes) {
      input.write(`${name}\n`)
      const head = await line()
      const [, type, digits] = /^[0-9a-f]{40,64} ([a-z]+) (\d+)$/.exec(head) ?? []
      if (type === undefined) return { type: head.slice(head.lastIndexOf(' ') + 1), bytes: nothing }
      const size = Number(digits)
      if (size <= (maxBytes ?? maxSkipped)) {
        const bytes = await content(size)
        return { type, bytes: maxBytes === undefined ? nothing : bytes }
      }
      isSpent = true
      if (maxBytes === undefined) return { type, bytes: nothing }
      throw new Failure('refused', `Cannot read an object: it has more than ${maxBytes} bytes`)
    },
    end() {
      input.end()
      running.output.destroy()
      void Promise.resolve(running[Symbol.asyncDispose]()).catch(() => {})
    },
  }
}
