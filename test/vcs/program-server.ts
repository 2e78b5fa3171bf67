import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer, type AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** What a test is skipped for: the name of the first program that is missing, or false. */
export function missing(...programs: string[]): string | false {
  const absent = programs.find((program) => spawnSync(program, ['--version']).error !== undefined)
  return absent === undefined ? false : `${absent} is not installed`
}

/** A server that some program is. Disposing of it ends it. */
export interface ProgramServer extends AsyncDisposable {
  readonly port: number
}

/** Starts a server on a free port of loopback, and waits until it takes connections. */
export async function startServer(
  program: string,
  args: (port: number) => readonly string[],
  options: { cwd: string; env: NodeJS.ProcessEnv },
): Promise<ProgramServer> {
  const port = await freePort()
  const child = spawn(program, args(port), { ...options, stdio: 'ignore' })
  const ended = once(child, 'close')
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  while (!(await isOpen(port))) {
    if (child.exitCode !== null) throw new Error(`${program} ended with ${child.exitCode}`)
    await sleep(20)
  }
  return {
    port,
    async [Symbol.asyncDispose]() {
      kill()
      await ended
      process.off('exit', kill)
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.on('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => resolve(false))
  })
}
