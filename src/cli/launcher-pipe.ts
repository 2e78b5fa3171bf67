import { stopCodes, type StopSignal } from './signals.ts'

/** The variable by which `bin/headwater` names the file descriptor of the pipe to its child. */
const pipeVariable = 'HEADWATER_LAUNCHER_PIPE'

/** Takes the pipe's file descriptor out of the environment, so that programs started from here do not see it. */
export function takePipe(env: NodeJS.ProcessEnv): number | undefined {
  const text = env[pipeVariable]
  delete env[pipeVariable]
  return text !== undefined && /^[3-9]$/.test(text) ? Number(text) : undefined
}

/**
 * Listens to the launcher: `onSignal` is told of each line that names a signal, `onGone` when the launcher has ended,
 * however it did. Does not keep the process alive. What is not a pipe is left alone.
 */
export async function watchLauncher(
  pipe: number,
  onSignal: (signal: StopSignal) => void,
  onGone: () => void,
): Promise<void> {
  const { Socket } = await import('node:net')
  let socket
  try {
    socket = new Socket({ fd: pipe, readable: true, writable: false })
  } catch {
    return
  }
  socket.setEncoding('utf8')
  let rest = ''
  socket.on('data', (text: string) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (Object.hasOwn(stopCodes, line)) onSignal(line as StopSignal)
  })
  socket.on('error', () => {})
  socket.once('close', onGone)
  socket.unref()
}
