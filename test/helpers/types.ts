/** The type with everything in it read-only. */
export type Immutable<T> = T extends readonly (infer Item)[]
  ? readonly Immutable<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Immutable<T[Key]> }
    : T;

/* eslint-disable @typescript-eslint/no-unnecessary-type-parameters -- how TypeScript compares types */
/** Whether two types are identical, optional properties included. */
export type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
