import { constants, deflateRawSync } from 'node:zlib'
import { withstands, type Deed } from './deeds.ts'
import { sending, type HostileRepository } from './git-server.ts'
import { ordinary, repositoryOf, type Ordinary } from './ordinary.ts'
import {
  blob,
  commit,
  entry,
  entryHead,
  inSevens,
  nameOf,
  packOf,
  sealed,
  tree,
  type GitObject,
  type TreeLine,
} from './pack.ts'

const file = blob('x\n')
const folder = tree([{ mode: '100644', name: 'x', hash: nameOf(file) }])

/** A module with such names beside its go.mod. */
const names =
  (...lines: readonly (readonly [mode: string, name: string])[]) =>
  (name: string): HostileRepository => {
    const all = lines.map(([mode, each]): TreeLine => {
      return { mode, name: each, hash: nameOf(mode === '40000' ? folder : file) }
    })
    return repositoryOf(ordinary(name, all, [file, folder]))
  }

const unusable = (deed: Pick<Deed, 'repository'>, reason: RegExp): Deed => ({
  ...deed,
  status: 404,
  reason,
})

withstands('trees with names that are traps', {
  'a folder is named .git': unusable({ repository: names(['40000', '.git']) }, /'?\.git\/x'?/),
  'a file is named .git': unusable({ repository: names(['100644', '.git']) }, /'\.git'/),
  'a file is named .GIT': unusable({ repository: names(['100644', '.GIT']) }, /\.GIT/),
  'a file is named ..': unusable({ repository: names(['100644', '..']) }, /"\.\."/),
  'a file is named .': unusable({ repository: names(['100644', '.']) }, /"\."/),
  'a folder is named ..': unusable({ repository: names(['40000', '..']) }, /\.\./),
  'a name climbs': unusable({ repository: names(['100644', '../../../evil']) }, /evil/),
  'a name is absolute': unusable({ repository: names(['100644', '/evil']) }, /absolute/),
  'a name has backslashes': unusable({ repository: names(['100644', '..\\evil']) }, /evil/),
  'a name has a line feed': unusable({ repository: names(['100644', 'a\nb']) }, /not allowed/),
  'a name has an escape': unusable({ repository: names(['100644', 'a\x1b[2J']) }, /not allowed/),
  'a name turns the text around': unusable(
    { repository: names(['100644', '\u202Ex']) },
    /not allowed/,
  ),
  'a name is that of a device': unusable({ repository: names(['100644', 'aux.go']) }, /aux/),
  'a name is a stream of Windows': unusable({ repository: names(['100644', 'a:b']) }, /a:b/),
  'a name is longer than a zip can hold': unusable(
    { repository: names(['100644', 'a'.repeat(70_000)]) },
    /more than 65535 bytes/,
  ),
  'names differ in case only': unusable(
    { repository: names(['100644', 'A'], ['100644', 'a']) },
    /differs only in letter case/,
  ),
  'a file and a folder have one name': unusable(
    { repository: names(['100644', 'a'], ['40000', 'a']) },
    /"?a"?/,
  ),
  'a link and then a file have one name, of which Go omits both': {
    repository: names(['120000', 'a'], ['100644', 'a']),
    status: 200,
    reason: /^PK/,
  },
  'a file and then a link have one name': unusable(
    { repository: names(['100644', 'a'], ['120000', 'a']) },
    /more than once/,
  ),
  'go.mod is a link besides': unusable(
    { repository: names(['120000', 'go.mod']) },
    /declares no module path/,
  ),
  'a name is an option': {
    repository: names(['100644', '--output=x'], ['100644', '-x']),
    status: 200,
    reason: /^PK/,
  },
  'modes are none': {
    repository: names(['100000', 'a'], ['777777', 'b'], ['0', 'c']),
    status: 200,
    reason: /^PK/,
  },
})

/** A module whose objects are these; the last is what its refs name. */
const made = (objects: readonly GitObject[]): HostileRepository => {
  const last = objects.at(-1) ?? file
  const whole: Ordinary = { hash: nameOf(last), objects, pack: packOf(objects) }
  return repositoryOf(whole)
}

/** The ordinary module with other bytes in its pack. */
const packed = (
  name: string,
  count: number,
  ...entries: readonly Uint8Array[]
): HostileRepository => {
  const { objects } = ordinary(name)
  const types = { commit: 1, tree: 2, blob: 3, tag: 4 }
  const own = objects.map(({ type, content }) => entry(types[type], content))
  return repositoryOf(ordinary(name), () =>
    sending(sealed(own.length + count, [...own, ...entries])),
  )
}

const gibibyte = 2 ** 30

/** Zeros, as zlib packs them, without an end: 64 MiB unless more. */
function manyZeros(mebibytes = 64): Buffer {
  const flush = constants.Z_FULL_FLUSH
  const one = deflateRawSync(Buffer.alloc(1 << 20), { finishFlush: flush })
  return Buffer.concat([Buffer.of(0x78, 0x9c), ...Array.from({ length: mebibytes }, () => one)])
}

