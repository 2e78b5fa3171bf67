import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { temporaryFolder } from '../forge/temporary-folder.ts'
import { askGo } from './ask-go.ts'
import { askHeadwater } from './ask-headwater.ts'
import { layRegistry } from './made-registry.ts'
import { makeProject, type Profile } from './make-project.ts'

const place = await temporaryFolder('graphs')
after(() => place[Symbol.asyncDispose]())

/** How many graphs of each kind are made. */
const kinds: Readonly<Record<string, Profile & { readonly count: number }>> = {
  pruned: { main: 'new', modules: 'new', isWorkspace: false, count: 15 },
  unpruned: { main: 'old', modules: 'old', isWorkspace: false, count: 15 },
  'pruned with old modules': { main: 'new', modules: 'mixed', isWorkspace: false, count: 25 },
  'of any age': { main: 'mixed', modules: 'mixed', isWorkspace: false, count: 25 },
  workspace: { main: 'mixed', modules: 'mixed', isWorkspace: true, count: 25 },
}

/** `GRAPHS=all` makes ten times as many. */
const times = process.env['GRAPHS'] === 'all' ? 10 : 1

describe('a made graph is the one go finds', { concurrency: 2 }, () => {
  for (const [kind, { count, ...profile }] of Object.entries(kinds)) {
    for (let number = 0; number < count * times; number += 1) {
      const seed = `${kind} ${number}`
      it(seed, async () => {
        const { project, modules } = makeProject(seed, profile)
        const folder = join(place.path, seed.replaceAll(' ', '-'))
        const proxy = await layRegistry(join(folder, 'proxy'), modules)
        const go = await askGo(project, { folder: join(folder, 'go'), proxy })
        assert.ok(!('refusal' in go), JSON.stringify(go))
        const goMods = new Map(modules.map((one) => [`${one.path}@${one.version}`, one.goMod]))
        const ours = await askHeadwater(project, ({ path, version }) =>
          goMods.get(`${path}@${version}`),
        )
        assert.deepEqual(
          ours,
          go,
          JSON.stringify(project.files, undefined, 1).replaceAll(String.raw`\n`, '\n'),
        )
      })
    }
  }
})
