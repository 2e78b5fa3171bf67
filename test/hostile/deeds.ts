import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, suite, test } from 'node:test'
import { startForge, type Forge } from '../forge/forge.ts'
import { repository } from '../forge/repository.ts'
import { startHeadwater, type RunningHeadwater } from '../oracle/headwater.ts'
import { ask } from '../serve/ask.ts'
import { leftOvers } from '../serve/data-folder.ts'
import { releases } from '../serve/releases.ts'
import { startGitServer, type Body, type GitServer, type HostileRepository } from './git-server.ts'

/** What a host does, what is asked of it, and what must be said of that. */
export interface Deed {
  /** Its name is the deed's number after an `m`, such as `m7`. */
  readonly repository?: (name: string) => HostileRepository
  /** Its go-import page instead of an honest one. */
  readonly page?: (name: string) => Body
  /** Below the module: `@v/v1.0.0.zip` unless given. */
  readonly ask?: string
  readonly status: number
  readonly reason: RegExp
}

/** Most bytes that these servers take from a repository. */
export const maxRepository = 4_000_000

/** Memory that a server may have taken at the end, MiB: some 120 are its own. */
const mostMemory = 400

const healthy = 'github.com/acme/healthy'

/**
 * Declares one test for each deed: it must be answered in time and with the reason. Then the server must be alive, serve
 * others, have left nothing behind, and have taken little memory.
 */
export function withstands(title: string, deeds: Readonly<Record<string, Deed>>): void {
  suite(`headwater serve withstands ${title}`, () => {
    const opened = new AsyncDisposableStack()
    let forge: Forge
    let git: GitServer
    let server: RunningHeadwater
    before(async () => {
      forge = opened.use(await startForge())
      git = opened.use(await startGitServer())
      await repository(forge, healthy, releases(healthy, 'v1.0.0'))
      const settings = {
        rewrite: [git.rewrite, ...forge.rewrites()],
        outbound: {
          'max-repository': maxRepository,
          'idle-timeout': '20s',
          'request-timeout': '30s',
        },
      }
      server = opened.use(await startHeadwater(forge, { settings }))
    })
    after(() => opened.disposeAsync())

    for (const [index, [about, deed]] of Object.entries(deeds).entries()) {
      test(`answers ${deed.status} with the reason when ${about}`, async () => {
        const name = `m${index}`
        if (deed.repository) git.repositories.set(name, deed.repository(name))
        if (deed.page) git.pages.set(`/${name}`, deed.page(name))
        const { status, text } = await ask(
          server,
          `hostile.test/${name}/${deed.ask ?? '@v/v1.0.0.zip'}`,
        )
        assert.equal(status, deed.status, text.slice(0, 1000))
        assert.match(text, deed.reason)
      })
    }

    test('and then serves others, has left nothing behind and taken little memory', async (t) => {
      assert.equal((await ask(server, `${healthy}/@v/v1.0.0.zip`)).status, 200)
      assert.deepEqual(await leftOvers(server.home), [])
      assert.equal(server.stderr(), '')
      if (process.platform !== 'linux') return
      const highest = await highestMemory(server.pid)
      t.diagnostic(`highest memory of the server: ${highest.toFixed(0)} MiB`)
      assert.ok(highest < mostMemory, `${highest} MiB`)
    })
  })
}

/** The most memory that a process has had, MiB. Source: proc_pid_status(5) */
export async function highestMemory(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmHWM:\s*(\d+) kB/m.exec(status)?.[1]) / 1024
}
