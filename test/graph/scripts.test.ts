import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { after, describe, it, test } from 'node:test'
import { temporaryFolder } from '../forge/temporary-folder.ts'
import { goRoot } from '../scripts/go-root.ts'
import { readArchives } from '../scripts/registry/archives.ts'
import { startRegistry } from '../scripts/registry/registry.ts'
import { askGo } from './ask-go.ts'
import { askHeadwater, type FindGoMod } from './ask-headwater.ts'
import { reasons } from './left-out.ts'
import { projectsOf } from './script-projects.ts'

const root = await goRoot()
const registry = await startRegistry(root.modules)
const archives = await readArchives(root.modules)
const place = await temporaryFolder('script-graphs')
after(async () => {
  await registry[Symbol.asyncDispose]()
  await place[Symbol.asyncDispose]()
})

/** The scripts that are about graphs; all that have modules with `GRAPHS=all`. */
const areAsked =
  process.env['GRAPHS'] === 'all'
    ? /^(?:mod|work|goline|gotoolchain|version|vendor)_.*\.txt$/
    : /^(?:mod_(?:all|download|exclude|get_downgrade|go_version|goline|graph|indirect|lazy|list|load|prune|replace|require|retract|tidy|tool|upgrade|why)|work|goline)_?.*\.txt$/

const find: FindGoMod = ({ path, version }) => archives.find(path, version)?.mod
const compared = new Set<string>()
const leftOut = new Map<string, string[]>()
let folders = 0

async function compare(name: string, project: Parameters<typeof askGo>[0]): Promise<void> {
  folders += 1
  const folder = join(place.path, String(folders))
  const go = await askGo(project, { folder, proxy: `${registry.url}/mod` })
  if (!('refusal' in go)) {
    assert.deepEqual(await askHeadwater(project, find), go, name)
    compared.add(name)
    return
  }
  const reason = reasons.find(({ words }) => words.test(go.refusal))
  assert.ok(reason !== undefined, `${name} is left out for no reason that is known: ${go.refusal}`)
  leftOut.set(reason.why, [...(leftOut.get(reason.why) ?? []), name])
  const ours = askHeadwater(project, find)
  if (reason.weAnswer === false) await assert.rejects(ours, Error, name)
  else if (reason.weAnswer) await assert.doesNotReject(ours, name)
  else await ours.catch(() => {})
}

const scripts = (await readdir(root.scripts)).filter((name) => areAsked.test(name))
describe('the graph of a script of the go command is the one go finds', { concurrency: 2 }, () => {
  for (const script of scripts.map((name) => name.slice(0, -'.txt'.length))) {
    it(script, async () => {
      for (const { name, project } of await projectsOf(root.scripts, script)) {
        await compare(name, project)
      }
    })
  }
})

test('most graphs of the scripts are compared, and it is told why the others are not', (context) => {
  for (const [why, names] of leftOut) context.diagnostic(`left out as ${why}: ${names.join(', ')}`)
  assert.ok(compared.size >= 360, `but ${compared.size} graphs were compared`)
})
