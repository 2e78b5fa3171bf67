import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { Failure } from '../failure.ts'
import { withoutKeys } from '../safe-text.ts'
import { globalOptions, type CommandDeclaration, type OptionDeclaration } from './declaration.ts'
import { nearest } from './nearest.ts'

/** A command line that was understood. */
export interface Invocation {
  readonly declaration: Exclude<CommandDeclaration, { needs: 'subcommand' }>
  readonly args: readonly string[]
  /** By camel-cased long name; global ones too. */
  readonly options: Readonly<Record<string, unknown>>
}

/** Where commander writes; the width is that of the terminal, if it is one. */
export interface ProgramOutput {
  readonly stdout: NodeJS.WritableStream
  readonly stderr: NodeJS.WritableStream
  readonly width: number | undefined
}

const exitCodes = `
Exit codes: 0 fine, 1 findings, 2 usage, configuration or internal error, 3 incomplete`

/**
 * Understands a command line: the command to run, or the exit code where all is said already, which is 0 after help that
 * was asked for and 2 after a usage error.
 *
 * @param argv arguments after the program's name
 * @throws Failure `invalid` for help on a command that is not there; what an option's `read` throws, but for a RangeError
 */
export function parseCommandLine(
  argv: readonly string[],
  declarations: readonly CommandDeclaration[],
  output: ProgramOutput,
): Invocation | 0 | 2 {
  let invocation: Invocation | undefined
  // Others are made only for those who may have meant them.
  const named = declarations.filter(({ name }) => name === argv[0])
  const wanted = named.length > 0 ? named : declarations
  const program = buildProgram(wanted, output, (invoked) => (invocation = invoked))
  try {
    program.parse(argv, { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    throw error
  }
  return invocation ?? 0
}

function buildProgram(
  declarations: readonly CommandDeclaration[],
  { stdout, stderr, width }: ProgramOutput,
  onInvoke: (invocation: Invocation) => void,
): Command {
  const program = new Command('headwater')
    .description('A Go module mirror that never loses sight of upstream')
    .exitOverride()
    .helpCommand(false)
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(withoutKeys(text)),
      getOutHelpWidth: () => width ?? 80,
      getErrHelpWidth: () => width ?? 80,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
      outputError: (text, write) => write(inOurWords(text)),
    })
    .addHelpText('after', exitCodes)
  for (const option of globalOptions) program.addOption(optionOf(option))
  program.addOption(new Option('-V, --version', 'print the version'))
  addCommands(program, declarations, onInvoke)
  program
    .command('help')
    .argument('[command...]')
    .description('explain a command')
    .action((words: string[]) => commandNamed(program, words).outputHelp())
  return program
}

function addCommands(
  parent: Command,
  declarations: readonly CommandDeclaration[],
  onInvoke: (invocation: Invocation) => void,
  above = '',
): void {
  for (const declaration of declarations) {
    const name = `${above}${declaration.name}`
    const command = parent
      .command(declaration.name)
      .description(declaration.summary)
      .configureOutput({ outputError: (text, write) => write(inOurWords(text, name)) })
    if (declaration.args !== undefined) command.argument(declaration.args)
    for (const option of declaration.options) command.addOption(optionOf(option))
    if (declaration.needs === 'subcommand')
      addCommands(command.helpCommand(false), declaration.commands, onInvoke, `${name} `)
    else
      command.action(() =>
        onInvoke({ declaration, args: command.args, options: command.optsWithGlobals() }),
      )
  }
}

function optionOf({ flags, text, read, isRepeatable }: OptionDeclaration): Option {
  const option = new Option(flags, text)
  if (isRepeatable === true) {
    return option.argParser((value, before: readonly string[] | undefined) => [
      ...(before ?? []),
      value,
    ])
  }
  if (flags === '-q, --quiet') option.conflicts('verbose')
  return read === undefined
    ? option
    : option.argParser((value) => {
        try {
          return read(value)
        } catch (error) {
          throw error instanceof RangeError ? new InvalidArgumentError(error.message) : error
        }
      })
}

function commandNamed(program: Command, words: readonly string[]): Command {
  let found = program
  for (const word of words) {
    const next = found.commands.find((command) => command.name() === word)
    if (next === undefined) {
      const likely = nearest(
        word,
        found.commands.map((command) => command.name()),
      )
      throw new Failure(
        'invalid',
        `Cannot explain "${words.join(' ')}": there is no such command`,
        {
          hint:
            likely === undefined
              ? '"headwater help" lists the commands'
              : `did you mean ${likely}?`,
        },
      )
    }
    found = next
  }
  return found
}

/**
 * Commander's sentence with our name before it, the suggestion on the same line, and where to read more: of the command
 * that was named, if one was.
 */
function inOurWords(text: string, command?: string): string {
  const sentence = text
    .trim()
    .replace(/^error: /, '')
    .replace(/\.?\n\(Did you mean (?:one of )?(.*)\?\)$/s, '; did you mean $1?')
  const more =
    command === undefined
      ? '"headwater help" lists commands and options'
      : `"headwater help ${command}" lists what it takes`
  return `headwater: ${sentence}\n  ${more}\n`
}
