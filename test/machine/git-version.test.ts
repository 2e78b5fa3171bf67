import assert from 'node:assert/strict'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { test } from 'node:test'
import { startForge } from '../forge/forge.ts'
import { repository } from '../forge/repository.ts'
import { headwater, headwaterHome, startHeadwater } from '../oracle/headwater.ts'
import { ask } from '../serve/ask.ts'
import { releases } from '../serve/releases.ts'

const module = 'github.com/acme/x'
const skip = process.platform === 'win32' && 'programs are found in another way on Windows'

test(
  'headwater says which git it has found, and what it needs, when git is too old',
  { skip },
  async () => {
    await using forge = await startForge()
    await repository(forge, module, releases(module, 'v1.0.0'))
    await using home = await headwaterHome(forge)
    const folder = join(home.folder, 'bin')
    await mkdir(folder)
    await writeFile(join(folder, 'git'), '#!/bin/sh\necho git version 2.25.1\n')
    await chmod(join(folder, 'git'), 0o755)
    const env = { PATH: [folder, process.env['PATH']].join(delimiter) }

    const fetched = await headwater(['fetch', '--json', `${module}@v1.0.0`], { home, env })
    assert.notEqual(fetched.code, 0)
    const text = /the git of this machine is 2\.25\.1, and 2\.31 or newer is needed/
    assert.match(fetched.stdout + fetched.stderr, text)

    await using server = await startHeadwater(home, { env })
    assert.equal((await ask(server, `${module}/@v/list`)).text, 'v1.0.0\n')
    const answer = await ask(server, `${module}/@v/v1.0.0.zip`)
    assert.equal(answer.status, 501)
    assert.match(answer.text, text)
    assert.match(answer.text, /Install git 2\.31 or newer/)
    // As an update of git would do it, while the server runs.
    await writeFile(join(folder, 'git'), `#!/bin/sh\nPATH='${process.env['PATH']}' exec git "$@"\n`)
    assert.equal((await ask(server, `${module}/@v/v1.0.0.zip`)).status, 200)
  },
)

test(
  'headwater says that git is missing, and how to get it, when there is none',
  { skip },
  async () => {
    await using forge = await startForge()
    await repository(forge, module, releases(module, 'v1.0.0'))
    await using home = await headwaterHome(forge)
    const folder = join(home.folder, 'bin')
    await mkdir(folder)
    await using server = await startHeadwater(home, { env: { PATH: folder } })
    const { status, text } = await ask(server, `${module}/@v/v1.0.0.zip`)
    assert.equal(status, 501)
    assert.match(
      text,
      /Cannot run git: it is not installed\nInstall git \(on Debian: apt-get install git\)/,
    )
  },
)
