import { Failure, valid } from '../../failure.ts'
import { InvalidError } from '../../gomod/invalid-error.ts'
import { runForOutput } from '../../outbound/run.ts'
import { parseSignatureLine } from '../../tlog/note-signature.ts'
import { isSameKey, parseVerifierKey } from '../../tlog/verifier.ts'
import type { LogKey } from './log-key.ts'

/** A program that signs: it has the private key, or asks who has. */
export interface SignerCommand {
  /** The program and its arguments. */
  readonly command: readonly string[]
  /** Of the log: what the program signs with. */
  readonly verifierKey: string
  /** The environment it runs in. */
  readonly env: Readonly<Record<string, string>>
  readonly cwd: string
  /** Milliseconds that it may take; then it is ended. */
  readonly timeoutMs: number
}

/** A signature is one line. */
const mostOutput = 4096

/**
 * A key whose private part a program has. The program gets the text of a note on its standard input, and prints the line
 * of its signature as notes have it (`— name base64`). Why it gave none is the cause of the Failure, which is for whoever runs
 * the log.
 *
 * @throws Failure `invalid` when the verifier key is none of a log
 */
export function commandKey({ command, verifierKey, env, cwd, timeoutMs }: SignerCommand): LogKey {
  const verifier = valid(
    () => parseVerifierKey(verifierKey, 1),
    (why) => `Cannot use the verifier key of the log: ${why}`,
  )
  const [program = '', ...args] = command

  /** What clients are told names neither the program nor what it says. */
  function refusal(why: string, cause?: unknown): Failure {
    const text = `Cannot sign for ${verifier.name}: its signer gives no signature`
    const details = new Error(`the signer ${program} ${why}`, { cause })
    return new Failure('unreachable', text, { cause: details, retryAfter: 10 })
  }

  return {
    text: verifierKey,
    verifier,
    async sign(text) {
      const input = [Buffer.from(text)]
      const { code, stdout, stderr } = await runForOutput(
        { command: program, args, env, cwd, input, timeoutMs, waitsForNetwork: true },
        mostOutput,
      ).catch((error: unknown) => {
        throw refusal('could not be run to its end', error)
      })
      if (code !== 0) throw refusal(`failed with ${code}: ${JSON.stringify(stderr.slice(0, 200))}`)
      try {
        const signature = parseSignatureLine(stdout.toString().replace(/\n$/, ''))
        if (isSameKey(signature, verifier)) return signature.bytes
      } catch (error) {
        if (!(error instanceof InvalidError)) throw error
      }
      throw refusal('printed something else than the line of its signature')
    },
  }
}
