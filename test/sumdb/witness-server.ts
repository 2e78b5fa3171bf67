import { parseCheckpoint } from '../../src/tlog/checkpoint.ts'
import { emptyRoot, equalHashes, formatHash, parseHash } from '../../src/tlog/hash.ts'
import { openNote } from '../../src/tlog/note.ts'
import { formatSignatureLine } from '../../src/tlog/note-signature.ts'
import { formatSignerKey, parseSignerKey } from '../../src/tlog/signer.ts'
import type { TreeHead } from '../../src/tlog/tree-head.ts'
import { checkTreeProof } from '../../src/tlog/tree-proof.ts'
import { formatVerifierKey, parseVerifierKey, type Verifier } from '../../src/tlog/verifier.ts'
import { bodyOf, webServer, type WebServer } from '../web-server.ts'

/** What a witness says to a request. */
export interface Said {
  readonly status: number
  readonly body: string
}

/** A witness on loopback, by the words of the specification, and what a test may make of it. */
export interface WitnessServer extends WebServer {
  readonly verifier: Verifier
  readonly key: string
  /** What it has cosigned last. */
  head: TreeHead
  /** Takes the place of its answer. */
  instead: ((body: string) => Promise<Said | undefined> | Said) | undefined
  /** Sizes that requests said were old, in order. */
  readonly olds: number[]
}

/**
 * Starts a witness of the log with a key.
 *
 * Source: C2SP tlog-witness, C2SP tlog-cosignature
 */
export async function witnessServer(
  log: Verifier,
  name = 'witness.example/w1',
): Promise<WitnessServer> {
  const signer = parseSignerKey(formatSignerKey(name, Buffer.alloc(32, name), 4))
  const key = formatVerifierKey(signer)
  const olds: number[] = []
  let time = 1_700_000_000

  function answer(body: string): Said {
    const end = body.indexOf('\n\n')
    const [first = '', ...proof] = body.slice(0, end).split('\n')
    const note = body.slice(end + 2)
    const old = Number(/^old (0|[1-9]\d*)$/.exec(first)?.[1])
    olds.push(old)
    if (!(parseCheckpoint(textOf(note)).origin === log.name)) return { status: 404, body: '' }
    const { text } = openNote(note, [log])
    const head = parseCheckpoint(text)
    if (!(old <= head.size)) return { status: 400, body: '' }
    const isOther = old === head.size && !equalHashes(head.root, witness.head.root)
    if (old !== witness.head.size || isOther) {
      return { status: 409, body: `${witness.head.size}\n` }
    }
    try {
      checkTreeProof(
        proof.map((line) => parseHash(line)),
        head,
        witness.head,
      )
    } catch {
      return { status: 422, body: '' }
    }
    witness.head = { size: head.size, root: head.root }
    const bytes = signer.sign(text, time++)
    return { status: 200, body: formatSignatureLine({ name, id: signer.id, bytes }) }
  }

  const server = await webServer((request, response) => {
    void (async () => {
      const body = await bodyOf(request)
      const isAsked = request.method === 'POST' && request.url === '/add-checkpoint'
      const said = isAsked
        ? ((await witness.instead?.(body)) ?? answer(body))
        : { status: 405, body: '' }
      const type = said.status === 409 ? 'text/x.tlog.size' : 'text/plain'
      response.writeHead(said.status, { 'Content-Type': type }).end(said.body)
    })()
  })
  const witness: WitnessServer = {
    ...server,
    key,
    verifier: parseVerifierKey(key),
    head: { size: 0, root: emptyRoot },
    instead: undefined,
    olds,
  }
  return witness
}

function textOf(note: string): string {
  return note.slice(0, note.indexOf('\n\n') + 1)
}

/** A tree that is none of anybody's. */
export function strangeHead(size: number): TreeHead {
  return { size, root: parseHash(formatHash(Buffer.alloc(32, 5))) }
}
