// Makes the package that is published, `npm run pack`: dist/headwater-VERSION.tgz, and dist/package, which it is made of.
import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { writePackage } from './package/write-package.ts'

const dist = join(import.meta.dirname, '../dist')
rmSync(dist, { recursive: true, force: true })
await writePackage(join(dist, 'package'))
const { status } = spawnSync('npm', ['pack', './package'], {
  cwd: dist,
  stdio: 'inherit',
  shell: process.platform === 'win32',
})
process.exitCode = status ?? 1
