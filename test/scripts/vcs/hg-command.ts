import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import type { Command } from '../engine/command.ts'
import type { CommandOutput, ScriptState } from '../engine/state.ts'

/** `hg` for the length of one script: one process that runs all its commands, since starting one takes so long. */
export interface HgCommand extends Disposable {
  readonly command: Command
}

/** Source of the protocol: `hg help internals.command-server`, the "pipe" mode. */
export function hgCommand(): HgCommand {
  let server: HgServer | undefined
  return {
    command: {
      run(state, args) {
        server ??= startServer(state)
        return server.run(['--cwd', state.cwd, ...args])
      },
    },
    [Symbol.dispose]: () => server?.child.kill('SIGKILL'),
  }
}

interface HgServer {
  readonly child: ChildProcessWithoutNullStreams
  readonly run: (args: readonly string[]) => Promise<CommandOutput>
}

function startServer(state: ScriptState): HgServer {
  const args = ['serve', '--cmdserver', 'pipe', '--config', 'ui.interactive=False']
  const child = spawn('hg', args, { cwd: state.cwd, env: state.env, signal: state.signal })
  const failed = new Promise<never>((_, reject) => child.on('error', reject))
  failed.catch(() => {})
  child.stdin.on('error', () => {})
  const read = reader(child.stdout)
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  const hello = Promise.race([message(read), failed])
  hello.catch(() => {})
  return {
    child,
    async run(args) {
      if ((await hello).channel !== 'o') throw new Error(`hg does not say hello: ${said}`)
      const line = Buffer.from(args.join('\0'))
      child.stdin.write(Buffer.concat([Buffer.from('runcommand\n'), uint32(line.length), line]))
      return outputOf(read)
    },
  }
}

async function outputOf(read: Read): Promise<CommandOutput> {
  const printed: Record<'o' | 'e', Buffer[]> = { o: [], e: [] }
  for (;;) {
    const { channel, data } = await message(read)
    if (channel === 'o' || channel === 'e') printed[channel].push(data)
    else if (channel === 'r') {
      const code = data.readInt32BE()
      const ending = code === 0 ? {} : { failure: `exit status ${code}` }
      return { stdout: textOf(printed.o), stderr: textOf(printed.e), ...ending }
    } else if (/[A-Z]/.test(channel)) throw new Error(`hg asks for input on channel ${channel}`)
  }
}

const textOf = (chunks: readonly Buffer[]): string => Buffer.concat(chunks).toString()

/** Exactly so many bytes. */
type Read = (bytes: number) => Promise<Buffer>

async function message(read: Read): Promise<{ channel: string; data: Buffer }> {
  const head = await read(5)
  const channel = head.toString('latin1', 0, 1)
  const length = head.readUInt32BE(1)
  return { channel, data: /[A-Z]/.test(channel) ? Buffer.alloc(0) : await read(length) }
}

function reader(stream: AsyncIterable<Buffer>): Read {
  const chunks = stream[Symbol.asyncIterator]()
  let held = Buffer.alloc(0)
  return async (bytes) => {
    while (held.length < bytes) {
      const { done, value } = await chunks.next()
      if (done) throw new Error('hg ended before it answered')
      held = Buffer.concat([held, value])
    }
    const taken = held.subarray(0, bytes)
    held = held.subarray(bytes)
    return taken
  }
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
