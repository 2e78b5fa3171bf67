import * as z from 'zod/mini'
import { schema } from './schema.ts'

/** The JSON Schema of `headwater.toml`, as published in docs/headwater.schema.json. */
export function configJsonSchema(): string {
  const json = z.toJSONSchema(schema, { io: 'input' })
  return `${JSON.stringify({ title: 'headwater.toml', ...json }, undefined, 2)}\n`
}

// `node src/cli/config/json-schema.ts > docs/headwater.schema.json` publishes it anew.
if (import.meta.main) process.stdout.write(configJsonSchema())
