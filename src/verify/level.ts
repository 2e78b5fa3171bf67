/** How much is asked: whether refs still name commits whose content is known, or all content anew. */
export type Level = (typeof levels)[number]

/** All levels, the one that asks for least first. */
export const levels = ['refs', 'content'] as const
