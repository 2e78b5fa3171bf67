import type { RawEntry } from '../forge/raw-tree.ts'
import type { Random } from './random.ts'

/** A tree such as no git would write, with the module's own go.mod. */
export function makeRawTree(random: Random, goMod: string): RawEntry[] {
  const odd: readonly (readonly RawEntry[])[] = [
    [{ mode: '100644', name: Buffer.from([0x66, 0xff, 0xfe]), content: 'x\n' }],
    [{ mode: '100644', name: Buffer.from('caf\u00e9', 'latin1'), content: 'x\n' }],
    [{ mode: '100664', name: 'group.go', content: 'package a\n' }],
    [{ mode: '100600', name: 'mine.go', content: 'package a\n' }],
    [{ mode: '40000', name: 'empty', content: [] }],
    [{ mode: '40000', name: 'nested', content: [{ mode: '40000', name: 'empty', content: [] }] }],
    [
      { mode: '100644', name: 'z.go', content: 'z\n' },
      { mode: '100644', name: 'm.go', content: 'm\n' },
    ],
    [
      { mode: '100644', name: 'twice', content: '1\n' },
      { mode: '100644', name: 'twice', content: '2\n' },
    ],
    [
      { mode: '100644', name: 'both', content: '1\n' },
      { mode: '40000', name: 'both', content: [{ mode: '100644', name: 'x', content: '2\n' }] },
    ],
    [{ mode: '160000', name: 'module', content: { hash: 'd'.repeat(40) } }],
    [{ mode: '040000', name: 'padded', content: [{ mode: '100644', name: 'x', content: '2\n' }] }],
    [{ mode: '100644', name: '.git', content: 'x\n' }],
    [{ mode: '100644', name: '..', content: 'x\n' }],
    [{ mode: '100644', name: '.', content: 'x\n' }],
    [{ mode: '40000', name: 'up', content: [{ mode: '100644', name: '..', content: 'x\n' }] }],
    [{ mode: '100644', name: 'a/b', content: 'x\n' }],
    [{ mode: '40000', name: 'GO.MOD', content: [{ mode: '100644', name: 'x', content: '2\n' }] }],
  ]
  const entries = [
    { mode: '100644', name: 'go.mod', content: goMod },
    { mode: '100644', name: 'h.go', content: 'package h\n' },
    ...random.some(odd, 2, 1).flat(),
  ]
  return random.chance(0.3) ? entries : entries.toSorted(byName)
}

function byName(one: RawEntry, other: RawEntry): number {
  return Buffer.compare(sortKey(one), sortKey(other))
}

/** Folders sort as if a slash ended their names. */
function sortKey({ mode, name }: RawEntry): Buffer {
  return Buffer.concat([Buffer.from(name), Buffer.from(/^0?4/.test(mode) ? '/' : '')])
}
