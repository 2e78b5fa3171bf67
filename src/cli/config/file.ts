import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parse, TomlError } from 'smol-toml'
import type { Layer, Table } from './layer.ts'
import { problem, type Problem } from './problem.ts'
import { lineOf, tomlLines } from './toml-lines.ts'

/** A configuration file that was looked for. */
export interface FoundFile {
  /** As it was given; undefined when there is none and none must be. */
  readonly name: string | undefined
  readonly layer: Layer | undefined
  readonly problems: readonly Problem[]
}

/**
 * Reads a configuration file.
 *
 * @param mustExist whether it is a problem when there is none
 */
export function readConfigFile(name: string, cwd: string, mustExist: boolean): FoundFile {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(resolve(cwd, name)))
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (!mustExist && code === 'ENOENT') return { name: undefined, layer: undefined, problems: [] }
    return { name, layer: undefined, problems: [problem(name, '', unreadable(code))] }
  }
  try {
    return { name, layer: fileLayer(name, text), problems: [] }
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    const [reason = ''] = error.message.replace(/^Invalid TOML document: /, '').split('\n')
    return {
      name,
      layer: undefined,
      problems: [problem(`${name}:${error.line}`, '', `is not TOML: ${reason}`)],
    }
  }
}

/**
 * The settings of a TOML document.
 *
 * @throws TomlError when it is not TOML
 */
function fileLayer(name: string, text: string): Layer {
  const values = parse(text) as Table
  let lines: ReadonlyMap<string, number> | undefined
  return {
    values,
    originOf(path) {
      lines ??= tomlLines(text)
      const line = lineOf(lines, path)
      return { kind: 'file', name: line === undefined ? name : `${name}:${line}` }
    },
  }
}

function unreadable(code = 'for an unknown reason'): string {
  return unreadableReasons.get(code) ?? `cannot be read (${code})`
}

const unreadableReasons = new Map([
  ['ENOENT', 'there is no such file'],
  ['EISDIR', 'this is a folder'],
  ['EACCES', 'this user may not read it'],
  ['EPERM', 'this user may not read it'],
  ['ERR_ENCODING_INVALID_ENCODED_DATA', 'this is not UTF-8 text'],
])
