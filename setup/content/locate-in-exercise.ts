import ts from 'typescript';

/** The line, from 1, of what `path` leads to in the object that `defineExercise` is given, or of the last step of it that stands there. */
export function locateInExercise(source: string, path: readonly (string | number)[]): number | undefined {
  const file = ts.createSourceFile('exercise.ts', source, ts.ScriptTarget.Latest);
  let node: ts.Node | undefined = findDefinition(file);
  let found = node;
  for (const step of path) {
    node = node && inner(node, step);
    if (!node) break;
    found = node;
    if (ts.isPropertyAssignment(node)) node = node.initializer;
  }
  return found && file.getLineAndCharacterOfPosition(found.getStart(file)).line + 1;
}

function findDefinition(node: ts.Node): ts.Node | undefined {
  if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'defineExercise') {
    return node.arguments[0];
  }
  return ts.forEachChild(node, findDefinition);
}

function inner(node: ts.Node, step: string | number): ts.Node | undefined {
  if (ts.isArrayLiteralExpression(node)) return node.elements[Number(step)];
  if (!ts.isObjectLiteralExpression(node)) return undefined;
  return node.properties.find(({ name }) => name && 'text' in name && name.text === step);
}
