import type { nothing, TemplateResult } from "lit";

/** Anything that can stand in a template. */
export type Part = TemplateResult | readonly Part[] | string | typeof nothing;
