import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { escapePath } from '../../../src/gomod/escape.ts'
import { goDirect, goVia, type Go, type ModDownload } from '../../oracle/go.ts'
import { startHeadwater, type RunningHeadwater } from '../../oracle/headwater.ts'
import { comparable } from '../../vcs/compare.ts'
import { missing } from '../../vcs/program-server.ts'
import { parseTxtar } from '../engine/txtar.ts'
import { argumentOf, askBoth, type Answered } from './ask-both.ts'
import { listsOfGo } from './lists.ts'
import {
  gitQuestions,
  hgQuestions,
  isWhole,
  plainQuestions,
  questionsOfGo,
  type Question,
} from './questions.ts'
import { startVcsTest, vcsTestHost, vcsTestScripts, type VcsTest } from './server.ts'

const skip = missing('go', 'git', 'hg', 'svn', 'svnserve', 'fossil')

/** Scripts of which both must refuse everything, and why. */
const refused: Readonly<Record<string, string>> = {
  'auth/or401': 'asks for a name and a password',
  'auth/or404': 'shows 404 to whoever has no password',
  'auth/ormanylines': 'the same, with a long reason',
  'auth/oronelongline': 'the same, with a long reason',
  'bzr/hello': 'no bzr is supported',
  'git/missingrepo': 'has no repository',
  'go/modauth404': 'leads to auth/or404',
  'go/insecure': 'its page is for the path below insecure, which redirects to plain http',
  insecure: 'redirects to plain http',
  'svn/nonexistent': 'has no repository',
}

/** What go finds when it asks the repository itself, but not through any proxy, and why. */
const refusedThroughProxies: Readonly<Record<string, string>> = {
  'vcs-test.golang.org/git/gitrepo-sha256.git@v2':
    'directly go looks only at tags that begin with v2., and so does not see that v1.3.0 has a go.mod',
}

suite('the repositories of vcstest', { skip }, () => {
  const parts = new AsyncDisposableStack()
  let scripts: string[] = []
  let go: Go
  let server: RunningHeadwater
  let answers: Answered[] = []

  before(async () => {
    const folder = await vcsTestScripts()
    const names = await readdir(folder, { recursive: true })
    scripts = names.flatMap((name) => /^(.*)\.txt$/.exec(name)?.[1] ?? [])
    const vcs = parts.use(await startVcsTest())
    const path = await vcs.path()
    go = parts.use(await goDirect(vcs, { env: { USER: 'a', HGRCPATH: '', PATH: path } }))
    const own = await Promise.all(scripts.map((script) => questionsOf(vcs, folder, script)))
    const questions = [...own.flat(), ...(await questionsOfGo(folder))]
    answers = await askBoth(vcs, go, questions, path)
    server = parts.use(await startHeadwater(vcs, { env: { PATH: path } }))
  })
  after(() => parts.disposeAsync())

  test('fetch() says of every tag, branch and commit what go says, or refuses what go refuses', async (t) => {
    for (const { question, go: wanted, headwater } of answers) {
      await t.test(argumentOf(question), async () => {
        if (wanted.Error !== undefined) {
          return assert.notEqual(headwater.Error, undefined, `go refuses: ${wanted.Error}`)
        }
        const reason = refusedThroughProxies[argumentOf(question)]
        if (reason === undefined) {
          return assert.deepEqual(withoutRef(headwater, wanted, question), comparable(wanted))
        }
        assert.notEqual(headwater.Error, undefined, reason)
        const args = ['mod', 'download', '-json', argumentOf(question)]
        return assert.match((await goVia(server.url, args)).stdout, /no matching versions/, reason)
      })
    }
  })

  test('every script has an answer, or a reason to have none', () => {
    for (const script of scripts) {
      const own = answers.filter(({ question }) => isOf(question, script))
      assert.ok(own.length > 0, `nothing is asked of ${script}.txt`)
      const found = own.filter(({ go: said }) => said.Error === undefined)
      if (refused[script] === undefined)
        assert.ok(found.length > 0, `all is refused of ${script}.txt`)
      else
        assert.deepEqual(
          found.map(({ question }) => argumentOf(question)),
          [],
          script,
        )
    }
  })

  test('/@v/list has the versions that go lists, or refuses as go does', async (t) => {
    const asked = new Set(answers.map(({ question }) => question.path))
    const paths = [...asked].filter((path) => isWhole || !/\/hg\/(?!hello)/.test(path))
    const wanted = await listsOfGo(go, paths)
    for (const module of paths) {
      await t.test(module, async () => {
        const response = await fetch(`${server.url}/${escapePath(module)}/@v/list`)
        const text = await response.text()
        const said = wanted.get(module)
        if (said === undefined) return assert.notEqual(response.status, 200, text)
        assert.equal(response.status, 200, text)
        return assert.deepEqual(
          text.split('\n').filter((line) => line !== ''),
          said,
        )
      })
    }
  })
})

/**
 * Ours, without the ref where go has none: it tells the ref of a commit only if it did not hold the commit already. What
 * we tell must be a ref that names it.
 */
function withoutRef(ours: ModDownload, wanted: ModDownload, question: Question): unknown {
  const { Ref, ...origin } = ours.Origin ?? {}
  const isTold = Ref === undefined || wanted.Origin?.Ref !== undefined
  if (question.round !== 'commits' || isTold) return comparable(ours)
  const { refs = [Ref] } = question
  assert.ok(refs.includes(Ref), `${Ref} does not name ${ours.Origin?.Hash}`)
  return comparable({ ...ours, Origin: origin })
}

const isOf = ({ path }: Question, script: string): boolean =>
  new RegExp(`^${vcsTestHost}/${script}(\\.\\w+)?(/|$)`).test(path)

async function questionsOf(vcs: VcsTest, folder: string, script: string): Promise<Question[]> {
  const root = `${vcsTestHost}/${script}`
  const [kind = ''] = script.split('/')
  if (kind === 'git') return gitQuestions(vcs, script)
  if (kind === 'hg') return hgQuestions(vcs, script)
  if (kind === 'svn') return plainQuestions(`${root}.svn`, ['1', 'r2', '000000000001', 'v1.0.0'])
  if (kind === 'fossil') return plainQuestions(`${root}.fossil`, ['trunk', 'd4c7dcdc29f9', 'nope'])
  if (kind === 'bzr') return plainQuestions(`${root}.bzr`, ['1'])
  const { files } = parseTxtar(await readFile(join(folder, `${script}.txt`)))
  const pages = files.flatMap(({ name }) => /^(.*?)\/?index\.html$/.exec(name)?.[1] ?? [])
  const paths = [root, ...pages.filter((page) => page !== '').map((page) => `${root}/${page}`)]
  return paths.flatMap((page) => plainQuestions(page, []))
}
