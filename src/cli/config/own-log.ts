import * as z from 'zod/mini'
import { InvalidError } from '../../gomod/invalid-error.ts'
import { shownKey } from '../../tlog/key-text.ts'
import { parseVerifierKey, type Verifier } from '../../tlog/verifier.ts'
import { parsePath, parseVariable } from './credentials.ts'
import { text, told } from './parsed.ts'
import { parsePattern } from './pattern.ts'
import { parseSumdbUrl } from './sumdb.ts'
import { refuseTwins } from './tables.ts'

/** The table `[checksum-log]`: none of its keys has a value unless it is given. */
export interface OwnLogSettings {
  /** Absolute path of the file with the private key. */
  readonly keyFile: string | undefined
  /** The environment variable that has it. */
  readonly keyEnv: string | undefined
  /** The program that signs, and its arguments; empty for none. */
  readonly signer: readonly string[]
  /** The key of what the program signs. */
  readonly verifierKey: string | undefined
  /** Absolute path of the file; undefined for its usual place. */
  readonly guard: string | undefined
  /** GOPRIVATE globs: modules that enter without the record of another log. */
  readonly unattested: readonly string[]
  /** Who cosigns the log. */
  readonly witnesses: readonly WitnessSetting[]
}

/** A witness of our log. */
export interface WitnessSetting {
  /** Verifier key of its cosignatures. */
  readonly key: string
  /** Its submission prefix, without a slash at its end. */
  readonly url: string
}

/** The table as its writers spell it. */
export const ownLogTable = z.strictObject({
  'key-file': told(
    z.optional(text(parsePath)),
    'Absolute path of the file with the private key of our own checksum database, which its owner alone may read.',
  ),
  'key-env': told(
    z.optional(text(parseVariable)),
    'Environment variable that holds the private key, in the place of a file.',
  ),
  signer: told(
    z.prefault(z.array(z.string().check(z.minLength(1))), []),
    'Program that signs, and its arguments, in the place of a private key.',
  ),
  'verifier-key': told(
    z.optional(text(parseLogKey)),
    'The key that verifies what the `signer` signs.',
  ),
  guard: told(
    z.optional(text(parsePath)),
    'Absolute path of the file that keeps the log from ever contradicting itself; outside `data`, and in no backup with it.',
  ),
  unattested: told(
    z.prefault(z.array(text(parsePattern)), []),
    'Module path patterns in the syntax of GOPRIVATE: public modules that are logged without the record of the public database.',
  ),
  witness: told(
    z.prefault(
      z
        .array(z.strictObject({ key: text(parseWitnessKey), url: text(parseSumdbUrl) }))
        .check(z.superRefine(refuseTwins('key', 'table'))),
      [],
    ),
    'Witnesses `{ key, url }` that are asked to cosign each head of the log: the key of their cosignatures, and the address below which `add-checkpoint` is.',
  ),
})

/** The table in the program's own spelling. */
export function ownLogSettings(table: z.output<typeof ownLogTable>): OwnLogSettings {
  const { signer, guard, unattested, witness } = table
  return {
    keyFile: table['key-file'],
    keyEnv: table['key-env'],
    signer,
    verifierKey: table['verifier-key'],
    guard,
    unattested,
    witnesses: witness,
  }
}

function parseLogKey(key: string): string {
  if (isKey(key, 1)) return key
  throw new RangeError(
    `${shownKey(key)} is not the verifier key of a log, such as "name+1a2b3c4d+A…"`,
  )
}

function parseWitnessKey(key: string): string {
  if (isKey(key, 4)) return key
  throw new RangeError(
    `${shownKey(key)} is not the verifier key of a witness, such as "name+1a2b3c4d+B…"`,
  )
}

function isKey(text: string, algorithm: Verifier['algorithm']): boolean {
  try {
    parseVerifierKey(text, algorithm)
    return true
  } catch (error) {
    if (error instanceof InvalidError) return false
    throw error
  }
}
