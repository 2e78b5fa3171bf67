/** Why go gives up on a project of its own scripts, which then cannot be compared. */
export interface Reason {
  readonly why: string
  /** How go is called and what it says. */
  readonly words: RegExp
  /** Whether our own code gives an answer nevertheless; absent where that depends on the rest of the project. */
  readonly weAnswer?: boolean
}

/** Every reason there is. The first whose words fit counts. */
export const reasons: readonly Reason[] = [
  {
    why: 'it needs a Go that is not there yet, or that its go.work does not allow',
    words: /requires go >= /,
  },
  { why: 'it has a godebug setting that go does not know', words: /godebug/ },
  { why: 'it is a workspace of no modules', words: /no modules were found/, weAnswer: true },
  {
    why: 'a module calls itself otherwise than it is required',
    words: /declares its path as/,
    weAnswer: true,
  },
  { why: 'its own path is none', words: /trailing dot in path element/, weAnswer: true },
  { why: 'it retracts what it cannot have', words: /: retract .* invalid: /, weAnswer: true },
  {
    why: 'the file is broken, or has a variable of the script in it',
    words: /errors parsing|missing module declaration/,
    weAnswer: false,
  },
  {
    why: 'the script makes a folder first that is needed',
    words: /no such file or directory/,
    weAnswer: false,
  },
  {
    why: 'the registry has no such module',
    words: /^go mod graph: .*(?:404 Not Found|missing dot in first path element)/s,
    weAnswer: false,
  },
  {
    why: 'the registry has no module that is listed, but has nothing to do with the graph',
    words: /404 Not Found|missing dot in first path element/,
    weAnswer: true,
  },
  {
    why: 'it contradicts itself',
    words: /appears multiple times in workspace|conflicting replacements/,
    weAnswer: false,
  },
]
