import type * as z from 'zod/mini'

/** A check of tables: says of each whose `field` an earlier one has, that it does. `kind` is what such a table is called. */
export function refuseTwins<Field extends string>(field: Field, kind: 'rule' | 'table') {
  return (tables: readonly Record<Field, string>[], context: z.core.$RefinementCtx): void => {
    for (const [index, { [field]: name }] of tables.entries()) {
      if (tables.findIndex((table) => table[field] === name) < index) {
        context.issues.push({
          code: 'custom',
          message: `"${name}" is the "${field}" of an earlier ${kind} already`,
          path: [index, field],
          input: name,
        })
      }
    }
  }
}
