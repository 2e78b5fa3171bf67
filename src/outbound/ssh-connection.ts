import type { Socket } from 'node:net'
import { PassThrough, pipeline } from 'node:stream'
import { Failure } from '../failure.ts'
import { beginAsking, type GateParts } from './asking.ts'
import type { Connection, Ending, RemoteCall } from './connection.ts'
import { heardFailure } from './governor/heard.ts'
import { guardedSocket } from './guarded-socket.ts'
import { networkFailure } from './network-failure.ts'
import { patientOutput } from './patient-output.ts'
import { openProgramWay, type Doorkeeper, type ProgramWay } from './program-way.ts'
import { withoutCredentials } from './request-record.ts'
import { run } from './run.ts'
import type { SshAccess } from './ssh-access.ts'
import { sshFailure } from './ssh-failure.ts'
import { sshKeyFault } from './ssh-key-fault.ts'
import { sshProgram } from './ssh-program.ts'
import type { StreamTarget } from './stream-target.ts'

/** What encryption, and errors beside the answer, may add to it. */
const onTheWire = (bytes: number): number => bytes * 1.1 + 1024 * 1024

/** The exit code of ssh itself, rather than of what runs on the other machine. Source: ssh(1), "EXIT STATUS" */
const ownExit = 255

/**
 * Talks to a program on another machine, through the ssh program, which gets its connection from here.
 *
 * @param call with a URL in normal form
 * @throws Failure `refused` for a host without an entry, `auth-required` for an entry that is of no use, `stopped`
 */
export async function sshConnection(
  call: RemoteCall,
  target: StreamTarget,
  parts: GateParts,
): Promise<Connection> {
  const url = withoutCredentials(call.url)
  const { options, closing } = parts
  const access = await accessTo(target.host, url, options.ssh ?? [])
  const asking = await beginAsking(parts, { ...call, method: 'CONNECT' })
  const signal = AbortSignal.any([closing, AbortSignal.timeout(options.requestTimeout)])
  await using opened = new AsyncDisposableStack()
  let finish = asking.unasked
  opened.defer(() => finish())
  const seen = { isReached: false, sent: 0, received: 0 }
  let way: ProgramWay
  try {
    way = opened.use(
      await openProgramWay({
        errand: { url, purpose: call.purpose, maxBytes: onTheWire(asking.bytes) },
        patience: options.requestTimeout,
        urlAt: () => url,
        serve: onlyOnce((client, keeper) => passOn(client, keeper)),
      }),
    )
  } catch (error) {
    throw networkFailure(error, url)
  }

  function passOn(client: Socket, keeper: Doorkeeper): void {
    const upstream = guardedSocket(target, options)
    keeper.opened(upstream)
    upstream.on('error', (error) => keeper.failed(error))
    upstream.on('connect', () => {
      seen.isReached = true
      asking.heard({ kind: 'good', why: '' })
    })
    client.on('data', (chunk: Buffer) => (seen.sent += chunk.length))
    upstream.on('data', (chunk: Buffer) => {
      seen.received += chunk.length
      keeper.take(chunk.length)
    })
    pipeline(client, upstream, () => {})
    pipeline(upstream, client, () => {})
  }

  const input = new PassThrough()
  const program = sshProgram(call, target, access, Number(new URL(way.base).port))
  const running = opened.use(run({ ...program, input, signal: way.signal }))
  opened.defer(() => void input.destroy())
  const heard = patientOutput(running.output, {
    url,
    purpose: call.purpose,
    maxBytes: call.maxBytes,
    idleTimeout: options.idleTimeout,
    signal,
  })
  const held = opened.move()
  let known: Ending | undefined

  async function ending(): Promise<Ending> {
    const error = heard.error()
    if (way.signal.aborted) return failed(way.failure() ?? error)
    if (error !== undefined && !Failure.is(error, 'stopped')) return failed(error)
    if (!heard.isWhole()) return { words: '' }
    const ended = await running.finished.catch((reason: unknown) => failed(reason))
    if ('words' in ended) return ended
    const { code, stderr: words } = ended
    const own =
      code === ownExit ? (way.failure() ?? sshFailure(words, target.host, url)) : undefined
    return { words, ...(own && { failure: own }) }
  }

  const failed = (error: unknown): Ending => ({ words: '', failure: networkFailure(error, url) })

  return {
    output: heard.output,
    send: (bytes) => void input.write(bytes),
    ending: async () => (known ??= await ending()),
    async [Symbol.asyncDispose]() {
      const { isReached, sent, received } = seen
      const code = known?.failure?.code ?? (heard.isWhole() ? '' : 'stopped')
      const fault = way.failure()
      if (!isReached && fault) asking.heard(heardFailure(fault))
      // A program that never got to dial has asked nobody.
      if (isReached || fault) {
        const status = isReached ? 200 : 0
        finish = () => asking.over({ status, sent, received, failure: code })
      }
      await held.disposeAsync()
    },
  }
}

async function accessTo(
  host: string,
  url: string,
  entries: readonly SshAccess[],
): Promise<SshAccess> {
  const entry = entries.find((entry) => entry.host === host)
  if (!entry) {
    throw new Failure('refused', `Cannot read ${url}: no key is configured for ${host}`, {
      url,
      at: 'repository',
      hint: `Add a table [[ssh]] with host = "${host}", key and known-hosts to the configuration`,
    })
  }
  const fault = await sshKeyFault(entry)
  if (fault === undefined) return entry
  throw new Failure('auth-required', `Cannot ask ${host} for ${url}: ${fault}`, {
    url,
    at: 'repository',
    hint: `Mend the table [[ssh]] of ${host} in the configuration, or the files that it names`,
  })
}

/** The door is there for one program, which comes once. */
function onlyOnce(
  serve: (client: Socket, keeper: Doorkeeper) => void,
): (client: Socket, keeper: Doorkeeper) => void {
  let isTaken = false
  return (client, keeper) => {
    if (isTaken) client.destroy()
    else serve(client, keeper)
    isTaken = true
  }
}
