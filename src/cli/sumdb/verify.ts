import { open } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Failure, valid } from '../../failure.ts'
import { InvalidError } from '../../gomod/invalid-error.ts'
import { safeText } from '../../safe-text.ts'
import { systemCode } from '../../store/system-failure.ts'
import { formatHash } from '../../tlog/hash.ts'
import { ProofError } from '../../tlog/proof-error.ts'
import { parseModuleRecord, type ModuleRecord } from '../../tlog/record-text.ts'
import { parseTlogProof } from '../../tlog/tlog-proof.ts'
import { parseVerifierKey, type Verifier } from '../../tlog/verifier.ts'
import { verifyTlogProof, type VerifiedTlogProof } from '../../tlog/verify-tlog-proof.ts'
import type { SourcesContext } from '../context.ts'

/** Bytes of a file; a signed checkpoint has at most a million characters. */
const longest = 2_000_000

/**
 * `headwater sumdb verify FILE --key KEY`: verifies a proof that a log has a record, and prints that as lines of go.sum.
 * Asks nobody. Every witness that is named must have cosigned. Exit code 1 when the file does not prove it.
 *
 * @throws Failure `invalid` when the file cannot be read, or a key is none
 */
export async function sumdbVerify({
  args,
  options,
  cwd,
  stdout,
  stderr,
}: SourcesContext): Promise<number> {
  const log = keyOf(options['key'], 1)
  const witnesses = [options['witness'] ?? []].flat().map((key) => keyOf(key, 4))
  const text = await readProof(resolve(cwd, args[0] ?? ''))
  try {
    const { record, proof } = prove(text, log, witnesses)
    stdout.write(options['json'] === true ? asJson(record, proof) : asText(record, proof))
    return 0
  } catch (error) {
    if (!(error instanceof ProofError) && !(error instanceof InvalidError)) throw error
    stderr.write(`Not proved: ${safeText(error.message)}\n`)
    return 1
  }
}

interface Proven {
  readonly record: ModuleRecord
  readonly proof: VerifiedTlogProof
}

/** The record comes with the proof, as its extra data, which nobody has signed: it is believed once it is proved. */
function prove(bundle: string, log: Verifier, witnesses: readonly Verifier[]): Proven {
  const { extra } = parseTlogProof(bundle)
  if (extra === undefined) throw new InvalidError('Invalid proof: it has no record beside it')
  const text = Buffer.from(extra).toString()
  const policy = { origin: log.name, log: [log], witnesses, quorum: witnesses.length }
  const proof = verifyTlogProof(bundle, text, policy)
  return { record: parseModuleRecord(text), proof }
}

function keyOf(text: unknown, algorithm: Verifier['algorithm']): Verifier {
  if (typeof text !== 'string') {
    throw new Failure('invalid', 'Cannot verify: no key of the log is given', {
      hint: 'Give it with --key, as clients have it in GOSUMDB',
    })
  }
  return valid(() => parseVerifierKey(text, algorithm))
}

async function readProof(file: string): Promise<string> {
  try {
    await using handle = await open(file)
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(longest), 0, longest, 0)
    return buffer.toString('utf8', 0, bytesRead)
  } catch (error) {
    const code = systemCode(error)
    if (code === undefined) throw error
    throw new Failure('invalid', `Cannot read the proof ${file} (${code})`, { cause: error })
  }
}

function asText({ path, version, zip, goMod }: ModuleRecord, proof: VerifiedTlogProof): string {
  const { record, checkpoint, cosignatures } = proof
  const seen = cosignatures.map(
    ({ name, time }) => `Cosigned by ${name} on ${new Date(time * 1000).toISOString()}\n`,
  )
  return `${path} ${version} ${zip}
${path} ${version}/go.mod ${goMod}
Proved: entry ${record.id} of ${checkpoint.origin}, in the tree of ${checkpoint.size} with the root ${formatHash(checkpoint.root)}
${seen.join('')}`
}

function asJson(
  record: ModuleRecord,
  { record: { id }, checkpoint, cosignatures }: VerifiedTlogProof,
) {
  const { origin, size, root } = checkpoint
  return `${JSON.stringify({ log: origin, number: id, ...record, size, root: formatHash(root), cosignatures })}\n`
}
