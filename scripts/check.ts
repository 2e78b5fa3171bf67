// Everything a change must pass: format, lint, types, dead code, tests. `npm test` calls this; each step has a script
// of its own in package.json. All steps run, so that one run shows all there is to mend.
import { spawnSync } from 'node:child_process'

const steps = ['format:check', 'lint', 'types', 'dead', 'unit']
const failed: string[] = []

for (const step of steps) {
  process.stdout.write(`\n== npm run ${step}\n`)
  const { status } = spawnSync('npm', ['run', '--silent', step], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (status !== 0) failed.push(step)
}

process.stdout.write(
  failed.length === 0 ? '\nAll checks passed\n' : `\nFailed: ${failed.join(', ')}\n`,
)
process.exitCode = failed.length === 0 ? 0 : 1
