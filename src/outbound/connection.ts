import type { Failure } from '../failure.ts'
import type { Purpose, Reason } from './request-record.ts'

/** A conversation with a server in a protocol that is not HTTP. */
export interface Call {
  /** Original URL: rules of `[[rewrite]]` are applied by the gate. */
  readonly url: string
  readonly purpose: Purpose
  /** `foreground` unless given. */
  readonly reason?: Reason
  /** Most bytes the server may say; more is a Failure `refused`. */
  readonly maxBytes: number
}

/** A call of a program on another machine. */
export interface RemoteCall extends Call {
  /** For the shell of the other machine: what comes from outside must be quoted in it. */
  readonly command: string
  /** Environment that the program is offered there; the server may not take it. */
  readonly env: Readonly<Record<string, string>>
}

/** A conversation that goes on. It must be disposed of. */
export interface Connection extends AsyncDisposable {
  /** What the server says. Ends without an error when nothing more comes, whatever the reason; read once. */
  readonly output: AsyncIterable<Uint8Array>
  /** Says something to the server. */
  readonly send: (bytes: Uint8Array) => void
  /** Why the output ended. To be asked only after that. */
  readonly ending: () => Promise<Ending>
}

/** How a conversation ended. */
export interface Ending {
  /** What went wrong where the gate could see it. */
  readonly failure?: Failure
  /** What a remote program wrote on its standard error, at most 4 kB, in any encoding and with anything in it. */
  readonly words: string
}
