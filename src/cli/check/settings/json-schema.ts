import * as z from 'zod/mini'
import { schema } from './schema.ts'

/** The JSON Schema of `.headwater.toml`, as published in docs/headwater-check.schema.json. */
export function settingsJsonSchema(): string {
  const json = z.toJSONSchema(schema, { io: 'input' })
  return `${JSON.stringify({ title: '.headwater.toml', ...json }, undefined, 2)}\n`
}

// `node src/cli/check/settings/json-schema.ts > docs/headwater-check.schema.json` publishes it anew.
if (import.meta.main) process.stdout.write(settingsJsonSchema())
