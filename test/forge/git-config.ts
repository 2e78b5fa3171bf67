/** A git configuration file with one line for each setting; names are as `git config` takes them. */
export function gitConfig(settings: Readonly<Record<string, string>>): string {
  return Object.entries(settings)
    .map(([name, value]) => {
      const [, section = '', subsection, key = ''] =
        /^([^.]+)(?:\.(.*))?\.([^.]+)$/s.exec(name) ?? []
      const head = subsection === undefined ? section : `${section} ${JSON.stringify(subsection)}`
      return `[${head}]\n\t${key} = ${JSON.stringify(value)}\n`
    })
    .join('')
}
