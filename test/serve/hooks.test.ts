import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { startForge } from '../forge/forge.ts'
import { run } from '../forge/run.ts'
import { headwater, headwaterHome, startHeadwater } from '../oracle/headwater.ts'

const secret = '0123456789abcdef0123456789abcdef'
const missing = ['curl', 'openssl'].find((name) => spawnSync(name, ['version']).error !== undefined)

test(
  'the examples of docs/hooks.md work as they stand there',
  { skip: missing !== undefined && `${missing} is not installed` },
  async () => {
    await using forge = await startForge({ hosts: [] })
    await using home = await headwaterHome(forge)
    const file = join(home.folder, 'secret')
    await writeFile(file, `${secret}\n`)
    await using server = await startHeadwater(home, {
      settings: { hooks: { generic: [`file:${file}`] } },
    })
    const docs = await readFile(new URL('../../docs/hooks.md', import.meta.url), 'utf8')
    const examples = [...docs.matchAll(/^```sh\n(.*?)^```/gms)].map(([, script = '']) => script)
    assert.equal(examples.length, 2)
    for (const example of examples) {
      const script = example.replaceAll('https://go.corp.example', server.url)
      const ask = (by: string) =>
        run('sh', ['-c', script], { cwd: home.folder, env: { ...process.env, SECRET: by } })
      assert.match((await ask(secret)).stdout, /^(?:Nothing of that is known here|Noted: )/)
      assert.match((await ask(`${secret}0`)).stdout, /^Cannot take this hook: it is not signed/)
    }
  },
)

test('serve does not start with a secret that it cannot read', async () => {
  await using home = await headwaterHome()
  await home.configure({ hooks: { github: [`file:${join(home.folder, 'none')}`] } })
  const { code, stderr } = await headwater(['serve'], { home })
  assert.equal(code, 2)
  assert.match(stderr, /hooks\.github\[0\] names \S+, which cannot be read \(ENOENT\)\n/)
})
