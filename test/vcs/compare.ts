import assert from 'node:assert/strict'
import { startForge, type Rewrite } from '../forge/forge.ts'
import { goImport } from '../forge/pages.ts'
import { goDownload, headwaterDownload, type Download } from '../fidelity/downloads.ts'
import { goDirect, type ModDownload } from '../oracle/go.ts'
import { quickHg } from './quick-hg.ts'

/** A repository, and what is asked of it. */
export interface Comparison {
  /** Import path of its root, such as `hg.test/m`. */
  readonly root: string
  readonly vcs: string
  readonly url: string
  /** By `query`, or `/below@query`; what go must make of it, or a part of its reason to refuse. */
  readonly ask: Readonly<Record<string, string | RegExp>>
  /** How both come there, where the URL alone does not tell. */
  readonly reach?: Reach
}

/** How a repository is reached that is not where its URL says. */
export interface Reach {
  /** Added to go's environment. */
  readonly goEnv: Readonly<Record<string, string>>
  /** Rules of Headwater's. */
  readonly rewrites: readonly Rewrite[]
  /** Added to Headwater's environment. */
  readonly env?: Readonly<Record<string, string>>
}

/** Where go and its programs find servers on loopback without a proxy in between. */
export const plainly = { HTTP_PROXY: '', http_proxy: '', ALL_PROXY: '', all_proxy: '' }

/** Asks go and Headwater the same, each from nothing: they must say the same, or both refuse. */
export async function compareWithGo({ root, vcs, url, ask, reach }: Comparison): Promise<void> {
  await using forge = await startForge()
  const args = Object.keys(ask).map((query) => root + (query.startsWith('/') ? query : `@${query}`))
  for (const arg of args) {
    const path = arg.slice(0, arg.lastIndexOf('@'))
    forge.pages.set(path, goImport(root, vcs, url))
  }
  forge.pages.set(root, goImport(root, vcs, url))
  await using hg = vcs === 'hg' ? await quickHg() : undefined
  await using go = await goDirect(forge, {
    env: { ...plainly, ...(hg && { PATH: hg.path }), USER: 'a', HGRCPATH: '', ...reach?.goEnv },
  })
  const rules = [...forge.rewrites(), ...(reach?.rewrites ?? [])]
  const rewrite = rules.map(({ from, to }) => `${from}=${to}`).join(',')
  const env = reach && { HEADWATER_REWRITE: rewrite, ...reach.env }
  const [said, ours] = await Promise.all([
    apart(args, goDownload(go)),
    apart(args, headwaterDownload(forge, env)),
  ])
  for (const [index, expected] of Object.values(ask).entries()) {
    const [wanted, got] = [said[index], ours[index]]
    assert.ok(wanted && got)
    if (expected instanceof RegExp) {
      assert.match(wanted.Error ?? `no error for ${args[index]}, but ${wanted.Version}`, expected)
      assert.notEqual(got.Error, undefined, `${args[index]} must be refused: ${wanted.Error}`)
      continue
    }
    assert.equal(wanted.Error, undefined)
    assert.equal(wanted.Version, expected)
    assert.deepEqual(comparable(got), comparable(wanted), args[index])
  }
}

const isExact = (arg: string): boolean => /@v\d+\.\d+\.\d+/.test(arg)

/** Exact versions are asked for in one process, and the rest in another, since go tells what it has found earlier. */
async function apart(args: readonly string[], download: Download): Promise<ModDownload[]> {
  const rounds = [args.filter(isExact), args.filter((arg) => !isExact(arg))]
  const answers = new Map<string, ModDownload>()
  for (const round of rounds.filter(({ length }) => length > 0)) {
    for (const [index, answer] of (await download(round)).entries()) {
      answers.set(round[index] ?? '', answer)
    }
  }
  return args.flatMap((arg) => answers.get(arg) ?? [])
}

/**
 * All that is not about one machine's disk. The `.info` that go keeps of a tagged version tells who asked for it first,
 * and is compared only where that was the version itself.
 */
export function comparable(answer: ModDownload): Partial<ModDownload> {
  const { Path, Version, Query, Error, Info, GoMod, Sum, GoModSum, Origin } = answer
  const isOwn = Query === undefined || /-\d{14}-/.test(Version ?? '')
  const whole = {
    Path,
    Version,
    Query,
    Error,
    GoMod,
    Sum,
    GoModSum,
    Origin,
    ...(isOwn && { Info }),
  }
  return JSON.parse(JSON.stringify(whole)) as Partial<ModDownload>
}
