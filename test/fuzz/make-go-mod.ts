import type { Random } from './random.ts'

/** What a go.mod is made for. */
export interface GoModTask {
  /** The path it should declare. */
  readonly path: string
  /** How many times as often as usual something is odd; 0 for never. */
  readonly odd: number
  readonly retractions: boolean
}

/** A go.mod, mostly a good one. */
export function makeGoMod(random: Random, { path, odd, retractions }: GoModTask): string {
  const isOdd = random.chance(0.12 * odd)
  const lines = [
    isOdd ? moduleLine(random.fork('module'), path) : `module ${path}\n`,
    goLine(random.fork('go'), random.chance(0.2 * odd)),
    retractions && random.chance(0.5) ? retract(random.fork('retract')) : '',
    random.chance(0.2) ? 'require example.com/other v1.2.3 // indirect\n' : '',
    random.chance(0.08 * odd) ? random.pick(faults) : '',
  ]
  const text = lines.join('')
  return random.chance(0.08 * odd) ? random.pick(wholes)(text) : text
}

const faults = [
  'require (\n',
  'require example.com/x\n',
  'require example.com/x v1.2\n',
  'unknown directive\n',
  'toolchain go9.9.9\n',
  'toolchain none\n',
  'godebug default=go1.21\n',
  'exclude example.com/x v2.0.0\n',
  'replace example.com/x => ../x\n',
  'replace example.com/x => \n',
  '"unfinished\n',
  '`raw\n',
  'module second.example/x\n',
  'go 1.20\ngo 1.21\n',
  'tool example.com/x/cmd\n',
  'ignore ./x\n',
  ')\n',
  '/* no such comment */\n',
  '\u0000',
]

const wholes: readonly ((text: string) => string)[] = [
  (text) => `\ufeff${text}`,
  (text) => text.replaceAll('\n', '\r\n'),
  (text) => text.replaceAll('\n', '\r'),
  (text) => text.trimEnd(),
  (text) => `// Deprecated: use another.\n${text}`,
  (text) => `\n\n\t ${text}`,
  () => '',
  (text) => `${text}// ${'x'.repeat(5000)}\n`,
  (text) => text.split('\n').toReversed().join('\n'),
]

function moduleLine(random: Random, path: string): string {
  return random.pick<(path: string) => string>([
    (path) => `module "${path}"\n`,
    (path) => `module \`${path}\`\n`,
    (path) => `module ${path} // Deprecated: no more\n`,
    (path) => `// module wrong.example/y\nmodule\t${path}//x\n`,
    (path) => `module (\n\t${path}\n)\n`,
    (path) => `module ( ${path} )\n`,
    () => '',
    () => 'module\n',
    () => 'module other.example/fork\n',
    () => 'module other.example/fork/v2\n',
    () => 'module gopkg.in/other.v2\n',
    (path) => `module ${path.replace(/\/v\d+$/, '')}/v2\n`,
    (path) => `module ${path}/v3\n`,
    (path) => `module ${path}/v1\n`,
    (path) => `module ${path}/v02\n`,
    (path) => `module ${path.toUpperCase()}\n`,
    () => 'module nodots\n',
    () => 'module ../x\n',
    (path) => `module "${path}\n`,
    (path) => `module ${path} extra\n`,
    (path) => `modulex ${path}\nmodule ${path}\n`,
    (path) => `go 1.18\nmodule ${path}\n`,
    (path) => `module "${path.replace('c', '\\x63')}"\n`,
  ])(path)
}

function goLine(random: Random, odd: boolean): string {
  const plain = ['', 'go 1.12\n', 'go 1.16\n', 'go 1.21\n', 'go 1.23.0\n', 'go 1.24\n', 'go 1.25\n']
  const strange = [
    'go 1\n',
    'go 1.24rc1\n',
    'go 1.24-foo\n',
    'go v1.24\n',
    'go 1.x\n',
    'go 1.99\n',
    'go 1.26.8\n',
    'go 1.20.9\n',
    'go 2.0\n',
    'go\n',
    'go "1.24"\n',
    'go 1.24 // comment\n',
    'go 01.24\n',
    'go 1.024\n',
    'go 1.24.0-rc1\n',
    'go 99999999999999999999.1\n',
  ]
  return random.pick(odd ? strange : plain)
}

function retract(random: Random): string {
  const bound = () => random.pick(['v0.1.0', 'v1.0.0', 'v1.1.0', 'v1.2.0', 'v1.2.3', 'v1.5.0-rc.1'])
  const one = () =>
    random.pick([
      () => bound(),
      () => bound(),
      () => `[${bound()}, ${bound()}]`,
      () => `[v0.0.0, v1.1.9]`,
      () => `[v0.0.0-0, v9.9.9]`,
      () => '[v0.0.0, v1.99.0] // all of it',
      () => `${bound()} // a mistake`,
      () => `[${bound()},${bound()}]`,
      () => 'v1',
      () => 'v2.0.0',
      () => `"${bound()}"`,
      () => `[ "${bound()}" , ${bound()} ]`,
      () => `${bound()} ${bound()}`,
      () => `[${bound()}`,
      () => 'v1.2.3+meta',
      () => 'nonsense',
    ])()
  return random.chance(0.6)
    ? `retract ${one()}\n`
    : `// why\nretract (\n${random.chance(0.5) ? '\t// first\n' : ''}\t${one()}\n\t${one()}\n)\n`
}
