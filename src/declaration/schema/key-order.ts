import * as z from 'zod';

/** The order in which a schema describes the keys of a value. */
export interface KeyOrder {
  /** The keys of a mapping in order. Empty for other values. */
  readonly keys: readonly string[];
  /** Whether the value is a mapping whose keys are names that the user chooses. */
  readonly hasUserNames: boolean;
  readonly ofMember: (key: string) => KeyOrder;
  readonly ofItem: () => KeyOrder;
}

/** Returns the order of the keys of a value and of everything in it. */
export function keyOrderOf(schema: z.ZodType): KeyOrder {
  return orderOfAlternatives(alternatives(schema));
}

function orderOfAlternatives(schemas: readonly z.ZodType[]): KeyOrder {
  const shapes = schemas.filter((schema) => schema instanceof z.ZodObject).map(({ shape }) => shape);
  const records = schemas.filter((schema) => schema instanceof z.ZodRecord);
  const lists = schemas.filter((schema) => schema instanceof z.ZodArray);
  return {
    keys: shapes.flatMap((shape) => Object.keys(shape)),
    hasUserNames: shapes.length === 0 && records.length > 0,
    ofMember: (key) =>
      orderOfAlternatives([
        ...shapes.flatMap((shape) => (Object.hasOwn(shape, key) ? alternatives(shape[key]) : [])),
        ...records.flatMap(({ valueType }) => alternatives(valueType)),
      ]),
    ofItem: () => orderOfAlternatives(lists.flatMap(({ element }) => alternatives(element))),
  };
}

/** Returns the members of a union, and the schema of an optional value. */
function alternatives(schema: unknown): readonly z.ZodType[] {
  if (schema instanceof z.ZodOptional) return alternatives(schema.unwrap());
  if (schema instanceof z.ZodUnion) return schema.options.flatMap(alternatives);
  return schema instanceof z.ZodType ? [schema] : [];
}
