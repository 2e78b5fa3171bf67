import { Failure } from '../../failure.ts'
import type { Errand, ProgramWay } from '../../outbound/program-way.ts'
import { runForOutput, type Program } from '../../outbound/run.ts'

/** How a program ended. */
export interface Outcome {
  readonly code: number
  readonly stdout: Buffer
  /** At most 4 kB. */
  readonly stderr: string
}

/** Lets a program out, as `Gate.permitProgram` does. */
export type Permit = (errand: Errand) => Promise<ProgramWay>

/** Bytes that a program may print where a few lines are expected. */
export const MAX_LINES = 16 * 1024 * 1024

/** Milliseconds a program may work on what is already here. */
const patience = 10 * 60_000

/**
 * Runs a program that asks no network.
 *
 * @throws Failure `unsupported` when it is not installed, `refused` for too much output or time
 */
export async function runLocally(program: Program, maxBytes = MAX_LINES): Promise<Outcome> {
  const signal = AbortSignal.timeout(patience)
  try {
    return await runForOutput({ ...program, signal }, maxBytes)
  } catch (error) {
    if (!Failure.is(error, 'stopped')) throw error
    const seconds = patience / 1000
    throw new Failure('refused', `Gave up on ${program.command}: it took more than ${seconds} s`, {
      cause: error,
    })
  }
}

/**
 * Runs a program that asks a server, through a way out of its own.
 *
 * @param make the program, given its way
 * @throws Failure as {@link runLocally}, and why it was not let through where that is the reason
 */
export async function runOutside(
  permit: Permit,
  errand: Errand,
  make: (way: ProgramWay) => Program | Promise<Program>,
  maxBytes = MAX_LINES,
): Promise<Outcome> {
  await using way = await permit(errand)
  try {
    const program = { ...(await make(way)), signal: way.signal, waitsForNetwork: true }
    const outcome = await runForOutput(program, maxBytes)
    const failure = way.failure()
    if (outcome.code !== 0 && failure) throw failure
    return { ...outcome, stderr: outcome.stderr.replaceAll(bare(way.url), bare(errand.url)) }
  } catch (error) {
    throw Failure.is(error, 'stopped') ? (way.failure() ?? error) : error
  }
}

/** Programs show a URL with or without a slash at its end. */
const bare = (url: string): string => url.replace(/\/$/, '')
