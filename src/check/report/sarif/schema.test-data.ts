import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import AjvModule from 'ajv-draft-04'
import addFormats from 'ajv-formats'

const bundled = createRequire(import.meta.url).resolve('@microsoft/jest-sarif')
const schemaFile = join(dirname(bundled), 'schemas/sarif-2.1.0-rtm.5.json')
const schema = JSON.parse(readFileSync(schemaFile, 'utf8')) as object
const ajv = new AjvModule.default({ strict: false, allErrors: true, unicodeRegExp: false })
addFormats.default(ajv)

/** Whether something is SARIF by the official schema; what is wrong stands in `errors`. */
export const isValid = ajv.compile(schema)
