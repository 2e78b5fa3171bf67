import { readFile } from 'node:fs/promises'
import { usage, type Command, type Commands } from './command.ts'
import { goRegexp } from './go-text.ts'
import type { ScriptState } from './state.ts'

/** Commands that judge what was printed or written. */
export const outputCommands: Commands = {
  cmp: { run: (state, args) => compare(state, args, (text) => text) },
  cmpenv: { run: (state, args) => compare(state, args, (text) => state.expand(text)) },
  grep: searching('grep [-count=N] [-q] pattern file', (state, [name = '', ...more]) => {
    usage(name !== '' && more.length === 0, 'grep [-count=N] [-q] pattern file')
    return readFile(state.path(name), 'utf8')
  }),
  stderr: searching('stderr [-count=N] [-q] pattern', (state) => state.stderr),
  stdout: searching('stdout [-count=N] [-q] pattern', (state) => state.stdout),
}

function searching(
  form: string,
  textOf: (state: ScriptState, rest: readonly string[]) => string | Promise<string>,
): Command {
  return {
    takesRegexp: true,
    async run(state, args) {
      const flags = args.slice(0, 2).filter((arg) => /^-(q$|count=)/.test(arg))
      const [pattern, ...rest] = args.slice(flags.length)
      usage(pattern !== undefined, form)
      const count = flags.find((flag) => flag.startsWith('-count='))?.slice('-count='.length)
      usage(count === undefined || Number(count) >= 1, form)
      const found = (await textOf(state, rest)).match(goRegexp(pattern ?? ''))?.length ?? 0
      if (count !== undefined && found !== Number(count)) {
        throw new Error(`"${pattern}" matches ${found} times, not ${count} times`)
      }
      if (found === 0) throw new Error(`nothing matches "${pattern}"`)
    },
  }
}

async function compare(
  state: ScriptState,
  args: readonly string[],
  seen: (text: string) => string,
): Promise<void> {
  const [actual = '', expected = '', ...more] = args[0] === '-q' ? args.slice(1) : args
  usage(expected !== '' && more.length === 0, 'cmp [-q] actual expected')
  const isPrinted = actual === 'stdout' || actual === 'stderr'
  const has = seen(isPrinted ? state[actual] : await readFile(state.path(actual), 'utf8'))
  const wants = seen(await readFile(state.path(expected), 'utf8'))
  if (has === wants) return
  throw new Error(`${actual} and ${expected} differ:\n--- has\n${has}\n--- should have\n${wants}`)
}