function nested(levels: number, goMod: GitObject): GitObject[] {
  const all: GitObject[] = [file, folder]
  let inner = folder
  for (let level = 0; level < levels; level++) {
    inner = tree([{ mode: '40000', name: 'a', hash: nameOf(inner) }])
    all.push(inner)
  }
  const root = tree([
    { mode: '40000', name: 'a', hash: nameOf(inner) },
    { mode: '100644', name: 'go.mod', hash: nameOf(goMod) },
  ])
  return [...all, goMod, root, commit(nameOf(root))]
}

/** A tree of `many` folders that are one and the same, and so on: `many` to the power of `levels` files. */
function multiplied(many: number, levels: number, goMod: GitObject): GitObject[] {
  const all: GitObject[] = [file, folder]
  const lines = (inner: GitObject) =>
    Array.from({ length: many }, (_, index) => ({
      mode: '40000',
      name: `a${String(index).padStart(3, '0')}`,
      hash: nameOf(inner),
    }))
  let inner = folder
  for (let level = 1; level < levels; level++) {
    inner = tree(lines(inner))
    all.push(inner)
  }
  const root = tree([...lines(inner), { mode: '100644', name: 'go.mod', hash: nameOf(goMod) }])
  return [...all, goMod, root, commit(nameOf(root))]
}

const difference = (size: number): Buffer => Buffer.from([...inSevens(3), ...inSevens(size), 1, 65])

withstands('objects that are traps', {
  'a commit is nonsense': {
    repository: () => made([{ type: 'commit', content: Buffer.from('nonsense') }]),
    status: 404,
    reason: /Cannot read commit [0-9a-f]{40}: it has no committer time/,
  },
  'a commit has 50 MB': {
    repository: (name) => {
      const { objects } = ordinary(name)
      const root = objects.at(-2) ?? file
      return made([...objects.slice(0, -1), commit(nameOf(root), 'x'.repeat(50e6))])
    },
    status: 404,
    reason: /Cannot use commit [0-9a-f]{40} of \S+: it has more than 16777216 bytes/,
  },
  'a go.mod has 20 MB': {
    repository: (name) => {
      const goMod = blob(`module hostile.test/${name}\n${'/'.repeat(20e6)}`)
      const root = tree([{ mode: '100644', name: 'go.mod', hash: nameOf(goMod) }])
      return made([goMod, root, commit(nameOf(root))])
    },
    ask: '@v/v1.0.0.mod',
    status: 404,
    reason: /Cannot use go\.mod of commit [0-9a-f]{40} of \S+: it has more than 16777216 bytes/,
  },
  'a tree is nonsense': {
    repository: () => {
      const root: GitObject = { type: 'tree', content: Buffer.from('nonsense') }
      return made([root, commit(nameOf(root))])
    },
    status: 503,
    reason: /Cannot read \S+: git cat-file: fatal: too-short tree object/,
  },
  'a tree is missing': {
    repository: () => made([commit(nameOf(folder))]),
    status: 503,
    reason: /Cannot read \S+: git/,
  },
  'a file is missing': {
    repository: (name) =>
      repositoryOf(ordinary(name, [{ mode: '100644', name: 'a.go', hash: 'a'.repeat(40) }])),
    status: 503,
    reason: /invalid object 100644 a{40} for 'a\.go'/,
  },
  'folders are nested 50,000 deep': {
    repository: (name) => made(nested(50_000, blob(`module hostile.test/${name}\n`))),
    status: 404,
    reason: /nested too deeply|more than 65535 bytes/,
  },
  'a folder in a folder is there ten times, and so on, ten times': {
    repository: (name) => made(multiplied(10, 10, blob(`module hostile.test/${name}\n`))),
    status: 403,
    reason: /more than 500000 entries[^]*far above/,
  },
  'a tree says that it unpacks to two gibibytes': {
    repository: (name) => packed(name, 1, entryHead(2, 2 * gibibyte), manyZeros()),
    status: 403,
    reason: /Cannot use the objects the server sent: fatal: attempting to allocate \d+ over limit/,
  },
  'a difference says that it unpacks to two gibibytes': {
    repository: (name) => {
      const base = blob('abc')
      const bytes = [...Buffer.from(nameOf(base), 'hex')]
      return packed(name, 2, entry(3, base.content), entry(7, difference(2 * gibibyte), bytes))
    },
    status: 403,
    reason: /Cannot use the objects the server sent: fatal: attempting to allocate \d+ over limit/,
  },
  'a file unpacks to less than it says': {
    repository: (name) => packed(name, 1, entryHead(3, gibibyte), manyZeros(1)),
    status: 503,
    reason: /Cannot use the objects the server sent/,
  },
  'a file unpacks to more than it says': {
    repository: (name) => packed(name, 1, entryHead(3, 10), manyZeros(3)),
    status: 503,
    reason: /Cannot use the objects the server sent/,
  },
  'a difference leans on itself': {
    repository: (name) => packed(name, 1, entry(7, difference(1), [...Buffer.alloc(20, 0xaa)])),
    status: 503,
    reason: /Cannot use the objects the server sent: .*unresolved/,
  },
})
