import { put, type Layer, type Table } from './layer.ts'

/** A setting given on the command line. */
export interface Override {
  /** The setting, by its name in the file, such as `log.level`. */
  readonly key: string
  readonly value: unknown
  /** The option that gave it, such as `--listen`. */
  readonly option: string
}

/** The settings that the command line gives. */
export function optionsLayer(overrides: readonly Override[]): Layer {
  const values: Table = {}
  for (const { key, value } of overrides) put(values, key.split('.'), value)
  return {
    values,
    originOf(path) {
      const name = path.join('.')
      const given = overrides.find(({ key }) => name === key || name.startsWith(`${key}.`))
      return { kind: 'option', name: given?.option ?? '--' }
    },
  }
}
