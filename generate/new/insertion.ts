import ts from 'typescript';

/** Returns the source with a member at the end of an interface, or of the object or list that a constant has. */
export function insertLast(path: string, source: string, name: string, member: string): string {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest);
  const members = file.statements
    .map((statement) => membersIn(statement, name))
    .find((each) => each !== undefined);
  if (members === undefined) {
    throw new Error(
      `${path} has no interface, object or list '${name}', where this belongs:\n\n${member}\n\n` +
        `Edit ${path} by hand, and correct generate/new/resource.ts.`,
    );
  }
  const needsComma = members.length > 0 && !members.hasTrailingComma && !members.some(ts.isTypeElement);
  return `${source.slice(0, members.end)}${needsComma ? ',' : ''}\n${member}${source.slice(members.end)}`;
}

type Members = ts.NodeArray<ts.TypeElement | ts.ObjectLiteralElementLike | ts.Expression>;

function membersIn(statement: ts.Statement, name: string): Members | undefined {
  if (ts.isInterfaceDeclaration(statement)) {
    return statement.name.text === name ? statement.members : undefined;
  }
  if (!ts.isVariableStatement(statement)) return undefined;
  const constant = statement.declarationList.declarations.find(
    (each) => ts.isIdentifier(each.name) && each.name.text === name,
  );
  return constant?.initializer === undefined ? undefined : membersOf(constant.initializer);
}

/** Also finds the members in `{ … } as const satisfies Table`, and in `unknownOf([ … ])`. */
function membersOf(value: ts.Expression): Members | undefined {
  if (ts.isObjectLiteralExpression(value)) return value.properties;
  if (ts.isArrayLiteralExpression(value)) return value.elements;
  if (ts.isAsExpression(value) || ts.isSatisfiesExpression(value)) return membersOf(value.expression);
  const [argument] = ts.isCallExpression(value) ? value.arguments : [];
  return argument === undefined ? undefined : membersOf(argument);
}
