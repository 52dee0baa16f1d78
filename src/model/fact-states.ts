import type { FactId, FactValues } from '../facts/index.ts';
import type { FactState } from './fact.ts';

/** The states of the facts that were asked for. */
export type FactStates = { readonly [Id in FactId]?: FactState<FactValues[Id]> };
