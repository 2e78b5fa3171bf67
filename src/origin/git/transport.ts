import type { Purpose, Reason } from '../../outbound/request-record.ts'
import type { Capabilities } from './advertisement.ts'
import type { Packet } from './pkt-line.ts'
import type { PlainFiles } from './plain-files.ts'
import type { ObjectFormat } from './refs.ts'

/** What is asked of a server, whatever the way there. */
export interface Question<Answer> {
  /** Its bytes, given what the server can do; undefined when that is the answer. */
  readonly body: (server: Capabilities) => Buffer | undefined
  /**
   * Reads the answer, to its end.
   *
   * @throws Failure `unreachable` (at `repository`) when it is no whole answer to that question
   */
  readonly read: (answer: AsyncIterable<Packet>, server: Capabilities) => Answer
}

/** A repository that is had file by file. */
export interface PlainRepository {
  readonly files: PlainFiles
  readonly objectFormat: ObjectFormat
}

/** How questions reach the server of one repository, and how its answers come back. */
export interface Transport {
  /** What the server is taken to be by now; asks nobody. */
  server(): Capabilities
  /** Asks for its refs, by what the server says of itself from now on. */
  refs<T>(question: Question<Promise<T>>, reason?: Reason): Promise<T>
  /** Where the last answer came from, if a redirect led there. */
  redirectedTo?(): string | undefined
  /** Asks for objects. */
  pack(question: Question<AsyncIterable<Uint8Array>>, purpose: Purpose): AsyncIterable<Uint8Array>
  /** The files of the repository, for one occasion, when its refs have shown that the server answers no questions. */
  plain?(purpose: Purpose): PlainRepository | undefined
}

/** What every transport is opened with. */
export interface TransportOptions {
  /** Most bytes of one answer that brings objects. */
  readonly maxBytes: number
}
